/** An account as the other features see it. */
import type { Account } from '@goalixa/contracts/accounts'
import type { Db } from '@goalixa/service-kit/db'
import { toInstant } from '../instants.ts'

export interface AccountRow {
  readonly id: string
  readonly email: string
  readonly emailVerifiedAt: Date | null
  readonly passwordHash: string | null
  readonly passwordVersion: number
  readonly disabledAt: Date | null
  readonly role: 'user' | 'operator'
  readonly createdAt: Date
}

/**
 * The first lock of every transaction on sessions: account before session before token, so none waits in a ring.
 * `share`: others may read too, but the account cannot change. `update`: nobody else until the commit.
 */
export type LockAccount = (
  tx: Db,
  id: string,
  strength: 'share' | 'update',
) => Promise<AccountRow | undefined>

/** What an account shows of itself. */
export const accountView = (row: AccountRow): Account => ({
  id: row.id,
  email: row.email,
  emailVerified: row.emailVerifiedAt !== null,
  createdAt: toInstant(row.createdAt),
})
