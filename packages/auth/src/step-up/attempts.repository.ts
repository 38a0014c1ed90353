import type { Db } from '@goalixa/service-kit/db'
import { sql } from '@goalixa/service-kit/sql'

/** Times of failures after `since`, oldest first. */
export const failuresSince = (db: Db, userId: string, since: Date): Promise<{ failedAt: Date }[]> =>
  db.rows(sql`
    select failed_at as "failedAt" from factor_failures
    where user_id = ${userId} and failed_at > ${since} order by failed_at`)

/** Forgets what does not count any more. */
export async function insertFailure(tx: Db, userId: string, at: Date, forgetBefore: Date): Promise<void> {
  await tx.rows(sql`delete from factor_failures where user_id = ${userId} and failed_at <= ${forgetBefore}`)
  await tx.rows(sql`insert into factor_failures (user_id, failed_at) values (${userId}, ${at})`)
}
