/** What people are told, and can do, when what is stored here, the server or the clock is not as it should be. */
import { effect, signal } from '@preact/signals-core'
import { html, render } from 'lit-html'
import { AppError } from '@goalixa/contracts/errors'
import { deleteIndexedDbStorage, openIndexedDbStorage } from '@goalixa/replica/indexeddb-storage'
import { openReplica } from '@goalixa/replica/replica'
import type { Replica } from '@goalixa/replica/replica'
import { icon } from '../design/icons.ts'
import { loadWords } from '../words/language.ts'
import { download } from './parts/download.ts'
import { durationText } from './timer/durations.ts'
import type { ViewContext } from './view.ts'

const wordsLoaded = loadWords('broken')
let isShown = false

/** The store of this account does not open. */
export async function showBroken(userId: string, error: unknown): Promise<void> {
  if (!(error instanceof AppError)) reportError(error)
  const code = error instanceof AppError ? error.code : ''
  const words = await wordsLoaded
  if (code === 'replica.newer') show(userId, words.newer, { maySave: true })
  else if (code === 'replica.unwritable') show(userId, words.unwritable, {})
  else show(userId, words.damaged, { maySave: true, mayMend: true })
}

/** It was open, and is gone. */
export async function showClosed(userId: string): Promise<void> {
  show(userId, (await wordsLoaded).closed, {})
}

/** It is open, and a view could not read what is in it. */
export async function tellUnreadable(
  replica: Replica,
  error: unknown,
  act: ViewContext['act'],
): Promise<void> {
  const { code } = error as { code?: string }
  if (code === 'replica.damaged' || code === 'replica.unwritable') return showClosed(replica.userId)
  reportError(error)
  if (isShown) return
  const words = await wordsLoaded
  const button = () =>
    html`<button class="gx-button gx-small" @click=${() => mendHere(replica)}>${words.mend}</button>`
  await act(async () => undefined, words.unreadable, button)
}

const mendHere = async (replica: Replica): Promise<void> => {
  await (await import('@goalixa/replica/mend')).mend(replica)
  reload()
}
const reload = (): void => window.top?.location.reload()

interface Offered {
  /** What is in it may be saved, and all of it removed. */
  readonly maySave?: boolean
  readonly mayMend?: boolean
}

function show(userId: string, sentence: string, offered: Offered): void {
  if (isShown) return
  isShown = true
  const main = document.createElement('main')
  main.className = 'gx-main'
  document.body.className = ''
  document.body.replaceChildren(main)
  const isMendable = signal(offered.mayMend === true)
  const mending = async () => {
    try {
      const storage = await openIndexedDbStorage({ userId })
      await mendHere(await openReplica({ storage, userId, now: Date.now, random: randomBytes }))
    } catch {
      isMendable.value = false
    }
  }
  const startOver = async () => {
    await deleteIndexedDbStorage(userId)
    reload()
  }
  const drawn = async () => {
    const words = await wordsLoaded
    const save = () => html`
      <p class="gx-quiet-text">${words.startOverText}</p>
      <div class="gx-actions">
        <button class="gx-button" @click=${() => saveCopy(userId)}>
          ${icon('download')}${words.keepCopy}
        </button>
        <button class="gx-button gx-danger" @click=${startOver}>${words.startOver}</button>
      </div>
    `
    effect(() => {
      render(
        html`<div class="gx-empty" role="alert">
          ${icon('help')}
          <h1 tabindex="-1">${words.title}</h1>
          <p>${sentence}</p>
          <div class="gx-actions">
            ${isMendable.value ? html`<button class="gx-button gx-primary" @click=${mending}>${words.mend}</button>` : ''}
            <button class="gx-button" @click=${reload}>${words.reload}</button>
          </div>
          ${offered.maySave ? save() : ''}
        </div>`,
        main,
      )
    })
    main.querySelector('h1')?.focus()
  }
  void drawn().catch(reportError)
}

/** Whatever can still be read of what waits, as it is. */
async function saveCopy(userId: string): Promise<void> {
  const name = `goalixa-${userId}`
  // To open one that is not there would make it.
  if (!(await indexedDB.databases()).some((one) => one.name === name)) return
  const database = await asked(indexedDB.open(name))
  const found: Record<string, unknown> = {}
  for (const kept of ['outbox', 'deadLetters'])
    if (database.objectStoreNames.contains(kept))
      found[kept] = await asked(database.transaction(kept).objectStore(kept).getAll())
  database.close()
  download('goalixa-unsent.json', `${JSON.stringify(found, null, 2)}\n`, 'application/json')
}

const asked = <Result>(request: IDBRequest<Result>): Promise<Result> =>
  new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error!))
  })
const randomBytes = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count))

const notableMs = 120_000
/** Nothing is said twice before all was well in between. */
let told = ''

function tell(act: ViewContext['act'], sentence: string): void {
  if (sentence === told) return
  told = sentence
  void act(() => Promise.reject(new AppError('request.invalid', sentence)))
}

/** Sync failed, and the network is not the reason. */
export async function tellNotSynced(error: unknown, act: ViewContext['act']): Promise<void> {
  const words = await wordsLoaded
  const isHere = error instanceof AppError && error.code.startsWith('replica.')
  tell(act, isHere ? words.noRoom : words.notAnswering)
}

/** Says so where the clock of this device is wrong, after each sync that found it out. */
export async function tellOfClock(
  { syncState, store, act }: Pick<ViewContext, 'syncState' | 'store' | 'act'>,
  until: AbortSignal,
): Promise<void> {
  const words = await wordsLoaded
  const look = async () => {
    const { skewMs } = await store.replica.status()
    if (Math.abs(skewMs) < notableMs) return void (told = '')
    const length = durationText(Math.round(Math.abs(skewMs) / 60_000) * 60)
    tell(act, skewMs < 0 ? words.clockAhead(length) : words.clockBehind(length))
  }
  const stop = effect(() => {
    if (syncState.value === 'synced') void look().catch(() => undefined)
  })
  until.addEventListener('abort', stop, { once: true })
}
