import type { Db } from '@goalixa/service-kit/db'
import { sql } from '@goalixa/service-kit/sql'

export interface AuthorizationCodeRow {
  readonly hash: Buffer
  readonly client: 'goalixa-cli'
  readonly redirectUri: string
  readonly challenge: string
  readonly device: string
  readonly userId: string
  readonly passwordVersion: number
  readonly amr: readonly string[]
  readonly expiresAt: Date
}

/** Forgets codes that are over, too. */
export async function insertAuthorizationCode(tx: Db, row: AuthorizationCodeRow, now: Date): Promise<void> {
  await tx.rows(sql`delete from authorization_codes where expires_at <= ${now}`)
  await tx.rows(sql`
    insert into authorization_codes (hash, client, redirect_uri, challenge, device, user_id, password_version,
      amr, expires_at)
    values (${row.hash}, ${row.client}, ${row.redirectUri}, ${row.challenge}, ${row.device}, ${row.userId},
      ${row.passwordVersion}, ${row.amr}, ${row.expiresAt})`)
}

/** Takes a code away: of two who come at once, one gets it. Whatever they do with it, it is used up. */
export const takeAuthorizationCode = (
  db: Db,
  hash: Buffer,
  now: Date,
): Promise<AuthorizationCodeRow | undefined> =>
  db.row(sql`
    delete from authorization_codes where hash = ${hash} and expires_at > ${now}
    returning hash, client, redirect_uri as "redirectUri", challenge, device, user_id as "userId",
      password_version as "passwordVersion", amr, expires_at as "expiresAt"`)
