import type { Router } from 'express'
import { auditRoutes } from '@goalixa/contracts/audit'
import { bindRoutes } from '@goalixa/service-kit/bind-routes'
import type { Authenticate } from '@goalixa/service-kit/bind-routes'
import { requireOperator } from '@goalixa/service-kit/operators'
import type { AuditService } from './audit.service.ts'

export function bindAudit(router: Router, audit: AuditService, authenticate: Authenticate): void {
  bindRoutes(
    router,
    'audit',
    auditRoutes,
    {
      list: async ({ query }, { principal }) => audit.list({ ...query, userId: principal.userId }),
      listAll: async ({ query }, { principal }) => {
        requireOperator(principal)
        return audit.list({ ...query, userId: query.userId ?? null })
      },
    },
    authenticate,
  )
}
