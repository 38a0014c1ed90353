import type { Db } from '@goalixa/service-kit/db'
import { sql } from '@goalixa/service-kit/sql'

export interface FoundToken {
  readonly id: string
  readonly sessionId: string
  readonly userId: string
}

export const tokenByHash = (db: Db, hash: Buffer): Promise<FoundToken | undefined> =>
  db.row(sql`
    select refresh_tokens.id, session_id as "sessionId", user_id as "userId"
    from refresh_tokens join sessions on sessions.id = session_id
    where hash = ${hash}`)

export interface NewRefreshToken {
  readonly id: string
  readonly sessionId: string
  readonly hash: Buffer
  readonly parentId: string | null
  readonly keyVersion: string | null
  readonly createdAt: Date
  readonly expiresAt: Date
}

export async function insertRefreshToken(tx: Db, token: NewRefreshToken): Promise<void> {
  await tx.rows(sql`
    insert into refresh_tokens (id, session_id, hash, parent_id, key_version, created_at, expires_at)
    values (${token.id}, ${token.sessionId}, ${token.hash}, ${token.parentId}, ${token.keyVersion},
      ${token.createdAt}, ${token.expiresAt})`)
}

/** Spends a token; false when it was spent before. */
export async function consumeToken(tx: Db, id: string, now: Date): Promise<boolean> {
  const row = await tx.row(sql`
    update refresh_tokens set consumed_at = ${now} where id = ${id} and consumed_at is null returning id`)
  return row !== undefined
}

export interface SpentToken {
  readonly consumedAt: Date
  readonly childKeyVersion: string
  readonly childHash: Buffer
  readonly childExpiresAt: Date
  readonly childConsumedAt: Date | null
}

/** A spent token with its one child; both were written in one transaction. */
export const spentTokenWithChild = (tx: Db, id: string): Promise<SpentToken | undefined> =>
  tx.row(sql`
    select parent.consumed_at as "consumedAt", child.key_version as "childKeyVersion", child.hash as "childHash",
      child.expires_at as "childExpiresAt", child.consumed_at as "childConsumedAt"
    from refresh_tokens parent join refresh_tokens child on child.parent_id = parent.id
    where parent.id = ${id}`)
