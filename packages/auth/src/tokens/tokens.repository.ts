import type { Db } from '@goalixa/service-kit/db'
import { sql } from '@goalixa/service-kit/sql'

export interface TokenRow {
  readonly id: string
  readonly userId: string
  readonly name: string
  readonly scopes: readonly string[]
  readonly projectId: string | null
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly lastUsedAt: Date | null
}

const columns = sql`personal_tokens.id, user_id as "userId", name, scopes, project_id as "projectId",
  personal_tokens.created_at as "createdAt",
  expires_at as "expiresAt", last_used_at as "lastUsedAt"`

export async function insertToken(tx: Db, token: Omit<TokenRow, 'lastUsedAt'>, hash: Buffer): Promise<void> {
  await tx.rows(sql`
    insert into personal_tokens (id, user_id, name, hash, scopes, project_id, created_at, expires_at)
    values (${token.id}, ${token.userId}, ${token.name}, ${hash}, ${token.scopes}, ${token.projectId},
      ${token.createdAt}, ${token.expiresAt})`)
}

/** Tokens that were not revoked; expired ones too, so that people see why a script stopped. */
export const tokensOf = (db: Db, userId: string): Promise<TokenRow[]> =>
  db.rows(sql`
    select ${columns} from personal_tokens where user_id = ${userId} and revoked_at is null
    order by created_at desc, id desc`)

/** Ends a token; false when there is none of that id to end. */
export async function markTokenRevoked(tx: Db, userId: string, id: string, now: Date): Promise<boolean> {
  const row = await tx.row(sql`
    update personal_tokens set revoked_at = ${now}
    where id = ${id} and user_id = ${userId} and revoked_at is null returning id`)
  return row !== undefined
}

const usable = (now: Date) => sql`
  from personal_tokens join accounts on accounts.id = user_id
  where revoked_at is null and expires_at > ${now} and disabled_at is null`

export const usableTokenByHash = (db: Db, hash: Buffer, now: Date): Promise<TokenRow | undefined> =>
  db.row(sql`select ${columns} ${usable(now)} and hash = ${hash}`)

export const usableTokenById = (
  db: Db,
  userId: string,
  id: string,
  now: Date,
): Promise<TokenRow | undefined> =>
  db.row(sql`select ${columns} ${usable(now)} and personal_tokens.id = ${id} and user_id = ${userId}`)

export async function markTokenUsed(db: Db, id: string, now: Date, notSince: Date): Promise<void> {
  await db.rows(sql`
    update personal_tokens set last_used_at = ${now}
    where id = ${id} and (last_used_at is null or last_used_at <= ${notSince})`)
}
