import type { Db } from '@goalixa/service-kit/db'
import { sql } from '@goalixa/service-kit/sql'
import type { Credential } from './webauthn.ts'

export interface PasskeyRow extends Credential {
  readonly id: string
  readonly userId: string
  readonly name: string
  readonly createdAt: Date
  readonly lastUsedAt: Date | null
}

const columns = sql`id, user_id as "userId", credential_id as "credentialId", public_key as "publicKey", counter,
  transports, name, created_at as "createdAt", last_used_at as "lastUsedAt"`

export const passkeysOf = (db: Db, userId: string): Promise<PasskeyRow[]> =>
  db.rows(sql`select ${columns} from passkeys where user_id = ${userId} order by created_at, id`)

export const passkeyByCredential = (db: Db, credentialId: string): Promise<PasskeyRow | undefined> =>
  db.row(sql`select ${columns} from passkeys where credential_id = ${credentialId}`)

/** @throws DatabaseError on `passkeys_credential_unique` when it is there already */
export async function insertPasskey(tx: Db, row: PasskeyRow): Promise<void> {
  await tx.rows(sql`
    insert into passkeys (id, user_id, credential_id, public_key, counter, transports, name, created_at)
    values (${row.id}, ${row.userId}, ${row.credentialId}, ${row.publicKey}, ${row.counter}, ${row.transports},
      ${row.name}, ${row.createdAt})`)
}

export const renamePasskey = (
  db: Db,
  userId: string,
  id: string,
  name: string,
): Promise<PasskeyRow | undefined> =>
  db.row(
    sql`update passkeys set name = ${name} where id = ${id} and user_id = ${userId} returning ${columns}`,
  )

export async function deletePasskey(tx: Db, userId: string, id: string): Promise<boolean> {
  const row = await tx.row(sql`delete from passkeys where id = ${id} and user_id = ${userId} returning id`)
  return row !== undefined
}

export async function markPasskeyUsed(tx: Db, id: string, counter: number, at: Date): Promise<void> {
  await tx.rows(sql`update passkeys set counter = ${counter}, last_used_at = ${at} where id = ${id}`)
}
