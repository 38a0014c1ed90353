import type { Request, Router } from 'express'
import { accountRoutes } from '@goalixa/contracts/accounts'
import { sessionRoutes } from '@goalixa/contracts/sessions'
import { AppError } from '@goalixa/contracts/errors'
import { bearerOf } from '@goalixa/service-kit/authenticate'
import { bindRoutes } from '@goalixa/service-kit/bind-routes'
import type { Authenticate } from '@goalixa/service-kit/bind-routes'
import type { Principal } from '@goalixa/service-kit/tokens'
import type { ReadCaller } from '../caller.ts'
import type { Cookies } from '../cookies.ts'
import { accessTokenOf } from '../credentials.ts'
import type { Deliver } from './deliver.ts'
import type { Refresh } from './refresh.service.ts'
import type { SessionsService } from './sessions.service.ts'

interface SessionsPresentation {
  readonly sessions: SessionsService
  readonly refresh: Refresh
  readonly authenticate: Authenticate
  readonly verify: (token: string) => Promise<Principal>
  readonly cookies: Cookies
  readonly deliver: Deliver
  readonly readCaller: ReadCaller
}

export function bindSessions(router: Router, options: SessionsPresentation): void {
  const { sessions, refresh, authenticate, cookies, deliver, readCaller } = options
  const signedInBy = createSignedInBy(options)

  const { refresh: refreshRoute, logout } = accountRoutes
  bindRoutes(
    router,
    'accounts',
    { refresh: refreshRoute, logout },
    {
      refresh: async ({ body }, { request, response }) => {
        const token = refreshTokenOf(body.refreshToken, cookies.read(request).refresh)
        if (token === undefined) throw new AppError('auth.required')
        const client = body.refreshToken === undefined ? 'goalixa-web' : 'goalixa-cli'
        return deliver(await refresh(token, client, readCaller(request)), response)
      },
      logout: async ({ body }, { request, response }) => {
        const given = cookies.read(request)
        const refreshToken = refreshTokenOf(body.refreshToken, given.refresh)
        const by = refreshToken === undefined ? await signedInBy(request) : { refreshToken }
        if (by !== undefined) await sessions.end(by, readCaller(request))
        if (given.access !== undefined || given.refresh !== undefined) cookies.clear(response)
        response.set('Cache-Control', 'no-store')
        return undefined
      },
    },
    authenticate,
  )

  bindRoutes(
    router,
    'sessions',
    sessionRoutes,
    {
      list: async (_input, { principal }) => ({
        items: await sessions.list(principal.userId, principal.sessionId),
        nextCursor: null,
      }),
      revokeAll: async ({ query }, { principal, request }) => {
        const caller = readCaller(request)
        const exceptId = query.except === 'current' ? principal.sessionId : undefined
        await sessions.revokeAll(principal.userId, { caller, ...(exceptId && { exceptId }) })
        return undefined
      },
      revoke: async ({ params }, { principal, request }) => {
        await sessions.revoke(principal.userId, params.id, readCaller(request))
        return undefined
      },
    },
    authenticate,
  )
}

function refreshTokenOf(inBody: string | undefined, inCookie: string | undefined): string | undefined {
  if (inBody !== undefined && inCookie !== undefined) throw new AppError('request.ambiguous_credentials')
  return inBody ?? inCookie
}

/** The session to sign out of when there is no refresh token. A browser with a dead cookie is signed out already. */
function createSignedInBy({ verify, cookies }: SessionsPresentation) {
  return async (request: Request): Promise<Principal | undefined> => {
    const token = accessTokenOf(request, cookies)
    if (token === undefined) return undefined
    try {
      const principal = await verify(token)
      if (principal.kind === 'token') throw new AppError('auth.session_required')
      return principal
    } catch (error) {
      const isDeadCookie =
        bearerOf(request) === undefined && error instanceof AppError && error.status === 401
      if (isDeadCookie) return undefined
      throw error
    }
  }
}
