/** Puts the app together: store, sync, frame and views, each made once. */
import { computed, effect } from '@preact/signals-core'
import type { ReadonlySignal } from '@preact/signals-core'
import type { Guest } from '../bridge/guest.ts'
import type { Account } from '../bridge/messages.ts'
import { placeOf } from '../bridge/paths.ts'
import { isAppView } from '../bridge/views.ts'
import { loadWords } from '../words/language.ts'
import { createClock } from './store/clock.ts'
import { openStore } from './store/store.ts'
import { createSync } from './sync/sync.ts'
import { createNotices } from './notices.ts'
import { drawFrame } from './frame.ts'
import { createTimer } from './timer/timer.ts'
import type { ViewContext } from './view.ts'
import { views } from './views.ts'

interface AppOptions {
  readonly shell: Guest
  readonly path: ReadonlySignal<string>
  readonly account: ReadonlySignal<Account>
}

/** Views of which nothing has an address of its own: what follows their name leads nowhere. */
const plain = new Set([
  'overview',
  'timesheet',
  'timer',
  'projects',
  'labels',
  'clients',
  'reminders',
  'trash',
])

const broken = () => import('./broken.ts')

export async function startApp({ shell, path, account }: AppOptions): Promise<void> {
  const over = new AbortController()
  const until = over.signal
  const toldClosed = async () => (await broken()).showClosed(account.value.id)
  const toldUnreadable = async (error: unknown) =>
    (await broken()).tellUnreadable(store.replica, error, context.act)
  const [store, words, timerWords] = await Promise.all([
    openStore({
      userId: account.value.id,
      onClosed: () => {
        over.abort()
        void toldClosed()
      },
      onUnreadable: (error) => void toldUnreadable(error),
    }),
    loadWords('frame'),
    loadWords('timer'),
  ])
  const sync = createSync({
    replica: store.replica,
    onExpired: () => shell.send('AUTH_EXPIRED', null),
    onFailed: (error) => void toldNotSynced(error),
  })
  store.onWrite(sync.request)
  const timer = createTimer(store, until)
  const context: Omit<ViewContext, 'place' | 'until'> = {
    store,
    account,
    now: createClock(
      computed(() => (timer.running.value ?? null) !== null),
      store.nowMs,
    ),
    syncState: sync.state,
    syncNow: sync.request,
    signOut: () => shell.send('LOGOUT', null),
    go: (wanted) => shell.send('NAVIGATE', { path: wanted }),
    act: createNotices(words.failed),
  }
  const place = computed(() => placeOf(path.value))
  const toldNotSynced = async (error: unknown) => (await broken()).tellNotSynced(error, context.act)
  // There before it is needed: what takes the storage away may take the kept scripts with it.
  const watchClock = async () => (await broken()).tellOfClock(context, until)
  void watchClock().catch(reportError)
  const frame = drawFrame({ ...context, place, until, timer, words, timerWords, shell })
  void import('./parts/undo.ts').then(({ installUndo }) => installUndo(context, until)).catch(reportError)
  void import('./desk.ts')
    .then((desk) => desk.openDesk({ ...context, place, until, timer }))
    .catch(reportError)
  void import('./editing.ts').then(({ tellOfEditing }) => tellOfEditing(shell, until)).catch(reportError)
  const follow = () =>
    void import('./sync/events.ts')
      .then(({ followEvents }) => followEvents({ userId: account.value.id, until, onHead: sync.request }))
      .catch(() => undefined)
  // At first, and after a session that had ended was begun again.
  effect(() => {
    if (account.value.isExpired) return
    sync.request()
    follow()
  })
  until.addEventListener('abort', () => sync.close())

  const name = computed(() =>
    place.value.rest.length > 0 && plain.has(place.value.view) ? '' : place.value.view,
  )
  let ending: AbortController | undefined
  effect(() => {
    const view = name.value
    ending?.abort()
    const mine = (ending = new AbortController())
    const show = async () => {
      const module = isAppView(view) ? await views[view].load() : await import('./views/not-found/view.ts')
      if (mine.signal.aborted) return
      const root = frame.emptyMain()
      const title = await module.open(root, { ...context, place, until: mine.signal })
      if (mine.signal.aborted) return
      root.dataset['view'] = view
      shell.send('TITLE', { title: `${title} · Goalixa` })
      frame.arrived()
    }
    void show().catch(reportError)
  })
}
