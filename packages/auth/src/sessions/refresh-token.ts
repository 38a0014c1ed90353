/** Refresh tokens: 256 bits, opaque; the database holds only their SHA-256. */
import { createHash, createHmac, randomBytes } from 'node:crypto'

const prefix = 'glx_rt_'
const pattern = /^glx_rt_[A-Za-z0-9_-]{43}$/

export const newRefreshSecret = (): Buffer => randomBytes(32)

export const refreshTokenOf = (secret: Buffer): string => prefix + secret.toString('base64url')

/** The secret in a token, or undefined when it is none. Of the spellings of one secret only ours is taken. */
export function readRefreshToken(token: string): Buffer | undefined {
  if (!pattern.test(token)) return undefined
  const secret = Buffer.from(token.slice(prefix.length), 'base64url')
  return refreshTokenOf(secret) === token ? secret : undefined
}

export const refreshHashOf = (secret: Buffer): Buffer => createHash('sha256').update(secret).digest()

/**
 * The successor's secret. It is computed and not drawn, so that every racing caller gets the same one although
 * none is stored; only who holds the parent and knows our key can compute it.
 */
export const childSecretOf = (key: Buffer, parentId: string, parentSecret: Buffer): Buffer =>
  createHmac('sha256', key).update(`goalixa refresh child v1\0${parentId}\0`).update(parentSecret).digest()
