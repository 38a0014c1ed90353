import type { Router } from 'express'
import { bindRoutes } from '@goalixa/service-kit/bind-routes'
import type { Authenticate } from '@goalixa/service-kit/bind-routes'
import { internalDeletedAccountRoutes } from '../internal-routes.ts'
import type { DeletedAccountsService } from './deleted-accounts.service.ts'

export function bindInternalDeletedAccounts(
  router: Router,
  deletedAccounts: DeletedAccountsService,
  authenticate: Authenticate,
): void {
  bindRoutes(
    router,
    'deletedAccounts',
    internalDeletedAccountRoutes,
    { list: ({ query }) => deletedAccounts.after(query.after) },
    authenticate,
  )
}
