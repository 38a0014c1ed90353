import type { Db } from '@goalixa/service-kit/db'
import { sql } from '@goalixa/service-kit/sql'

/** What a challenge was made for; it is good for nothing else, and for nobody else. */
export type Purpose =
  | { readonly purpose: 'create' | 'step_up'; readonly userId: string; readonly sessionId: string }
  | { readonly purpose: 'second_factor'; readonly userId: string }
  | { readonly purpose: 'login' }

const boundTo = (use: Purpose) => ({
  userId: 'userId' in use ? use.userId : null,
  sessionId: 'sessionId' in use ? use.sessionId : null,
})

/** Forgets all that are over. */
export async function insertChallenge(
  tx: Db,
  hash: Buffer,
  use: Purpose,
  now: Date,
  expiresAt: Date,
): Promise<void> {
  const { userId, sessionId } = boundTo(use)
  await tx.rows(sql`
    delete from passkey_challenges where hash in (
      select hash from passkey_challenges where expires_at <= ${now} limit 100 for update skip locked)`)
  await tx.rows(sql`
    insert into passkey_challenges (hash, purpose, user_id, session_id, expires_at)
    values (${hash}, ${use.purpose}, ${userId}, ${sessionId}, ${expiresAt})`)
}

/** False when it was never given out for this, is over, or was used before. */
export async function consumeChallenge(tx: Db, hash: Buffer, use: Purpose, now: Date): Promise<boolean> {
  const { userId, sessionId } = boundTo(use)
  const row = await tx.row(sql`
    delete from passkey_challenges
    where hash = ${hash} and purpose = ${use.purpose} and expires_at > ${now}
      and user_id is not distinct from ${userId}::uuid and session_id is not distinct from ${sessionId}::uuid
    returning hash`)
  return row !== undefined
}
