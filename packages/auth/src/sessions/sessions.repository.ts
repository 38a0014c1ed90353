import type { Db } from '@goalixa/service-kit/db'
import { sql } from '@goalixa/service-kit/sql'

export interface SessionRow {
  readonly id: string
  readonly userId: string
  readonly client: 'goalixa-cli' | 'goalixa-web'
  readonly device: string
  readonly amr: readonly string[]
  readonly authenticatedAt: Date
  readonly createdAt: Date
  readonly lastSeenAt: Date
  readonly idleExpiresAt: Date
  readonly absoluteExpiresAt: Date
  readonly revokedAt: Date | null
}

const columns = sql`id, user_id as "userId", client, device, amr, authenticated_at as "authenticatedAt",
  created_at as "createdAt", last_seen_at as "lastSeenAt", idle_expires_at as "idleExpiresAt",
  absolute_expires_at as "absoluteExpiresAt", revoked_at as "revokedAt"`

const live = (now: Date) =>
  sql`revoked_at is null and idle_expires_at > ${now} and absolute_expires_at > ${now}`

export async function insertSession(tx: Db, session: Omit<SessionRow, 'revokedAt'>): Promise<void> {
  await tx.rows(sql`
    insert into sessions (id, user_id, client, device, amr, authenticated_at, created_at, last_seen_at,
      idle_expires_at, absolute_expires_at)
    values (${session.id}, ${session.userId}, ${session.client}, ${session.device}, ${session.amr},
      ${session.authenticatedAt}, ${session.createdAt}, ${session.lastSeenAt}, ${session.idleExpiresAt},
      ${session.absoluteExpiresAt})`)
}

/** The second lock, after the account's. */
export const lockSession = (tx: Db, id: string): Promise<SessionRow | undefined> =>
  tx.row(sql`select ${columns} from sessions where id = ${id} for update`)

export const liveSessions = (db: Db, userId: string, now: Date): Promise<SessionRow[]> =>
  db.rows(sql`
    select ${columns} from sessions where user_id = ${userId} and ${live(now)}
    order by created_at desc, id desc`)

/** The session with its owner, while both are good. */
export const liveSession = (
  db: Db,
  userId: string,
  id: string,
  now: Date,
): Promise<{ id: string } | undefined> =>
  db.row(sql`
    select id from sessions where id = ${id} and user_id = ${userId} and ${live(now)}
      and exists (select from accounts where accounts.id = user_id and disabled_at is null)`)

export async function moveIdleExpiry(tx: Db, id: string, now: Date, idleExpiresAt: Date): Promise<void> {
  await tx.rows(sql`
    update sessions set last_seen_at = ${now}, idle_expires_at = ${idleExpiresAt} where id = ${id}`)
}

/** Ends sessions; returns the ids of those that had not ended before. */
export async function markRevoked(
  tx: Db,
  ids: readonly string[],
  now: Date,
  reason: string,
): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(sql`
    update sessions set revoked_at = ${now}, revoked_reason = ${reason}
    where id = any(${ids}) and revoked_at is null returning id`)
  return rows.map((row) => row.id)
}

/** Forgets sessions of the account that ended before `before`, with their tokens. */
export async function deleteEndedSessions(tx: Db, userId: string, before: Date): Promise<void> {
  await tx.rows(sql`
    delete from sessions
    where user_id = ${userId} and least(revoked_at, idle_expires_at, absolute_expires_at) < ${before}`)
}
