/**
 * Access tokens: ES256 JWTs after RFC 9068. The only file that knows jsonwebtoken.
 * The library checks signature and times; everything it leaves open is checked here.
 */
import { createPublicKey } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import jsonwebtoken from 'jsonwebtoken'
import * as z from 'zod'
import { AppError } from '@goalixa/contracts/errors'
import { isLowS, toLowS } from './low-s.ts'

export const tokenAudience = 'goalixa'
/** Longest life of an access token, in seconds. */
export const maxTokenSeconds = 900
const clockToleranceSeconds = 60

/** Claims of an access token. `sid`: the session, or the personal access token it stands for. */
export const AccessClaims = z.object({
  iss: z.string(),
  aud: z.literal(tokenAudience),
  sub: z.uuid(),
  client_id: z.enum(['goalixa-cli', 'goalixa-web', 'personal-token', 'project-token']),
  iat: z.int(),
  exp: z.int(),
  jti: z.uuid(),
  sid: z.uuid(),
  scope: z.string().max(1000),
  auth_time: z.int(),
  amr: z.array(z.string()).max(5),
  /** Only operators have it. */
  role: z.literal('operator').optional(),
  /** The one project that a `project-token` reaches. */
  project: z.uuid().optional(),
})
export type AccessClaims = z.infer<typeof AccessClaims>

/** Who calls, after the token was checked. */
export interface Principal {
  readonly userId: string
  readonly sessionId: string
  readonly kind: 'session' | 'token'
  /** `operator` only for a session of one: a personal access token never is. */
  readonly role: 'user' | 'operator'
  readonly scopes: readonly string[]
  /** Of a personal access token for one project: nothing outside of it is read or written. */
  readonly projectId?: string
  /** When the token ends, epoch seconds. */
  readonly expiresAt: number
}

interface SigningKey {
  readonly kid: string
  readonly privateKey: KeyObject
}

/** Signs an access token; the library takes whichever of the two signatures comes, we always the one with low s. */
export function signAccessToken(claims: AccessClaims, key: SigningKey): string {
  const token = jsonwebtoken.sign(claims, key.privateKey, {
    algorithm: 'ES256',
    keyid: key.kid,
    header: { alg: 'ES256', typ: 'at+jwt', kid: key.kid },
  })
  const end = token.lastIndexOf('.') + 1
  return token.slice(0, end) + toLowS(Buffer.from(token.slice(end), 'base64url')).toString('base64url')
}

/** A key of a JWKS as a key object. */
export const publicKeyOf = (jwk: Record<string, unknown>): KeyObject =>
  createPublicKey({ key: jwk, format: 'jwk' })

const Header = z
  .object({ alg: z.literal('ES256'), typ: z.literal('at+jwt'), kid: z.string().max(64) })
  .strict()

/** Finds the public key with this id, or undefined. */
export type KeyFinder = (kid: string) => Promise<KeyObject | undefined>

/**
 * Checks a token: form, header, signature, times, issuer, audience, every claim.
 * `now`: epoch milliseconds; the machine's clock unless given.
 * @throws AppError `auth.invalid_token`, whatever is wrong; `service.unavailable` when keys cannot be had
 */
export function createTokenVerifier(options: {
  readonly issuer: string
  readonly findKey: KeyFinder
  readonly now?: () => number
}) {
  const now = options.now ?? Date.now
  return async (token: string): Promise<Principal> => {
    const kid = keyIdOf(token)
    const key = await options.findKey(kid)
    if (key === undefined) throw new AppError('auth.invalid_token')
    const claims = verified(token, key, options.issuer, Math.floor(now() / 1000))
    return {
      userId: claims.sub,
      sessionId: claims.sid,
      kind: isSession(claims) ? 'session' : 'token',
      role: isSession(claims) ? (claims.role ?? 'user') : 'user',
      scopes: claims.scope.split(' ').filter(Boolean),
      ...(claims.project === undefined ? {} : { projectId: claims.project }),
      expiresAt: claims.exp,
    }
  }
}

const isSession = ({ client_id }: AccessClaims): boolean =>
  client_id === 'goalixa-cli' || client_id === 'goalixa-web'

const tokenPattern = /^[A-Za-z0-9_-]{1,1000}\.[A-Za-z0-9_-]{1,3000}\.[A-Za-z0-9_-]{86}$/

function keyIdOf(token: string): string {
  if (!tokenPattern.test(token)) throw new AppError('auth.invalid_token')
  const [head = '', , signature = ''] = token.split('.')
  const bytes = Buffer.from(signature, 'base64url')
  // 64 bytes in base64url leave 4 unused bits: any other spelling of the same signature is refused.
  if (bytes.toString('base64url') !== signature || !isLowS(bytes)) throw new AppError('auth.invalid_token')
  try {
    return Header.parse(JSON.parse(Buffer.from(head, 'base64url').toString('utf8'))).kid
  } catch (cause) {
    throw new AppError('auth.invalid_token', undefined, { cause })
  }
}

function verified(token: string, key: KeyObject, issuer: string, nowSeconds: number): AccessClaims {
  try {
    const payload = jsonwebtoken.verify(token, key, {
      algorithms: ['ES256'],
      issuer,
      audience: tokenAudience,
      clockTimestamp: nowSeconds,
      clockTolerance: clockToleranceSeconds,
    })
    const claims = AccessClaims.parse(payload)
    const life = claims.exp - claims.iat
    // A token from the future would outlive its allotted time.
    const isFromFuture = claims.iat > nowSeconds + clockToleranceSeconds
    // A token without its project would reach everything.
    const isTorn = (claims.client_id === 'project-token') !== (claims.project !== undefined)
    if (isTorn || life <= 0 || life > maxTokenSeconds || isFromFuture)
      throw new AppError('auth.invalid_token')
    return claims
  } catch (cause) {
    // The library throws TypeError and SyntaxError for some malformed tokens: all of it is an invalid token.
    throw new AppError('auth.invalid_token', undefined, { cause })
  }
}
