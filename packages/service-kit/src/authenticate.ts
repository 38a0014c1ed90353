/** Reads the bearer token of a request and checks it; nobody trusts identity headers. */
import type { Request } from 'express'
import { AppError } from '@goalixa/contracts/errors'
import type { Authenticate } from './bind-routes.ts'
import type { Principal } from './tokens.ts'

/** The one bearer token of a request, or undefined. @throws AppError when there are several */
export function bearerOf(request: Pick<Request, 'rawHeaders'>): string | undefined {
  const given = request.rawHeaders.filter(
    (_, index, all) => index % 2 === 1 && all[index - 1]?.toLowerCase() === 'authorization',
  )
  if (given.length === 0) return undefined
  // Node keeps the first of two silently: which one counts must not depend on who reads it.
  if (given.length > 1) throw new AppError('request.ambiguous_credentials')
  const match = /^Bearer ([^\s,]+)$/i.exec(given[0] ?? '')
  if (match === null) throw new AppError('auth.invalid_token')
  return match[1]
}

/** Authenticates by bearer token. @throws AppError `auth.required` without one */
export function createAuthenticate(verify: (token: string) => Promise<Principal>): Authenticate {
  return async (request) => {
    const token = bearerOf(request)
    if (token === undefined) throw new AppError('auth.required')
    return verify(token)
  }
}
