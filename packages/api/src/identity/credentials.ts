/** What a request carries to say who calls: a bearer token, or the cookie of a browser; never both. */
import type { IncomingMessage } from 'node:http'
import { AppError } from '@goalixa/contracts/errors'
import { bearerOf } from '@goalixa/service-kit/authenticate'

export interface Credential {
  readonly kind: 'bearer' | 'cookie'
  readonly token: string
}

/** Names of the access and refresh cookies: the prefix binds them to HTTPS and this host. */
export const cookieNames = (secure: boolean) => {
  const prefix = secure ? '__Host-' : ''
  return { access: `${prefix}goalixa_at`, refresh: `${prefix}goalixa_rt` }
}

/** @throws AppError `request.ambiguous_credentials`, `auth.invalid_token` when the header is no bearer token */
export function credentialOf(
  request: Pick<IncomingMessage, 'rawHeaders' | 'headers'>,
  cookieName: string,
): Credential | undefined {
  const cookie = cookieOf(request.headers.cookie, cookieName)
  const hasAuthorization = request.headers.authorization !== undefined
  if (cookie !== undefined && hasAuthorization) throw new AppError('request.ambiguous_credentials')
  if (cookie !== undefined) return { kind: 'cookie', token: cookie }
  const bearer = bearerOf(request)
  return bearer === undefined ? undefined : { kind: 'bearer', token: bearer }
}

/** @throws AppError `request.ambiguous_credentials` when several cookies have the name: one may be planted */
export function cookieOf(header: string | undefined, name: string): string | undefined {
  if (header === undefined) return undefined
  const values = header.split(';').flatMap((pair) => {
    const at = pair.indexOf('=')
    return at !== -1 && pair.slice(0, at).trim() === name ? [pair.slice(at + 1).trim()] : []
  })
  if (values.length > 1)
    throw new AppError('request.ambiguous_credentials', `the cookie ${name} is there more than once`)
  return values[0] || undefined
}

const accessTokenPattern = /^[\w-]+\.[\w-]+\.[\w-]+$/
/** `glx_pat_`, 256 bits and a checksum, in base64url. */
const personalTokenPattern = /^glx_pat_[\w-]{49}$/

export const looksLikeAccessToken = (token: string): boolean => accessTokenPattern.test(token)
export const looksLikePersonalToken = (token: string): boolean => personalTokenPattern.test(token)
