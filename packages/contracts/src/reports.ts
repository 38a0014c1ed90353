/** Reports: totals of a range of days, in two sums that reconcile. */
import * as z from 'zod'
import { CivilDate, Id, Instant, QueryFlag, WeekStart, Zone, many, Text } from './primitives.ts'
import { reportGroupings } from './report-groupings.ts'
import { route } from './route.ts'
import { TimeEntry } from './time-entries.ts'

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
 * `attributedSeconds - overlapSeconds - untimedSeconds = wallClockSeconds`. Groups add up to `attributedSeconds`;
 * by label they add up to `attributedSeconds + multiLabelSeconds`.
 */
export const ReportTotals = z.object({
  /** Length of the union of all entries: time by the clock on the wall. */
  wallClockSeconds: z.int(),
  /** Sum of all entries, each clipped to the range. */
  attributedSeconds: z.int(),
  /** Time counted more than once because entries overlap. */
  overlapSeconds: z.int(),
  /** Time of untimed entries: how long is known, and not when. */
  untimedSeconds: z.int(),
  /** Time of entries without any label. */
  untaggedSeconds: z.int(),
  /** Time counted more than once by label because entries have several. */
  multiLabelSeconds: z.int(),
  /** Time of billable entries; the rest of `attributedSeconds` is not billable. */
  billableSeconds: z.int(),
})
export type ReportTotals = z.infer<typeof ReportTotals>

/**
 * What a report is compared with: as many months where it counts whole months, else as many days, right before it.
 * Days, weeks and months are compared in their order, everything else by its key.
 */
export const ReportComparison = z.object({
  from: z.string(),
  to: z.string(),
  days: z.int(),
  totals: ReportTotals,
  /** Attributed time now, less what it was then. */
  differenceSeconds: z.int(),
  groups: z.array(
    ReportGroup.pick({ key: true, name: true, seconds: true }).extend({
      previousSeconds: z.int(),
      differenceSeconds: z.int(),
    }),
  ),
})
export type ReportComparison = z.infer<typeof ReportComparison>

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
  /** When it was asked for. */
  comparison: ReportComparison.optional(),
})
export type Report = z.infer<typeof Report>

/** A piece of an entry that lies in one day of the report; the pieces of a day add up to the day. */
const EntryPart = z.object({
  date: z.string(),
  /** Null of an untimed entry, as its end. */
  start: Instant.nullable(),
  end: Instant.nullable(),
  seconds: z.int(),
})

/** An entry with the title of its task, cut at the days and at the ends of the report. */
export const ReportEntry = TimeEntry.extend({ task: z.string().nullable(), parts: z.array(EntryPart) })
export type ReportEntry = z.infer<typeof ReportEntry>

/** A report by day with every entry that it counts, earliest first. */
export const DetailedReport = Report.omit({ comparison: true }).extend({ entries: z.array(ReportEntry) })
export type DetailedReport = z.infer<typeof DetailedReport>

export const GridBy = z.enum(['client', 'project', 'task', 'label'])

/**
 * Seven days at most as a grid: `groups` are its rows, `byDay` its columns. `daySeconds` of a group add up to its
 * `seconds`; those of one day to `attributedSeconds` of the day, by label with `multiLabelSeconds` on top.
 */
export const WeeklyReport = Report.omit({ comparison: true }).extend({
  by: GridBy,
  byDay: z.array(z.object({ date: z.string(), totals: ReportTotals })),
  groups: z.array(ReportGroup.extend({ daySeconds: z.array(z.int()) })),
})
export type WeeklyReport = z.infer<typeof WeeklyReport>

/**
 * `hours[weekday][hour]` in seconds, attributed: seven days, Monday first, of 24 hours on the clock of the zone. Untimed
 * entries are at no hour: the hours add up to `attributedSeconds - untimedSeconds`.
 */
export const HoursReport = Report.omit({ by: true, groups: true, comparison: true }).extend({
  hours: z.array(z.array(z.int())),
})
export type HoursReport = z.infer<typeof HoursReport>

/** Which days, and what of them. */
const asked = {
  from: CivilDate,
  to: CivilDate,
  zone: Zone.optional(),
  weekStart: z.coerce.number().pipe(WeekStart).optional(),
  project: Text(1000).optional(),
  label: many(Text(1000)).optional(),
  task: Id.optional(),
  /** Only billable time, or only time that is not. */
  billable: QueryFlag.optional(),
  /** Only entries that fit, such as `+billing duration>1h`. */
  filter: Text(2000).optional(),
}
const access = {
  method: 'GET',
  access: 'user',
  scope: 'reports:read',
  perProject: true,
  timeoutMs: 30_000,
} as const

export const reportRoutes = {
  summary: route({
    ...access,
    path: '/v1/reports/summary',
    summary: 'Totals of the days from `from` up to, not including, `to`',
    query: z.strictObject({ ...asked, by: ReportBy.default('project'), compare: QueryFlag.optional() }),
    response: Report,
  }),
  detailed: route({
    ...access,
    path: '/v1/reports/detailed',
    summary: 'Every entry of the days, with the totals of each day; at most 10000 entries',
    query: z.strictObject(asked),
    response: DetailedReport,
  }),
  weekly: route({
    ...access,
    path: '/v1/reports/weekly',
    summary: 'Seven days at most as a grid of clients, projects, tasks or labels by day',
    query: z.strictObject({ ...asked, by: GridBy.default('project') }),
    response: WeeklyReport,
  }),
  hours: route({
    ...access,
    path: '/v1/reports/hours',
    summary: 'Time by weekday and hour of the day',
    query: z.strictObject(asked),
    response: HoursReport,
  }),
}

export type ReportQuery = z.output<typeof reportRoutes.summary.query>
export type ReportDaysQuery = z.output<typeof reportRoutes.detailed.query>
export type WeeklyReportQuery = z.output<typeof reportRoutes.weekly.query>
