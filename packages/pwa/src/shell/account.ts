/** Who is signed in on this device, so that the app opens without network. Deleted on sign-out. */
import type { Account } from '../bridge/messages.ts'

const open = (): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    // Of whatever version: a later one still has what is read here.
    const request = indexedDB.open('goalixa-shell')
    request.addEventListener('upgradeneeded', () => request.result.createObjectStore('kept'))
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error!))
  })

async function withStore<Result>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<Result>,
): Promise<Result> {
  const database = await open()
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction('kept', mode)
      const request = work(transaction.objectStore('kept'))
      transaction.addEventListener('complete', () => resolve(request.result))
      transaction.addEventListener('abort', () => reject(transaction.error!))
    })
  } finally {
    database.close()
  }
}

/** Undefined as well where what is kept is no account. */
export async function readAccount(): Promise<Account | undefined> {
  const kept = await withStore<Partial<Account> | null | undefined>('readonly', (store) =>
    store.get('account'),
  )
  const { id, email, isExpired } = kept ?? {}
  if (typeof id !== 'string' || typeof email !== 'string') return undefined
  return { id, email, isExpired: isExpired === true }
}

/** There while somebody is signed in: read at once, while the account itself takes a while to open. */
const hint = 'gx-signed-in'
const keepHint = (isSignedIn: boolean) =>
  isSignedIn ? localStorage.setItem(hint, '1') : localStorage.removeItem(hint)

/** Probably: the account says for sure. */
export function seemsSignedIn(): boolean {
  try {
    return localStorage.getItem(hint) !== null
  } catch {
    return false
  }
}

export async function writeAccount(account: Account | null): Promise<void> {
  keepHint(account !== null)
  await withStore('readwrite', (store): IDBRequest =>
    account === null ? store.delete('account') : store.put(account, 'account'),
  )
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
