/** The shell: the address bar, the frame for it, who is signed in, and new versions. It shows nothing of its own but its mark. */
import { ask, askJson } from '@goalixa/client/browser'
import { AppError } from '@goalixa/contracts/errors'
import type { Account, FromFrame } from '../bridge/messages.ts'
import { placeOf } from '../bridge/paths.ts'
import { isAuthView } from '../bridge/views.ts'
import { transport } from '../session/transport.ts'
import { forgetKept, forgetStore, onAccountChanged, readAccount, writeAccount } from './account.ts'
import { firstPath, go, readPath, replace } from './address.ts'
import { createFrames } from './frames.ts'
import { createUpdates } from './update.ts'

const updates = createUpdates(document.querySelector<HTMLElement>('#update')!)
let account = readAccount()
/** The view that was shown last: after a sign-in in between, it is shown again. */
let wanted = firstPath

const frames = createFrames({
  place: document.querySelector<HTMLElement>('#frames')!,
  onReady: (role) => {
    if (role === 'app') tellAccount()
    tellPath()
  },
  handle: (type, body) => handlers[type](body as never),
})

const handlers: { readonly [Type in keyof FromFrame]: (body: FromFrame[Type]) => unknown } = {
  NAVIGATE: ({ path }) => go(path),
  TITLE: ({ title }) => (document.title = title),
  SESSION_CHANGED: () => signedIn(),
  REQUEST_AUTH: () => go('/sign-in'),
  AUTH_EXPIRED: () => change(account && { ...account, isExpired: true }),
  // Only what somebody has just asked for with a key or the pointer.
  EDITING: ({ isEditing }) => updates.whileEditing(isEditing),
  LOGOUT: () => (navigator.userActivation.isActive ? signOut() : undefined),
}

function show(): void {
  const before = frames.role()
  const path = readPath(location.hash)
  const isForAuth = account === null || isAuthView(placeOf(path).view)
  if (!isForAuth) wanted = path
  frames.show(isForAuth ? 'auth' : 'app')
  // Whatever was being written went with its frame.
  if (frames.role() !== before) updates.whileEditing(false)
  tellPath()
}

/** Where a sign-in is asked for, the address keeps what was wanted. */
function tellPath(): void {
  const path = readPath(location.hash)
  const isForAuth = isAuthView(placeOf(path).view)
  void frames.send('PATH', { path: frames.role() === 'auth' && !isForAuth ? '/sign-in' : path })
}

function change(next: Account | null): void {
  account = next
  writeAccount(next)
  tellAccount()
}

function tellAccount(): void {
  if (frames.role() === 'app' && account !== null) void frames.send('AUTH_STATE', { account })
}

/** A cookie may be there: of this sign-in, of one with Google, of another tab. */
async function signedIn(): Promise<void> {
  const { id } = await askJson<{ id: string }>(transport, {
    method: 'GET',
    path: '/auth/me',
  })
  if (typeof id !== 'string') throw new AppError('upstream.broken')
  if (account?.id !== id) wanted = firstPath
  if (account !== null && account.id !== id) frames.close()
  change({ id, isExpired: false })
  if (isAuthView(placeOf(readPath(location.hash)).view)) replace(wanted)
  show()
}

async function signOut(): Promise<void> {
  const leaving = account
  frames.close()
  change(null)
  if (leaving !== null) await forgetStore(leaving.id)
  wanted = firstPath
  forgetKept()
  replace('/sign-in')
  show()
  await ask(transport, {
    method: 'POST',
    path: '/auth/logout',
    access: 'public',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: '{}',
    timeoutMs: 10_000,
  }).catch(() => undefined)
}

/** Another tab has signed somebody in or out. */
function readAgain(): void {
  const kept = readAccount()
  const isSame = kept?.id === account?.id
  account = kept
  if (!isSame) frames.close()
  else tellAccount()
  show()
}

onAccountChanged(readAgain)
window.addEventListener('hashchange', show)

if (location.search !== '') {
  const path = (await import('./launch.ts')).launchPath(location.search)
  if (path !== undefined) history.replaceState(null, '', `${location.pathname}#${path}`)
}
show()
if (account === null) {
  await signedIn().catch((error: unknown) => {
    // Nobody is signed in, or the server is out of reach: the way in is there already.
    if (!(error instanceof AppError)) throw error
  })
}
updates.watch()
