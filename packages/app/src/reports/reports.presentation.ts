import { reportRoutes } from '@goalixa/contracts/reports'
import type { Handlers } from '@goalixa/service-kit/bind-routes'
import type { ReportsService } from './reports.service.ts'

export const reportsHandlers = (reports: ReportsService): Handlers<typeof reportRoutes> => ({
  summary: ({ query }, call) => reports.summary(call.principal.userId, query),
})
