/** Reports: the same document from the server's tables and from the store of a device. */
import { AppError } from '@goalixa/contracts/errors'
import type { Report, ReportBy } from '@goalixa/contracts/reports'
import type { DaySettings } from '@goalixa/contracts/settings'
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
  /** Only billable time, or only what is not; all unless said. */
  readonly wantedBillable?: boolean | undefined
  /** Names of the clients, projects or tasks of `own`, also of those in the trash, when that is what groups are made by. */
  readonly names: ReadonlyMap<string, string>
}

/** A day is a line of the report: more of them than this is a mistake, not a report. */
const mostDays = 100_000
const mostDayLines = 4_000

/** @throws AppError `request.invalid` when the range is empty or too long */
export function reportRange(query: ReportRangeQuery, settings: DaySettings, nowMs: number): ReportRange {
  const { from, to, by } = query
  const days = daysOf(query)
  const zone = query.zone ?? settings.zone ?? 'UTC'
  const weekStart = query.weekStart ?? settings.weekStart
  const [start, end] = [startOfDay(from, zone), startOfDay(to, zone)]
  return { from, to, by, zone, weekStart, days, start, end, asOf: Math.floor(nowMs / 1000) }
}

/** An entry has its own labels, its task's and its project's (D6); labels in the trash count no more. */
export function withEffectiveLabels({
  own,
  inherited,
  labelNames,
}: Pick<Tracked, 'own' | 'inherited' | 'labelNames'>): TrackedSpans[] {
  const labelsOf = (id: string | null): readonly string[] => (id === null ? [] : (inherited.get(id) ?? []))
  return own.map((group) => {
    const all = new Set([...group.labelIds, ...labelsOf(group.taskId), ...labelsOf(group.projectId)])
    return { ...group, labelIds: [...all].filter((id) => labelNames.has(id)) }
  })
}

/** With the client of each project, by its id, also of those in the trash. */
export const withClients = (
  own: readonly TrackedSpans[],
  clientOf: ReadonlyMap<string, string | null>,
): TrackedSpans[] =>
  own.map((group) => ({
    ...group,
    clientId: group.projectId === null ? null : (clientOf.get(group.projectId) ?? null),
  }))

/** With effective labels, what has all the labels that are wanted and is billable or not as wanted. */
export function countedOf(tracked: Tracked): TrackedSpans[] {
  const { wantedLabels, wantedBillable } = tracked
  return withEffectiveLabels(tracked).filter(
    ({ labelIds, billable = false }) =>
      wantedLabels.every((id) => labelIds.includes(id)) &&
      (wantedBillable === undefined || billable === wantedBillable),
  )
}

/** Name of a client, project, task or label of the report, by its id. */
export function namesOf(by: ReportBy, { names, labelNames }: Tracked): (id: string) => string {
  const known = by === 'label' ? labelNames : names
  return (id) => known.get(id) ?? id
}

/** The document: totals and groups of what is wanted. */
export function reportOf(range: ReportRange, tracked: Tracked): Report {
  const { start, end, asOf, from, to, zone, weekStart, days, by } = range
  const { totals, groups } = totalsOf(countedOf(tracked), {
    start,
    end,
    from,
    to,
    by,
    buckets: bucketsOf(by)(from, to, zone, weekStart),
    nameOf: namesOf(by, tracked),
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
