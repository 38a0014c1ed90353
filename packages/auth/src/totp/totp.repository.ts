import type { Db } from '@goalixa/service-kit/db'
import { sql } from '@goalixa/service-kit/sql'

export interface TotpRow {
  readonly userId: string
  readonly sealedSecret: Buffer
  readonly sealedWith: string
  readonly confirmedAt: Date | null
  readonly lastStep: number | null
}

const columns = sql`user_id as "userId", sealed_secret as "sealedSecret", sealed_with as "sealedWith",
  confirmed_at as "confirmedAt", last_step as "lastStep"`

export const totpOf = (db: Db, userId: string): Promise<TotpRow | undefined> =>
  db.row(sql`select ${columns} from totp_secrets where user_id = ${userId}`)

/** Takes the place of one that was never confirmed. */
export async function putUnconfirmed(
  tx: Db,
  row: Pick<TotpRow, 'userId' | 'sealedSecret' | 'sealedWith'>,
  at: Date,
): Promise<void> {
  await tx.rows(sql`
    insert into totp_secrets (user_id, sealed_secret, sealed_with, created_at)
    values (${row.userId}, ${row.sealedSecret}, ${row.sealedWith}, ${at})
    on conflict (user_id) do update set sealed_secret = excluded.sealed_secret,
      sealed_with = excluded.sealed_with, created_at = excluded.created_at
    where totp_secrets.confirmed_at is null`)
}

/** The step is spent and the first one confirms; false when it, or a later one, was spent before. */
export async function spendStep(tx: Db, userId: string, step: number, at: Date): Promise<boolean> {
  const row = await tx.row(sql`
    update totp_secrets set last_step = ${step}, confirmed_at = coalesce(confirmed_at, ${at})
    where user_id = ${userId} and (last_step is null or last_step < ${step}) returning user_id`)
  return row !== undefined
}

export const secretsNotSealedWith = (db: Db, id: string): Promise<TotpRow[]> =>
  db.rows(sql`select ${columns} from totp_secrets where sealed_with <> ${id}`)

/** Unless it was replaced meanwhile. */
export async function reseal(
  db: Db,
  before: string,
  row: Pick<TotpRow, 'userId' | 'sealedSecret' | 'sealedWith'>,
): Promise<void> {
  await db.rows(sql`
    update totp_secrets set sealed_secret = ${row.sealedSecret}, sealed_with = ${row.sealedWith}
    where user_id = ${row.userId} and sealed_with = ${before}`)
}

export async function deleteTotp(tx: Db, userId: string): Promise<void> {
  await tx.rows(sql`delete from totp_recovery_codes where user_id = ${userId}`)
  await tx.rows(sql`delete from totp_secrets where user_id = ${userId}`)
}

/** The new codes take the place of all that were there. */
export async function replaceRecoveryCodes(
  tx: Db,
  userId: string,
  hashes: readonly Buffer[],
  at: Date,
): Promise<void> {
  await tx.rows(sql`delete from totp_recovery_codes where user_id = ${userId}`)
  for (const hash of hashes) {
    await tx.rows(sql`
      insert into totp_recovery_codes (user_id, hash, created_at) values (${userId}, ${hash}, ${at})`)
  }
}

/** False when there is no such code any more. */
export async function spendRecoveryCode(tx: Db, userId: string, hash: Buffer): Promise<boolean> {
  const row = await tx.row(sql`
    delete from totp_recovery_codes where user_id = ${userId} and hash = ${hash} returning user_id`)
  return row !== undefined
}

export async function countRecoveryCodes(db: Db, userId: string): Promise<number> {
  const row = await db.row<{ count: number }>(sql`
    select count(*) as count from totp_recovery_codes where user_id = ${userId}`)
  return row?.count ?? 0
}
