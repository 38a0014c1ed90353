/** The app frame: waits for who is signed in, opens their store, and shows the view of the address. */
import { signal } from '@preact/signals-core'
import { guest } from '../bridge/guest.ts'
import type { Account } from '../bridge/messages.ts'
import { startApp } from './start.ts'

if (globalThis.Temporal === undefined) await import('temporal-polyfill/global')

const path = signal<string | undefined>(undefined)
const account = signal<Account | undefined>(undefined)
let isStarted = false

const shell = guest({
  role: 'app',
  origin: location.origin,
  handle: (type, body) => {
    if (type === 'PATH' && 'path' in body) path.value = body.path
    if (type === 'AUTH_STATE' && 'account' in body && body.account !== null) account.value = body.account
    if (isStarted || path.value === undefined || account.value === undefined) return
    isStarted = true
    void begin().catch(tellBroken)
  },
})

async function begin(): Promise<void> {
  await startApp({ shell, path: path as never, account: account as never })
}

/** What is stored cannot be opened: nothing else can be shown. */
const tellBroken = async (error: unknown): Promise<void> =>
  (await import('./broken.ts')).showBroken(account.value!.id, error)
