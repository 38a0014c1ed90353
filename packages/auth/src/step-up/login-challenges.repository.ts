import type { Db } from '@goalixa/service-kit/db'
import { sql } from '@goalixa/service-kit/sql'

export interface LoginChallengeRow {
  readonly hash: Buffer
  readonly userId: string
  readonly passwordVersion: number
  readonly client: 'goalixa-cli' | 'goalixa-web'
  readonly device: string
  readonly amr: readonly string[]
  readonly expiresAt: Date
}

/** Forgets those of the account that are over. */
export async function insertLoginChallenge(tx: Db, row: LoginChallengeRow, now: Date): Promise<void> {
  await tx.rows(sql`delete from login_challenges where user_id = ${row.userId} and expires_at <= ${now}`)
  await tx.rows(sql`
    insert into login_challenges (hash, user_id, password_version, client, device, amr, expires_at)
    values (${row.hash}, ${row.userId}, ${row.passwordVersion}, ${row.client}, ${row.device}, ${row.amr},
      ${row.expiresAt})`)
}

export const loginChallenge = (db: Db, hash: Buffer, now: Date): Promise<LoginChallengeRow | undefined> =>
  db.row(sql`
    select hash, user_id as "userId", password_version as "passwordVersion", client, device, amr,
      expires_at as "expiresAt"
    from login_challenges where hash = ${hash} and expires_at > ${now}`)

/** False when somebody else was first. */
export async function consumeLoginChallenge(tx: Db, hash: Buffer): Promise<boolean> {
  return (await tx.row(sql`delete from login_challenges where hash = ${hash} returning hash`)) !== undefined
}
