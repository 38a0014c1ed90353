/**
 * Who is signed in on this device, so that the app opens without network. Everything waits for it, so it is where it can be
 * read at once: a database takes a while to open. An id alone, nothing of their profile. Deleted on sign-out.
 */
import { isAccount } from '../bridge/messages.ts'
import type { Account } from '../bridge/messages.ts'

const key = 'gx-account'

/** Null as well where what is kept is no account. */
export function readAccount(): Account | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? 'null')
    return isAccount(kept) ? kept : null
  } catch {
    return null
  }
}

/** Without it the app does not begin without network; where storage is forbidden it works all the same. */
export function writeAccount(account: Account | null): void {
  try {
    if (account === null) localStorage.removeItem(key)
    else localStorage.setItem(key, JSON.stringify(account))
  } catch (error) {
    reportError(error)
  }
}

/** Another tab has signed somebody in or out: told when what it wrote can be read here. */
export function onAccountChanged(changed: () => void): void {
  window.addEventListener('storage', (event) => {
    if (event.key === key || event.key === null) changed()
  })
}

/** Everything of an account on this device; other windows that hold it open close it. */
export const forgetStore = (id: string): Promise<void> =>
  new Promise((resolve) => {
    localStorage.removeItem('gx-pomodoro')
    const request = indexedDB.deleteDatabase(`goalixa-${id}`)
    for (const end of ['success', 'error'] as const) request.addEventListener(end, () => resolve())
  })

/** How this device shows things; all else in there may say something of a person. */
const ofDevice = new Set(['gx-theme', 'gx-language', 'gx-calendar', 'gx-shortcuts', 'gx-renewed'])

export function forgetKept(): void {
  for (const key of Object.keys(localStorage)) if (!ofDevice.has(key)) localStorage.removeItem(key)
  sessionStorage.clear()
}
