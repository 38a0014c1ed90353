import type { Router } from 'express'
import { accountRoutes } from '@goalixa/contracts/accounts'
import { bindRoutes } from '@goalixa/service-kit/bind-routes'
import type { Authenticate } from '@goalixa/service-kit/bind-routes'
import type { KeysService } from './keys.service.ts'
import { cacheSeconds } from './rotation.ts'

export function bindKeys(router: Router, keys: KeysService, authenticate: Authenticate): void {
  const { jwks } = accountRoutes
  bindRoutes(
    router,
    'accounts',
    { jwks },
    {
      jwks: async (_input, { response }) => {
        const published = await keys.published()
        response.set('Cache-Control', `public, max-age=${cacheSeconds}`)
        return { keys: published }
      },
    },
    authenticate,
  )
}
