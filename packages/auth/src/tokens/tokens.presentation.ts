import type { Router } from 'express'
import { tokenRoutes } from '@goalixa/contracts/tokens'
import { bindRoutes } from '@goalixa/service-kit/bind-routes'
import type { Authenticate } from '@goalixa/service-kit/bind-routes'
import type { ReadCaller } from '../caller.ts'
import { internalTokenRoutes } from '../internal-routes.ts'
import type { AuthLimits } from '../rate-limits/auth-limits.ts'
import type { RequireFreshSession } from '../step-up/fresh-session.ts'
import type { TokensService } from './tokens.service.ts'

interface TokensPresentation {
  readonly tokens: TokensService
  readonly requireFreshSession: RequireFreshSession
  readonly authenticate: Authenticate
  readonly readCaller: ReadCaller
}

export function bindTokens(router: Router, options: TokensPresentation): void {
  const { tokens, requireFreshSession, authenticate, readCaller } = options
  bindRoutes(
    router,
    'tokens',
    tokenRoutes,
    {
      list: async (_input, { principal }) => ({
        items: await tokens.list(principal.userId),
        nextCursor: null,
      }),
      create: async ({ body }, { principal, request }) => {
        await requireFreshSession(principal)
        return tokens.create(principal.userId, body, readCaller(request))
      },
      revoke: async ({ params }, { principal, request }) => {
        await tokens.revoke(principal.userId, params.id, readCaller(request))
        return undefined
      },
    },
    authenticate,
  )
}

interface InternalTokensPresentation {
  readonly tokens: TokensService
  readonly limits: Pick<AuthLimits, 'personalToken'>
  readonly readCaller: ReadCaller
  readonly authenticate: Authenticate
}

export function bindInternalTokens(router: Router, options: InternalTokensPresentation): void {
  const { tokens, limits, readCaller, authenticate } = options
  bindRoutes(
    router,
    'tokens',
    internalTokenRoutes,
    {
      exchange: async ({ body }, { request, response }) => {
        response.set('Cache-Control', 'no-store')
        return limits.personalToken(readCaller(request), () => tokens.exchange(body.token))
      },
    },
    authenticate,
  )
}
