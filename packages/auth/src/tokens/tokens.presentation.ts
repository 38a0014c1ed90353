import type { Router } from 'express'
import { tokenRoutes } from '@goalixa/contracts/tokens'
import { bindRoutes } from '@goalixa/service-kit/bind-routes'
import type { Authenticate } from '@goalixa/service-kit/bind-routes'
import type { ReadCaller } from '../caller.ts'
import { internalTokenRoutes } from '../internal-routes.ts'
import type { TokensService } from './tokens.service.ts'

interface TokensPresentation {
  readonly tokens: TokensService
  readonly authenticate: Authenticate
  readonly readCaller: ReadCaller
}

export function bindTokens(router: Router, { tokens, authenticate, readCaller }: TokensPresentation): void {
  bindRoutes(
    router,
    'tokens',
    tokenRoutes,
    {
      list: async (_input, { principal }) => ({
        items: await tokens.list(principal.userId),
        nextCursor: null,
      }),
      create: async ({ body }, { principal, request }) =>
        tokens.create(principal.userId, body, readCaller(request)),
      revoke: async ({ params }, { principal, request }) => {
        await tokens.revoke(principal.userId, params.id, readCaller(request))
        return undefined
      },
    },
    authenticate,
  )
}

export function bindInternalTokens(router: Router, tokens: TokensService, authenticate: Authenticate): void {
  bindRoutes(
    router,
    'tokens',
    internalTokenRoutes,
    {
      exchange: async ({ body }, { response }) => {
        response.set('Cache-Control', 'no-store')
        return tokens.exchange(body.token)
      },
    },
    authenticate,
  )
}
