/** Reports: the same document from the server's tables and from the store of a device. */
import { AppError } from '@goalixa/contracts/errors'
import type { Report, ReportBy } from '@goalixa/contracts/reports'
import type { Settings } from '@goalixa/contracts/settings'
import { dayBuckets, monthBuckets, startOfDay, toInstantText, weekBuckets } from '../calendar.ts'
import type { TrackedSpans } from '../totals.ts'
import { totalsOf } from '../totals.ts'

/** `from` and `to` are civil dates; `to` is exclusive. */
export interface ReportRangeQuery {
  readonly from: string
  readonly to: string
  readonly by: ReportBy
  readonly zone?: string | undefined
  readonly weekStart?: number | undefined
}

/** What a report is about: `start`, `end` and `asOf` in epoch seconds; a running entry counts up to `asOf`. */
export interface ReportRange extends Pick<Report, 'from' | 'to' | 'by' | 'zone' | 'weekStart' | 'days'> {
  readonly start: number
  readonly end: number
  readonly asOf: number
}

/** What a report counts. */
export interface Tracked {
  /** With their own labels only. */
  readonly own: readonly TrackedSpans[]
  /** Labels of a task or project, by its id, also of those in the trash. */
  readonly inherited: ReadonlyMap<string, readonly string[]>
  /** Names of live labels, by id. */
  readonly labelNames: ReadonlyMap<string, string>
  /** Ids of labels that an entry must have, all of them. */
  readonly wantedLabels: readonly string[]
  /** Names of the projects or tasks of `own`, also of those in the trash, when that is what groups are made by. */
  readonly names: ReadonlyMap<string, string>
}

/** A day is a line of the report: more of them than this is a mistake, not a report. */
const mostDays = 100_000
const mostDayLines = 4_000

/** @throws AppError `request.invalid` when the range is empty or too long */
export function reportRange(query: ReportRangeQuery, settings: Settings, nowMs: number): ReportRange {
  const { from, to, by } = query
  const days = daysOf(query)
  const zone = query.zone ?? settings.zone ?? 'UTC'
  const weekStart = query.weekStart ?? settings.weekStart
  const [start, end] = [startOfDay(from, zone), startOfDay(to, zone)]
  return { from, to, by, zone, weekStart, days, start, end, asOf: Math.floor(nowMs / 1000) }
}

/** An entry has its own labels, its task's and its project's; labels in the trash count no more. */
export function reportOf(range: ReportRange, tracked: Tracked): Report {
  const { start, end, asOf, from, to, zone, weekStart, days, by } = range
  const { own, inherited, labelNames, wantedLabels, names } = tracked
  const labelsOf = (id: string | null): readonly string[] => (id === null ? [] : (inherited.get(id) ?? []))
  const counted = own
    .map((group) => {
      const all = new Set([...group.labelIds, ...labelsOf(group.taskId), ...labelsOf(group.projectId)])
      return { ...group, labelIds: [...all].filter((id) => labelNames.has(id)) }
    })
    .filter((group) => wantedLabels.every((id) => group.labelIds.includes(id)))
  const nameOf = by === 'project' || by === 'task' ? names : labelNames
  const { totals, groups } = totalsOf(counted, {
    start,
    end,
    by,
    buckets: bucketsOf(by)(from, to, zone, weekStart),
    nameOf: (id) => nameOf.get(id) ?? id,
  })
  return { from, to, zone, weekStart, days, by, asOf: toInstantText(asOf), totals, groups: [...groups] }
}

const bucketsOf = (by: ReportBy) =>
  by === 'day' ? dayBuckets : by === 'week' ? weekBuckets : by === 'month' ? monthBuckets : () => []

function daysOf({ from, to, by }: ReportRangeQuery): number {
  const days = Temporal.PlainDate.from(from).until(to).days
  const refuse = (path: string, message: string) => {
    throw new AppError('request.invalid', `query.${path}: ${message}`, {
      fields: [{ path: `query.${path}`, message }],
    })
  }
  if (days <= 0) refuse('to', 'it must be after from; the last day is not included')
  if (days > mostDays) refuse('to', `at most ${mostDays} days after from`)
  if (by === 'day' && days > mostDayLines)
    refuse('by', `at most ${mostDayLines} days can be listed; choose week or month`)
  return days
}
