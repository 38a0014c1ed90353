/** What the overview of reports is made of. */
import type { Service } from '../aggregates/aggregate.ts'
import { dayAt, dayRange, plusDays, weekRange } from '../aggregates/days.ts'
import { summaryPath } from '../aggregates/report-path.ts'

/** Service and path of each part. `weekStart`: 1 Monday to 7 Sunday. */
export function reportsOverviewParts(epochMs: number, zone: string, weekStart = 1) {
  const day = dayAt(epochMs, zone)
  const week = weekRange(day, weekStart)
  const ranges = {
    today: dayRange(day),
    week,
    previousWeek: { from: plusDays(week.from, -7), to: week.from },
  }
  const by = (name: keyof typeof ranges, grouping: 'project' | 'label'): readonly [Service, string] => [
    'app',
    summaryPath(ranges[name], grouping, zone, weekStart),
  ]
  return {
    today: by('today', 'project'),
    week: by('week', 'project'),
    previousWeek: by('previousWeek', 'project'),
    todayByLabel: by('today', 'label'),
    weekByLabel: by('week', 'label'),
    previousWeekByLabel: by('previousWeek', 'label'),
  }
}
