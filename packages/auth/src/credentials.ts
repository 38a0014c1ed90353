/** Who calls: by bearer token or by the access cookie, and only while what it stands for has not ended. */
import type { Request } from 'express'
import { AppError } from '@goalixa/contracts/errors'
import { bearerOf } from '@goalixa/service-kit/authenticate'
import type { Authenticate } from '@goalixa/service-kit/bind-routes'
import type { Principal } from '@goalixa/service-kit/tokens'
import type { Cookies } from './cookies.ts'

/**
 * The one access token of a request, or undefined.
 * The gateway repeats the cookie as a bearer token; two that differ are refused.
 */
export function accessTokenOf(request: Request, cookies: Cookies): string | undefined {
  const bearer = bearerOf(request)
  const { access } = cookies.read(request)
  if (bearer !== undefined && access !== undefined && bearer !== access) {
    throw new AppError('request.ambiguous_credentials')
  }
  return bearer ?? access
}

interface AuthenticateOptions {
  readonly cookies: Cookies
  readonly verify: (token: string) => Promise<Principal>
  /** Throws when the session or personal access token behind a valid access token has ended. */
  readonly requireLive: (principal: Principal) => Promise<void>
}

export const createSessionAuthenticate =
  ({ cookies, verify, requireLive }: AuthenticateOptions): Authenticate =>
  async (request) => {
    const token = accessTokenOf(request, cookies)
    if (token === undefined) throw new AppError('auth.required')
    const principal = await verify(token)
    await requireLive(principal)
    return principal
  }
