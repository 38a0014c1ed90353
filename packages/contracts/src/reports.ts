/** Reports: totals of a range of days, in two sums that reconcile. */
import * as z from 'zod'
import { CivilDate, Id, WeekStart, Zone, many, Text } from './primitives.ts'
import { reportGroupings } from './report-groupings.ts'
import { route } from './route.ts'

export const ReportBy = z.enum(reportGroupings)
export type ReportBy = z.infer<typeof ReportBy>

export const ReportGroup = z.object({
  /** The id, or the first day of a day, week or month; null stands for entries without one. */
  key: z.string().nullable(),
  name: z.string(),
  seconds: z.int(),
  /** Part of `attributedSeconds`, 0 to 1. */
  share: z.number(),
})
export type ReportGroup = z.infer<typeof ReportGroup>

/**
 * `attributedSeconds - overlapSeconds = wallClockSeconds`. Groups add up to `attributedSeconds`;
 * by label they add up to `attributedSeconds + multiLabelSeconds`.
 */
export const ReportTotals = z.object({
  /** Length of the union of all entries: time by the clock on the wall. */
  wallClockSeconds: z.int(),
  /** Sum of all entries, each clipped to the range. */
  attributedSeconds: z.int(),
  /** Time counted more than once because entries overlap. */
  overlapSeconds: z.int(),
  /** Time of entries without any label. */
  untaggedSeconds: z.int(),
  /** Time counted more than once by label because entries have several. */
  multiLabelSeconds: z.int(),
})
export type ReportTotals = z.infer<typeof ReportTotals>

export const Report = z.object({
  from: CivilDate,
  to: CivilDate,
  zone: z.string(),
  weekStart: WeekStart,
  days: z.int(),
  by: ReportBy,
  /** The instant up to which a running entry was counted. */
  asOf: z.string(),
  totals: ReportTotals,
  groups: z.array(ReportGroup),
})
export type Report = z.infer<typeof Report>

export const reportRoutes = {
  summary: route({
    method: 'GET',
    path: '/v1/reports/summary',
    summary: 'Totals of the days from `from` up to, not including, `to`',
    access: 'user',
    scope: 'reports:read',
    query: z.strictObject({
      from: CivilDate,
      to: CivilDate,
      by: ReportBy.default('project'),
      zone: Zone.optional(),
      weekStart: z.coerce.number().pipe(WeekStart).optional(),
      project: Text(1000).optional(),
      label: many(Text(1000)).optional(),
      task: Id.optional(),
    }),
    response: Report,
    timeoutMs: 30_000,
  }),
}

export type ReportQuery = z.output<typeof reportRoutes.summary.query>
