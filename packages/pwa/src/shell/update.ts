/** Registers the worker, and offers a new version once it waits: nobody is interrupted. */
import { loadWords } from '../words/language.ts'

/** The only address that a worker may come from. */
const workerUrl = (): string => {
  const policy = window.trustedTypes?.createPolicy('gx', {
    createScriptURL: (url: string) => {
      if (url !== '/app/sw.js') throw new TypeError('no worker of ours')
      return url
    },
  })
  return (policy?.createScriptURL('/app/sw.js') ?? '/app/sw.js') as string
}

export interface Updates {
  readonly watch: () => void
  /** Nothing is reloaded meanwhile; what was to be is, afterwards. */
  readonly whileEditing: (isEditing: boolean) => void
}

export function createUpdates(place: HTMLElement): Updates {
  let isEditing = false
  const waiting = new Set<() => void>()
  const afterEditing = (work: () => void) => {
    if (isEditing) waiting.add(work)
    else work()
  }
  let isReloading = false
  const reload = () =>
    afterEditing(() => {
      if (isReloading) return
      isReloading = true
      location.reload()
    })

  async function register(): Promise<void> {
    if (await isSwitchedOff()) return endWorker()
    const hadWorker = navigator.serviceWorker.controller !== null
    const registration = await navigator.serviceWorker.register(workerUrl(), {
      scope: '/',
      updateViaCache: 'none',
    })
    if (hadWorker) navigator.serviceWorker.addEventListener('controllerchange', reload)
    const offer = async (worker: ServiceWorker) => {
      worker.addEventListener('statechange', () => void (worker.state === 'activated' && reload()))
      await showOffer(place, () => {
        if (isEditing) void showWait(place).catch(reportError)
        afterEditing(() => worker.postMessage('SKIP_WAITING'))
      })
    }
    if (registration.waiting !== null && registration.active !== null) await offer(registration.waiting)
    registration.addEventListener('updatefound', () => {
      const worker = registration.installing
      worker?.addEventListener('statechange', () => {
        if (worker.state === 'installed' && registration.active !== null) void offer(worker)
      })
    })
    const look = () => void registration.update().catch(() => undefined)
    window.addEventListener('online', look)
    document.addEventListener(
      'visibilitychange',
      () => void (document.visibilityState === 'visible' && look()),
    )
  }

  return {
    watch() {
      if (!('serviceWorker' in navigator)) return
      const begin = () => void register().catch(() => undefined)
      if (document.readyState === 'complete') begin()
      else window.addEventListener('load', begin, { once: true })
    },
    whileEditing(is) {
      isEditing = is
      if (is) return
      const all = [...waiting]
      waiting.clear()
      for (const work of all) work()
    },
  }
}

/** Also its files: a page that the browser took from them by itself has not woken the worker, which would delete them. */
async function endWorker(): Promise<void> {
  for (const name of await caches.keys()) await caches.delete(name)
  await (await navigator.serviceWorker.getRegistration('/'))?.unregister()
}

/** Whoever runs the server can end the worker. */
const isSwitchedOff = (): Promise<boolean> =>
  fetch('/app/version.json', { cache: 'no-store' })
    .then(async (answer) => ((await answer.json()) as { sw?: unknown }).sw === 'off')
    .catch(() => false)

async function showOffer(place: HTMLElement, accept: () => void): Promise<void> {
  const words = await loadWords('shell')
  const text = document.createElement('p')
  text.textContent = words.updateReady
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = words.updateNow
  button.addEventListener('click', accept)
  place.setAttribute('role', 'status')
  place.replaceChildren(text, button)
  place.hidden = false
}

async function showWait(place: HTMLElement): Promise<void> {
  const words = await loadWords('shell')
  const text = document.createElement('p')
  text.textContent = words.updateAfterEdit
  place.replaceChildren(text)
}
