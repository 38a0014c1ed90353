import type { Db } from '@goalixa/service-kit/db'
import { sql } from '@goalixa/service-kit/sql'
import type { LinkPurpose, MailLink, NewMailLink } from '../mail/mail-link.ts'

const columns = sql`id, user_id as "userId", purpose, new_email as "newEmail", password_hash as "passwordHash"`

/** Forgets those that nobody used in time. */
export async function insertLink(db: Db, link: NewMailLink): Promise<void> {
  await db.rows(sql`delete from mail_links where expires_at <= ${link.createdAt}`)
  await db.rows(sql`
    insert into mail_links (id, user_id, purpose, hash, new_email, password_hash, created_at, expires_at)
    values (${link.id}, ${link.userId}, ${link.purpose}, ${link.hash}, ${link.newEmail}, ${link.passwordHash},
      ${link.createdAt}, ${link.expiresAt})`)
}

export const linkByHash = (db: Db, hash: Buffer, now: Date): Promise<MailLink | undefined> =>
  db.row(sql`select ${columns} from mail_links where hash = ${hash} and expires_at > ${now}`)

/** Uses a link up; of two who try at once, one gets it. */
export const takeLink = (tx: Db, id: string, now: Date): Promise<MailLink | undefined> =>
  tx.row(sql`delete from mail_links where id = ${id} and expires_at > ${now} returning ${columns}`)

/** Every link of the account ends, or those of one purpose. */
export async function endLinks(tx: Db, userId: string, purpose?: LinkPurpose): Promise<void> {
  const which = purpose === undefined ? sql`` : sql`and purpose = ${purpose}`
  await tx.rows(sql`delete from mail_links where user_id = ${userId} ${which}`)
}
