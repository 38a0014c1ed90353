import { reportRoutes } from '@goalixa/contracts/reports'
import type { Handlers } from '@goalixa/service-kit/bind-routes'
import type { ReportsService } from './reports.service.ts'

export const reportsHandlers = (reports: ReportsService): Handlers<typeof reportRoutes> => ({
  summary: ({ query }, { principal }) =>
    reports.summary(principal.userId, { ...query, within: principal.projectId }),
  detailed: ({ query }, { principal }) =>
    reports.detailed(principal.userId, { ...query, within: principal.projectId }),
  weekly: ({ query }, { principal }) =>
    reports.weekly(principal.userId, { ...query, within: principal.projectId }),
  hours: ({ query }, { principal }) =>
    reports.hours(principal.userId, { ...query, within: principal.projectId }),
})
