/** Personal access tokens: `glx_pat_`, 256 bits, checksum; the database holds only the SHA-256 of the bits. */
import { createHash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

const prefix = 'glx_pat_'
const pattern = /^(glx_pat_([A-Za-z0-9_-]{43}))[A-Za-z0-9_-]{6}$/

export const newPersonalSecret = (): Buffer => randomBytes(32)

export const personalTokenOf = (secret: Buffer): string => withChecksum(prefix + secret.toString('base64url'))

/** The secret in a token, or undefined: a slip of the hand ends here, before the database is asked. */
export function readPersonalToken(token: string): Buffer | undefined {
  const [, body, encoded] = pattern.exec(token) ?? []
  if (body === undefined || encoded === undefined) return undefined
  const secret = Buffer.from(encoded, 'base64url')
  return personalTokenOf(secret) === token ? secret : undefined
}

export const personalHashOf = (secret: Buffer): Buffer => createHash('sha256').update(secret).digest()

/** CRC-32 in base64url, 6 characters: lets scanners for leaked secrets tell a token from chance. */
function withChecksum(body: string): string {
  const checksum = Buffer.alloc(4)
  checksum.writeUInt32BE(crc32(body))
  return body + checksum.toString('base64url')
}
