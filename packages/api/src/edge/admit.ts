/** Who calls, and whether they may: settled before anything of a request is passed on. */
import type { IncomingMessage } from 'node:http'
import { AppError } from '@goalixa/contracts/errors'
import type { NamedRoute } from '@goalixa/contracts/routes'
import { requireAccess } from '@goalixa/service-kit/bind-routes'
import type { ClientAddress } from '@goalixa/service-kit/client-address'
import type { EarlyAnswer } from '@goalixa/service-kit/early-answer'
import { cookieNames, cookieOf, credentialOf, looksLikeAccessToken } from '../identity/credentials.ts'
import type { Credential } from '../identity/credentials.ts'
import type { Caller } from '../identity/identify.ts'
import type { Limiter } from '../rate-limits/limiter.ts'
import { requireSameSite } from './cross-site.ts'

interface AdmitOptions {
  readonly identify: (credential: Credential | undefined, clientAddress: string) => Promise<Caller>
  readonly limiter: Limiter
  readonly addressOf: ClientAddress
  readonly ownOrigin: string
  readonly secureCookies: boolean
}

export interface Admitted {
  readonly clientAddress: string
  /** On routes that need somebody. */
  readonly caller: Caller | undefined
  /** To send upstream. */
  readonly accessToken: string | undefined
}

/** @returns how to admit a request. It throws AppError when the caller may not call this. */
export function createAdmit(options: AdmitOptions) {
  const { identify, limiter, addressOf, ownOrigin, secureCookies } = options
  const names = cookieNames(secureCookies)

  const requireOwnPage = ({ method = '', headers }: IncomingMessage) =>
    requireSameSite({
      method,
      headers,
      ownOrigin,
      hasBearer: headers.authorization !== undefined,
      hasCookie:
        cookieOf(headers.cookie, names.access) !== undefined ||
        cookieOf(headers.cookie, names.refresh) !== undefined,
    })

  const signedIn = async (
    request: IncomingMessage,
    response: EarlyAnswer,
    clientAddress: string,
  ): Promise<Caller> => {
    try {
      const credential = credentialOf(request, names.access)
      requireOwnPage(request)
      return await identify(credential, clientAddress)
    } catch (error) {
      if (error instanceof AppError && error.status === 401) {
        response.early.push('WWW-Authenticate', 'Bearer')
        // Who is nobody counts by address, however many tokens were tried.
        await limiter.requireAddress(clientAddress, response.early)
      }
      throw error
    }
  }

  return async (
    { spec, upstream }: NamedRoute,
    request: IncomingMessage,
    response: EarlyAnswer,
  ): Promise<Admitted> => {
    const clientAddress = addressOf(request)
    if (spec.access === 'public') {
      await limiter.requireAddress(clientAddress, response.early)
      requireOwnPage(request)
      const token = publicCredential(request, names.access)
      const isKept = upstream === 'auth' && token !== undefined && looksLikeAccessToken(token)
      return { clientAddress, caller: undefined, accessToken: isKept ? token : undefined }
    }
    const caller = await signedIn(request, response, clientAddress)
    const limited = limiter.requireUser(caller.principal.userId, response.early, spec.rateClass)
    if (limited !== undefined) await limited
    requireAccess(spec, caller.principal)
    // The service may say otherwise; silence must not let a cache keep what belongs to one person.
    response.early.push('Cache-Control', 'private, no-store')
    return { clientAddress, caller, accessToken: caller.accessToken }
  }
}

/** Auth ends the session of a bearer at logout; cookies reach auth as they are. What is no token is not passed on. */
function publicCredential(request: IncomingMessage, cookieName: string): string | undefined {
  try {
    const credential = credentialOf(request, cookieName)
    return credential?.kind === 'bearer' ? credential.token : undefined
  } catch (error) {
    if (error instanceof AppError && error.code === 'auth.invalid_token') return undefined
    throw error
  }
}
