import type { Router } from 'express'
import { bindRoutes } from '@goalixa/service-kit/bind-routes'
import type { Authenticate } from '@goalixa/service-kit/bind-routes'
import { internalRevocationRoutes } from '../internal-routes.ts'
import type { RevocationsService } from './revocations.service.ts'

export function bindInternalRevocations(
  router: Router,
  revocations: RevocationsService,
  authenticate: Authenticate,
) {
  bindRoutes(
    router,
    'revocations',
    internalRevocationRoutes,
    {
      list: async ({ query }, { response }) => {
        response.set('Cache-Control', 'no-store')
        return revocations.after(query.after)
      },
    },
    authenticate,
  )
}
