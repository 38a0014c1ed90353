/** Reports that show more than groups: every entry, a grid of days, the hours of the week. */
import { AppError } from '@goalixa/contracts/errors'
import type {
  DetailedReport,
  HoursReport,
  Report,
  ReportEntry,
  WeeklyReport,
} from '@goalixa/contracts/reports'
import type { TimeEntry, TimedEntry } from '@goalixa/contracts/time-entries'
import type { Bucket } from '../calendar.ts'
import { dayBuckets, fromInstantText, toInstantText } from '../calendar.ts'
import { hoursOf } from '../report-hours.ts'
import { bucketAt, totalsOf } from '../totals.ts'
import { isTimed, placeOfEntry } from '../untimed.ts'
import type { ReportRange, Tracked } from './reports.ts'
import { countedOf, namesOf, reportOf } from './reports.ts'

/** More entries than this are an export, not something to read. */
export const mostReportEntries = 10_000
const mostGridDays = 7

interface Listed {
  /** Entries that touch the range, in any order. */
  readonly entries: readonly TimeEntry[]
  /** Titles of their tasks, by id. */
  readonly taskTitles: ReadonlyMap<string, string>
  readonly billable?: boolean | undefined
}

/** The report by day, of a range with `by: 'day'`, with its entries cut at its days. */
export function detailedOf(
  report: Report,
  range: Pick<ReportRange, 'from' | 'to' | 'zone' | 'weekStart' | 'asOf'>,
  { entries, taskTitles, billable }: Listed,
): DetailedReport {
  const days = dayBuckets(range.from, range.to, range.zone, range.weekStart)
  const cut = entries
    .filter((entry) => billable === undefined || entry.billable === billable)
    .map((entry): ReportEntry => ({
      ...entry,
      task: entry.taskId === null ? null : (taskTitles.get(entry.taskId) ?? null),
      parts: isTimed(entry) ? partsOf(entry, days, range.asOf) : dayOf(entry, range),
    }))
    .filter(({ parts }) => parts.length > 0)
    .toSorted((a, b) => placeOfEntry(a) - placeOfEntry(b) || inOrder(a.id, b.id))
  return { ...report, entries: cut }
}

const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** An untimed entry is one piece, in its day. */
const dayOf = (
  { date, durationSeconds }: TimeEntry,
  { from, to }: Pick<ReportRange, 'from' | 'to'>,
): ReportEntry['parts'] =>
  date === null || date < from || date >= to
    ? []
    : [{ date, start: null, end: null, seconds: durationSeconds }]

/** One piece for each day that the entry reaches (D9); an empty entry has an empty piece where it is. */
function partsOf(entry: TimedEntry, days: readonly Bucket[], asOf: number): ReportEntry['parts'] {
  const start = fromInstantText(entry.start)
  const end = entry.end === null ? Math.max(start, asOf) : fromInstantText(entry.end)
  const parts: ReportEntry['parts'] = []
  for (let at = bucketAt(days, start); at < days.length; at++) {
    const day = days[at]!
    const [from, to] = [Math.max(start, day.start), Math.min(end, day.end)]
    if (day.start > end) break
    if (to > from || (start === end && start >= day.start && start < day.end))
      parts.push({ date: day.key, start: toInstantText(from), end: toInstantText(to), seconds: to - from })
  }
  return parts
}

/** @throws AppError `request.invalid` when there are more entries than a person reads */
export function refuseTooMany(count: number): void {
  if (count <= mostReportEntries) return
  const message = `at most ${mostReportEntries} entries can be listed; choose fewer days`
  throw new AppError('request.invalid', `query.to: ${message}`, {
    fields: [{ path: 'query.to', message }],
  })
}

/**
 * The grid of a range that is grouped by client, project, task or label: largest rows first, a column for each day.
 * @throws AppError `request.invalid` for more than seven days
 */
export function weeklyOf(range: ReportRange & { by: WeeklyReport['by'] }, tracked: Tracked): WeeklyReport {
  refuseManyDays(range)
  const report = reportOf(range, tracked)
  const counted = countedOf(tracked)
  const days = dayBuckets(range.from, range.to, range.zone, range.weekStart).map(({ key, start, end }) => {
    const next = Temporal.PlainDate.from(key).add({ days: 1 }).toString()
    const { totals, groups } = totalsOf(counted, {
      start,
      end,
      from: key,
      to: next,
      by: range.by,
      buckets: [],
      nameOf: namesOf(range.by, tracked),
    })
    return { date: key, totals, seconds: new Map(groups.map((group) => [group.key, group.seconds])) }
  })
  return {
    ...report,
    by: range.by,
    byDay: days.map(({ date, totals }) => ({ date, totals })),
    groups: report.groups.map((group) => ({
      ...group,
      daySeconds: days.map(({ seconds }) => seconds.get(group.key) ?? 0),
    })),
  }
}

function refuseManyDays({ days }: ReportRange): void {
  if (days <= mostGridDays) return
  const message = `a grid has at most ${mostGridDays} days`
  throw new AppError('request.invalid', `query.to: ${message}`, {
    try: 'ask for one week, such as :lastweek or 2026-W10',
    fields: [{ path: 'query.to', message }],
  })
}

/** When in the week time was tracked, of a range with `by: 'day'`. */
export function hoursReportOf(range: ReportRange, tracked: Tracked): HoursReport {
  const { by: _, groups: __, ...head } = reportOf(range, tracked)
  const days = dayBuckets(range.from, range.to, range.zone, range.weekStart)
  return { ...head, hours: hoursOf(countedOf(tracked), days, range.zone) }
}
