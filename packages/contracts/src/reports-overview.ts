/** Overview of reports: today, this week and the week before, by project and by label, in one answer. */
import * as z from 'zod'
import { aggregate, part } from './aggregates.ts'
import { WeekStart, Zone } from './primitives.ts'
import { Report } from './reports.ts'
import { route } from './route.ts'

export const ReportsOverview = aggregate({
  today: part(Report),
  week: part(Report),
  previousWeek: part(Report),
  todayByLabel: part(Report),
  weekByLabel: part(Report),
  previousWeekByLabel: part(Report),
})
export type ReportsOverview = z.infer<typeof ReportsOverview>

export const reportsOverviewRoutes = {
  get: route({
    method: 'GET',
    path: '/v1/reports/overview',
    summary: 'Today, this week and the week before, by project and by label, in one answer',
    access: 'user',
    scope: 'reports:read',
    query: z.strictObject({
      zone: Zone.optional(),
      weekStart: z.coerce.number().pipe(WeekStart).optional(),
    }),
    response: ReportsOverview,
  }),
}
