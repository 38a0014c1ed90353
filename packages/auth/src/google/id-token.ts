/** What an ID token says, after its signature was verified: all that google-auth-library leaves open. */
import { createHash, timingSafeEqual } from 'node:crypto'
import * as z from 'zod'

/** Google's ID tokens are signed with RS256 alone; whatever else its key set may hold, nothing else is taken. */
const Header = z.object({
  alg: z.literal('RS256'),
  kid: z.string().min(1).max(200),
  crit: z.undefined().optional(),
})

const issuer = 'https://accounts.google.com'
/** Google writes its name in both ways. */
export const googleIssuers = [issuer, 'accounts.google.com']
export const googleIssuer = issuer

const clockToleranceSeconds = 60
/** Google's tokens live an hour. */
const maxLifeSeconds = 3600 + clockToleranceSeconds

const Claims = z.object({
  iss: z.enum(googleIssuers),
  aud: z.string(),
  azp: z.string().optional(),
  sub: z.string().regex(/^[\x21-\x7e]{1,255}$/),
  iat: z.int(),
  exp: z.int(),
  nonce: z.string(),
  email: z.email().max(254).toLowerCase(),
  email_verified: z.boolean(),
})

/** Somebody at Google. `issuer` and `subject` say who; the e-mail address is only what they can be written to at. */
export interface GoogleIdentity {
  readonly issuer: string
  readonly subject: string
  readonly email: string
  readonly emailVerified: boolean
}

/** @throws Error when the header names anything but RS256 and a key */
export function requireGoogleHeader(idToken: string): void {
  Header.parse(JSON.parse(Buffer.from(idToken.split('.')[0] ?? '', 'base64url').toString('utf8')))
}

/** @throws Error whatever is wrong; it may hold claims, so it must be neither shown nor logged */
export function readClaims(
  payload: unknown,
  expected: { readonly clientId: string; readonly nonce: string; readonly nowSeconds: number },
): GoogleIdentity {
  const claims = Claims.parse(payload)
  const { clientId, nowSeconds } = expected
  // Both hashed: the comparison needs equal lengths and tells nothing by its time.
  const digest = (text: string) => createHash('sha256').update(text).digest()
  if (!timingSafeEqual(digest(claims.nonce), digest(expected.nonce))) throw new Error('another nonce')
  if (claims.aud !== clientId) throw new Error('for another client')
  if (claims.azp !== undefined && claims.azp !== clientId) throw new Error('given to another client')
  const isInTime =
    claims.exp > nowSeconds - clockToleranceSeconds && claims.iat <= nowSeconds + clockToleranceSeconds
  const life = claims.exp - claims.iat
  if (!isInTime || life <= 0 || life > maxLifeSeconds) throw new Error('not in its time')
  return {
    issuer,
    subject: claims.sub,
    email: claims.email,
    emailVerified: claims.email_verified,
  }
}
