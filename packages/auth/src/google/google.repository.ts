import type { Db } from '@goalixa/service-kit/db'
import { sql } from '@goalixa/service-kit/sql'
import type { GoogleIdentity } from './id-token.ts'

type Who = Pick<GoogleIdentity, 'issuer' | 'subject'>

/** Spends a state; false when it was spent before. What is over anyway is forgotten on the way. */
export async function spendState(db: Db, hash: Buffer, now: Date, expiresAt: Date): Promise<boolean> {
  await db.rows(sql`delete from google_spent_states where expires_at < ${now}`)
  const row = await db.row(sql`
    insert into google_spent_states (hash, expires_at) values (${hash}, ${expiresAt})
    on conflict do nothing returning hash`)
  return row !== undefined
}

export const ownerOf = (db: Db, { issuer, subject }: Who): Promise<{ userId: string } | undefined> =>
  db.row(sql`
    select user_id as "userId" from google_identities where issuer = ${issuer} and subject = ${subject}`)

/** @throws DatabaseError on `google_identities_pkey` or `google_identities_one_per_user` */
export async function insertIdentity(
  tx: Db,
  { issuer, subject }: Who,
  userId: string,
  now: Date,
): Promise<void> {
  await tx.rows(sql`
    insert into google_identities (issuer, subject, user_id, linked_at, last_used_at)
    values (${issuer}, ${subject}, ${userId}, ${now}, ${now})`)
}

export async function touchIdentity(tx: Db, { issuer, subject }: Who, now: Date): Promise<void> {
  await tx.rows(sql`
    update google_identities set last_used_at = ${now} where issuer = ${issuer} and subject = ${subject}`)
}

export const deleteIdentity = (tx: Db, userId: string): Promise<{ subject: string } | undefined> =>
  tx.row(sql`delete from google_identities where user_id = ${userId} returning subject`)
