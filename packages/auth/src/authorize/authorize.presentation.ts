import type { Router } from 'express'
import { authorizeRoutes } from '@goalixa/contracts/authorize'
import { bindRoutes } from '@goalixa/service-kit/bind-routes'
import type { Authenticate } from '@goalixa/service-kit/bind-routes'
import type { ReadCaller } from '../caller.ts'
import type { Deliver } from '../sessions/deliver.ts'
import type { RequireFreshSession } from '../step-up/fresh-session.ts'
import type { AuthorizeService } from './authorize.service.ts'

interface AuthorizePresentation {
  readonly authorize: AuthorizeService
  readonly requireFreshSession: RequireFreshSession
  readonly authenticate: Authenticate
  readonly deliver: Deliver
  readonly readCaller: ReadCaller
}

export function bindAuthorize(router: Router, options: AuthorizePresentation): void {
  const { authorize, requireFreshSession, authenticate, deliver, readCaller } = options
  bindRoutes(
    router,
    'authorize',
    authorizeRoutes,
    {
      create: async ({ body }, { principal, request }) => {
        await requireFreshSession(principal)
        const device = body.device?.trim() || 'goalixa'
        return authorize.create({ ...body, device }, { ...principal, caller: readCaller(request) })
      },
      token: async ({ body }, { request, response }) => {
        response.set('Cache-Control', 'no-store')
        return deliver(await authorize.token({ ...body, caller: readCaller(request) }), response)
      },
    },
    authenticate,
  )
}
