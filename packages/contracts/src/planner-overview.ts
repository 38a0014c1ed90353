/** Overview of a day for planning: its plan, open tasks that it asks for, its time entries, the weekly goals of its week. */
import * as z from 'zod'
import { aggregate, part } from './aggregates.ts'
import { DayPlan } from './planner.ts'
import { CivilDate, Zone, page } from './primitives.ts'
import { route } from './route.ts'
import { Task } from './tasks.ts'
import { TimeEntry } from './time-entries.ts'
import { WeeklyGoal } from './weekly-goals.ts'

export const PlannerOverview = aggregate({
  /** To-dos and target of the day. */
  day: part(DayPlan),
  /** Open, and due or scheduled on the day or before. */
  tasks: part(page(Task)),
  /** Those that touch the day. */
  entries: part(page(TimeEntry)),
  weeklyGoals: part(page(WeeklyGoal)),
})
export type PlannerOverview = z.infer<typeof PlannerOverview>

export const plannerOverviewRoutes = {
  get: route({
    method: 'GET',
    path: '/v1/planner/overview',
    summary:
      'What a day asks for: its plan, open tasks due or scheduled by then, its entries, the goals of its week',
    access: 'user',
    scope: 'read',
    query: z.strictObject({
      /** Today unless given. */
      day: CivilDate.optional(),
      zone: Zone.optional(),
    }),
    response: PlannerOverview,
  }),
}
