/** What the overview of a day is made of. */
import type { Service } from '../aggregates/aggregate.ts'
import { dayAt, plusDays, startOf } from '../aggregates/days.ts'

/** Service and path of each part. `day`: today in the zone unless given. */
export function plannerOverviewParts(epochMs: number, zone: string, day = dayAt(epochMs, zone)) {
  const path = (of: string, query: Readonly<Record<string, string>>): readonly [Service, string] => [
    'app',
    `${of}?${new URLSearchParams(query).toString()}`,
  ]
  const limit = '500'
  return {
    day: path('/v1/planner', { date: day, zone }),
    tasks: path('/v1/tasks', { status: 'open', plannedBy: day, zone, limit }),
    entries: path('/v1/time-entries', {
      from: startOf(day, zone),
      to: startOf(plusDays(day, 1), zone),
      limit,
    }),
    weeklyGoals: path('/v1/weekly-goals', { week: day, zone, limit }),
  }
}
