/** The dashboard: one answer made of several; a part that fails says so and the others still come. */
import * as z from 'zod'
import { Account } from './accounts.ts'
import { aggregate, part } from './aggregates.ts'
import { Zone, page } from './primitives.ts'
import { Report } from './reports.ts'
import { route } from './route.ts'
import { Task } from './tasks.ts'
import { TimeEntry } from './time-entries.ts'
import { Timer } from './timer.ts'

export const Dashboard = aggregate({
  account: part(Account),
  timer: part(Timer),
  today: part(Report),
  week: part(Report),
  tasks: part(page(Task)),
  entries: part(page(TimeEntry)),
})
export type Dashboard = z.infer<typeof Dashboard>

export const dashboardRoutes = {
  get: route({
    method: 'GET',
    path: '/v1/dashboard',
    summary: 'Timer, today, this week, open tasks and latest entries in one answer',
    access: 'user',
    scope: 'read',
    query: z.strictObject({ zone: Zone.optional() }),
    response: Dashboard,
  }),
}
