/** How the app is asked for a report. */
import type { Range } from './days.ts'

/** `weekStart`: the day that weeks begin with; that of the person's settings unless given. */
export const summaryPath = ({ from, to }: Range, by: string, zone: string, weekStart?: number): string => {
  const start: Record<string, string> = weekStart === undefined ? {} : { weekStart: String(weekStart) }
  return `/v1/reports/summary?${new URLSearchParams({ from, to, by, zone, ...start }).toString()}`
}
