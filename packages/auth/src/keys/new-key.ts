/** A new signing key, sealed for the database. */
import { createHash, generateKeyPairSync } from 'node:crypto'
import type { Secrets } from '../secrets.ts'
import type { PublicJwk, SigningKeyRow } from './keys.repository.ts'
import { seal } from './sealed.ts'

export function newSigningKey(secrets: Secrets): Omit<SigningKeyRow, 'state' | 'createdAt' | 'stateSince'> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const publicJwk = publicKey.export({ format: 'jwk' }) as PublicJwk
  const kid = thumbprintOf(publicJwk)
  const privateJwk = JSON.stringify(privateKey.export({ format: 'jwk' }))
  return {
    kid,
    publicJwk,
    sealedPrivateJwk: seal(secrets.current.sealing, privateJwk, kid),
    sealedWith: secrets.current.id,
  }
}

/** RFC 7638: the required members in the order of their names. */
const thumbprintOf = ({ crv, kty, x, y }: PublicJwk): string =>
  createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url')
