import type { Db } from '@goalixa/service-kit/db'
import { sql } from '@goalixa/service-kit/sql'
import type { AccountRow, LockAccount } from './account.ts'

const columns = sql`id, email, email_verified_at as "emailVerifiedAt", password_hash as "passwordHash",
  password_version as "passwordVersion", disabled_at as "disabledAt", role, created_at as "createdAt"`

export const accountByEmail = (db: Db, email: string): Promise<AccountRow | undefined> =>
  db.row(sql`select ${columns} from accounts where lower(email) = lower(${email})`)

export const accountById = (db: Db, id: string): Promise<AccountRow | undefined> =>
  db.row(sql`select ${columns} from accounts where id = ${id}`)

export const lockAccount: LockAccount = (tx, id, strength) => {
  const clause = strength === 'share' ? sql`for share` : sql`for no key update`
  return tx.row(sql`select ${columns} from accounts where id = ${id} ${clause}`)
}

/** @throws DatabaseError on `accounts_email_unique` when the e-mail is taken */
export async function insertAccount(
  tx: Db,
  account: Pick<AccountRow, 'id' | 'email' | 'passwordHash' | 'createdAt'>,
): Promise<AccountRow> {
  const row = await tx.row<AccountRow>(sql`
    insert into accounts (id, email, password_hash, created_at)
    values (${account.id}, ${account.email}, ${account.passwordHash}, ${account.createdAt})
    returning ${columns}`)
  return row!
}

/** Stores the same password with new parameters, unless it was changed meanwhile. */
export async function replaceHash(tx: Db, account: AccountRow, passwordHash: string): Promise<void> {
  await tx.rows(sql`
    update accounts set password_hash = ${passwordHash}
    where id = ${account.id} and password_version = ${account.passwordVersion}`)
}

/** Undefined when the e-mail is taken; takes the same time either way. */
export const insertAccountUnlessTaken = (
  tx: Db,
  account: Pick<AccountRow, 'id' | 'email' | 'passwordHash' | 'createdAt'>,
): Promise<AccountRow | undefined> =>
  tx.row(sql`
    insert into accounts (id, email, password_hash, created_at)
    values (${account.id}, ${account.email}, ${account.passwordHash}, ${account.createdAt})
    on conflict (lower(email)) do nothing
    returning ${columns}`)

/** Every login that was checked against the password before fails from now on. */
export async function setPassword(tx: Db, id: string, passwordHash: string): Promise<void> {
  await tx.rows(sql`
    update accounts set password_hash = ${passwordHash}, password_version = password_version + 1
    where id = ${id}`)
}

/** `verifiedAt`: null for an address that nobody confirmed. @throws DatabaseError on `accounts_email_unique` */
export async function setEmail(tx: Db, id: string, email: string, verifiedAt: Date | null): Promise<void> {
  await tx.rows(sql`update accounts set email = ${email}, email_verified_at = ${verifiedAt} where id = ${id}`)
}

export async function markEmailVerified(tx: Db, id: string, at: Date): Promise<void> {
  await tx.rows(sql`
    update accounts set email_verified_at = ${at} where id = ${id} and email_verified_at is null`)
}

/** Sessions, tokens and links go with it; triggers end what their access tokens still say. */
export async function deleteAccount(tx: Db, id: string): Promise<void> {
  await tx.rows(sql`delete from accounts where id = ${id}`)
}
