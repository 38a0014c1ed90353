import type { Db } from '@goalixa/service-kit/db'
import { sql } from '@goalixa/service-kit/sql'

export interface PublicJwk extends Record<string, unknown> {
  readonly kty: 'EC'
  readonly crv: 'P-256'
  readonly x: string
  readonly y: string
}

export interface SigningKeyRow {
  readonly kid: string
  readonly state: 'next' | 'active' | 'retiring'
  readonly publicJwk: PublicJwk
  readonly sealedPrivateJwk: Buffer
  readonly sealedWith: string
  readonly createdAt: Date
  readonly stateSince: Date
}

/** Every key that is published: also those that sign not yet, or no more. */
export const publishedKeys = (db: Db): Promise<SigningKeyRow[]> =>
  db.rows(sql`
    select kid, state, public_jwk as "publicJwk", sealed_private_jwk as "sealedPrivateJwk",
      sealed_with as "sealedWith", created_at as "createdAt", state_since as "stateSince"
    from signing_keys where state in ('next', 'active', 'retiring') order by created_at, kid`)

/** One process at a time may decide about states; readers are not held up. */
export async function lockKeys(tx: Db): Promise<void> {
  await tx.rows(sql`lock table signing_keys in share row exclusive mode`)
}

export async function insertKey(tx: Db, key: Omit<SigningKeyRow, 'stateSince'>): Promise<void> {
  await tx.rows(sql`
    insert into signing_keys (kid, state, public_jwk, sealed_private_jwk, sealed_with, created_at, state_since)
    values (${key.kid}, ${key.state}, ${key.publicJwk}, ${key.sealedPrivateJwk}, ${key.sealedWith},
      ${key.createdAt}, ${key.createdAt})`)
}

/** A key that is removed loses its private part for ever. */
export async function moveKey(
  tx: Db,
  kid: string,
  state: 'active' | 'retiring' | 'removed',
  at: Date,
): Promise<void> {
  const sealed = state === 'removed' ? sql`, sealed_private_jwk = null, sealed_with = null` : sql``
  await tx.rows(
    sql`update signing_keys set state = ${state}, state_since = ${at} ${sealed} where kid = ${kid}`,
  )
}
