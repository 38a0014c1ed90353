import type { Db } from '@goalixa/service-kit/db'
import { sql } from '@goalixa/service-kit/sql'
import type { MailKind, NewMail } from './outbox.ts'

export interface QueuedMail {
  readonly id: string
  readonly kind: MailKind
  readonly recipient: string
  readonly userId: string | null
  readonly passwordHash: string | null
  readonly createdAt: Date
  /** This one included. */
  readonly attempts: number
}

export async function insertMail(tx: Db, id: string, mail: NewMail, now: Date): Promise<void> {
  await tx.rows(sql`
    insert into mail_outbox (id, kind, recipient, user_id, password_hash, created_at, next_attempt_at)
    values (${id}, ${mail.kind}, ${mail.recipient}, ${mail.userId ?? null}, ${mail.passwordHash ?? null}, ${now}, ${now})
    on conflict (kind, recipient) where kind in ('verify', 'reset') do nothing`)
}

/** Takes the next mail that is due; nobody else gets it before `heldUntil`, unless it is given back earlier. */
export const takeDueMail = (db: Db, now: Date, heldUntil: Date): Promise<QueuedMail | undefined> =>
  db.row(sql`
    update mail_outbox set attempts = attempts + 1, next_attempt_at = ${heldUntil}
    where id = (
      select id from mail_outbox where next_attempt_at <= ${now}
      order by next_attempt_at, id limit 1 for update skip locked)
    returning id, kind, recipient, user_id as "userId", password_hash as "passwordHash",
      created_at as "createdAt", attempts`)

export async function deleteMail(db: Db, id: string): Promise<void> {
  await db.rows(sql`delete from mail_outbox where id = ${id}`)
}

export async function postponeMail(db: Db, id: string, until: Date): Promise<void> {
  await db.rows(sql`update mail_outbox set next_attempt_at = ${until} where id = ${id}`)
}
