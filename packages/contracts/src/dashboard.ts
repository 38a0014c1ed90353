/** The dashboard: one answer made of several; a part that fails says so and the others still come. */
import * as z from 'zod'
import { Account } from './accounts.ts'
import { Problem } from './problem.ts'
import { Zone } from './primitives.ts'
import { Report } from './reports.ts'
import { route } from './route.ts'
import { Task } from './tasks.ts'
import { TimeEntry } from './time-entries.ts'
import { Timer } from './timer.ts'

/** `ms`: how long the part took at the gateway. Exactly one of `data` and `problem` is there. */
const part = <Data extends z.ZodType>(data: Data) =>
  z.object({ status: z.int(), ms: z.int(), data: data.optional(), problem: Problem.optional() })

export const Dashboard = z.object({
  /** Did every part come? */
  complete: z.boolean(),
  parts: z.object({
    account: part(Account),
    timer: part(Timer),
    today: part(Report),
    week: part(Report),
    tasks: part(z.object({ items: z.array(Task), nextCursor: z.string().nullable() })),
    entries: part(z.object({ items: z.array(TimeEntry), nextCursor: z.string().nullable() })),
  }),
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
