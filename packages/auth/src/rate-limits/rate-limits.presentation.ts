/** Leases of the gateway: a block of a limit at once, so that it need not ask for each request. */
import type { Router } from 'express'
import { bindRoutes } from '@goalixa/service-kit/bind-routes'
import type { Authenticate } from '@goalixa/service-kit/bind-routes'
import { internalRateLimitRoutes } from '../internal-routes.ts'
import type { RateLimits } from './rate-limits.service.ts'

export function bindInternalRateLimits(
  router: Router,
  limits: Pick<RateLimits, 'take'>,
  authenticate: Authenticate,
): void {
  bindRoutes(
    router,
    'rateLimits',
    internalRateLimitRoutes,
    {
      lease: async ({ body: { who, limit, windowSeconds, units } }, { response }) => {
        response.set('Cache-Control', 'no-store')
        return limits.take({ name: 'gateway', who }, { limit, windowSeconds }, { cost: units, partly: true })
      },
    },
    authenticate,
  )
}
