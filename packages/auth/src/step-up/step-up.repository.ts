import type { Db } from '@goalixa/service-kit/db'
import { sql } from '@goalixa/service-kit/sql'

export async function authenticatedAt(db: Db, userId: string, sessionId: string): Promise<Date | undefined> {
  const row = await db.row<{ at: Date }>(sql`
    select authenticated_at as at from sessions
    where id = ${sessionId} and user_id = ${userId} and revoked_at is null`)
  return row?.at
}

/** Also keeps how it was proved, beside what was proved before. */
export async function markAuthenticated(
  tx: Db,
  userId: string,
  sessionId: string,
  method: string,
  at: Date,
): Promise<boolean> {
  const row = await tx.row(sql`
    update sessions set authenticated_at = ${at},
      amr = case when ${method} = any(amr) then amr else array_append(amr, ${method}) end
    where id = ${sessionId} and user_id = ${userId} and revoked_at is null returning id`)
  return row !== undefined
}
