/** Which accounts are gone, for the services that keep data of theirs. */
import type { Database } from '@goalixa/service-kit/db'
import { afterSeconds } from '../instants.ts'
import { deletedAccountsAfter } from './deleted-accounts.repository.ts'

export interface DeletedAccountsService {
  /** Those after `cursor`, oldest first; read on with the cursor of the answer. */
  after(cursor: number): Promise<{ cursor: number; userIds: string[] }>
}

/** The gateway denies a deleted account within a second; what was on its way then has long arrived by now. */
const settledSeconds = 10
const pageSize = 1000

export const createDeletedAccountsService = (options: {
  readonly database: Database
  readonly now: () => Date
}): DeletedAccountsService => ({
  async after(cursor) {
    const before = afterSeconds(options.now(), -settledSeconds)
    const rows = await deletedAccountsAfter(options.database, cursor, before, pageSize)
    return { cursor: rows.at(-1)?.id ?? cursor, userIds: rows.map(({ userId }) => userId) }
  },
})
