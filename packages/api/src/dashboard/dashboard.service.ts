/** What the dashboard is made of. */
import type { Service } from '../aggregates/aggregate.ts'
import { dayAt, dayRange, weekRange } from '../aggregates/days.ts'
import { summaryPath } from '../aggregates/report-path.ts'

/** Service and path of each part, for the moment and the zone. */
export function dashboardParts(epochMs: number, zone: string) {
  const day = dayAt(epochMs, zone)
  return {
    account: ['auth', '/auth/me'],
    timer: ['app', '/v1/timer'],
    today: ['app', summaryPath(dayRange(day), 'project', zone)],
    week: ['app', summaryPath(weekRange(day), 'day', zone)],
    tasks: ['app', '/v1/tasks?status=open&limit=50'],
    entries: ['app', '/v1/time-entries?limit=20'],
  } as const satisfies Record<string, readonly [Service, string]>
}
