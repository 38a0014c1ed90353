import { syncRoutes } from '@goalixa/contracts/sync'
import type { Handlers } from '@goalixa/service-kit/bind-routes'
import type { SyncService } from './sync.service.ts'

export const syncHandlers = (sync: SyncService): Handlers<typeof syncRoutes> => ({
  exchange: ({ body }, call) => sync.exchange(call.principal.userId, body),
})
