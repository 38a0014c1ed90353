import type { Db } from '@goalixa/service-kit/db'
import { sql } from '@goalixa/service-kit/sql'

/** Accounts that were deleted after the one with this id and before `before`, oldest first. */
export const deletedAccountsAfter = (
  db: Db,
  id: number,
  before: Date,
  limit: number,
): Promise<{ id: number; userId: string }[]> =>
  db.rows(sql`
    select id, user_id as "userId" from deleted_accounts
    where id > ${id} and deleted_at < ${before}
    order by id limit ${limit}`)
