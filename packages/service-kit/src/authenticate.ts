/** Reads the bearer token of a request and checks it; nobody trusts identity headers. */
import type { Request } from 'express'
import { AppError } from '@goalixa/contracts/errors'
import type { Authenticate } from './bind-routes.ts'
import type { Principal } from './tokens.ts'

/** The one bearer token of a request, or undefined. @throws AppError when there are several */
export function bearerOf(request: Pick<Request, 'rawHeaders'>): string | undefined {
  const { rawHeaders } = request
  let given: string | undefined
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if (rawHeaders[index]!.toLowerCase() !== 'authorization') continue
    // Node keeps the first of two silently: which one counts must not depend on who reads it.
    if (given !== undefined) throw new AppError('request.ambiguous_credentials')
    given = rawHeaders[index + 1] ?? ''
  }
  if (given === undefined) return undefined
  const match = /^Bearer ([^\s,]+)$/i.exec(given)
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
