/**
 * The one function that makes totals, for the server's reports and for every screen.
 * Stores only narrow to the range and group equal (task, project, labels); all arithmetic is here.
 */
import type { Bucket } from './calendar.ts'
import type { ReportBy, ReportGroup, ReportTotals } from '@goalixa/contracts/reports'
import type { DaySeconds } from './untimed.ts'

/** Spans of entries that share task, project and labels: `[start, end, start, end, …]` in epoch seconds. */
export interface TrackedSpans {
  readonly taskId: string | null
  readonly projectId: string | null
  /** The client of the project; absent where nobody asks. */
  readonly clientId?: string | null | undefined
  /** Effective labels: the entry's own, its task's and its project's, each once. */
  readonly labelIds: readonly string[]
  /** Absent where nobody asks: what does not say it counts as not billable. */
  readonly billable?: boolean | undefined
  readonly spans: ArrayLike<number>
  /** Untimed entries of the same kind; none unless said. A date may come several times. */
  readonly untimed?: readonly DaySeconds[] | undefined
}

interface TotalsOptions {
  /** Epoch seconds of the range, `[start, end)`. */
  readonly start: number
  readonly end: number
  /** Civil dates of the range, `[from, to)`, for untimed entries; without one, that side is open. */
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly by: ReportBy
  /** The days, weeks or months of the range, for those groupings. */
  readonly buckets: readonly Bucket[]
  /** Name of a client, project, task or label. */
  readonly nameOf: (id: string) => string
}

export interface Totals {
  readonly totals: ReportTotals
  readonly groups: readonly ReportGroup[]
}

export const nameOfNone = '(none)'

/** Totals and groups of the range; spans are clipped to it, never split in storage. */
export function totalsOf(tracked: readonly TrackedSpans[], options: TotalsOptions): Totals {
  const clipped = tracked.map((group): Clipped => {
    const { spans, seconds } = clip(group.spans, options.start, options.end)
    const untimed = (group.untimed ?? []).filter(({ date }) => isInside(date, options))
    const untimedSeconds = sum(untimed.map((day) => day.seconds))
    return { ...group, spans, untimed, untimedSeconds, seconds: seconds + untimedSeconds }
  })
  const attributedSeconds = sum(clipped.map((group) => group.seconds))
  const untimedSeconds = sum(clipped.map((group) => group.untimedSeconds))
  const wallClockSeconds = unionSeconds(clipped.map((group) => group.spans))
  const totals: ReportTotals = {
    wallClockSeconds,
    attributedSeconds,
    overlapSeconds: attributedSeconds - untimedSeconds - wallClockSeconds,
    untimedSeconds,
    untaggedSeconds: sum(
      clipped.filter((group) => group.labelIds.length === 0).map((group) => group.seconds),
    ),
    multiLabelSeconds: sum(clipped.map((group) => group.seconds * Math.max(0, group.labelIds.length - 1))),
    billableSeconds: sum(clipped.map((group) => (group.billable === true ? group.seconds : 0))),
  }
  const seconds = options.buckets.length > 0 ? byBucket(clipped, options.buckets) : byKey(clipped, options)
  const groups = seconds.map((group) => ({
    ...group,
    share: attributedSeconds === 0 ? 0 : Math.round((group.seconds / attributedSeconds) * 1e4) / 1e4,
  }))
  return { totals, groups }
}

interface Clipped extends TrackedSpans {
  readonly spans: Float64Array
  readonly untimed: readonly DaySeconds[]
  readonly untimedSeconds: number
  /** Of spans and untimed entries. */
  readonly seconds: number
}
type GroupSeconds = Omit<ReportGroup, 'share'>

const isInside = (date: string, { from, to }: Pick<TotalsOptions, 'from' | 'to'>): boolean =>
  (from === undefined || date >= from) && (to === undefined || date < to)

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)

function clip(
  spans: ArrayLike<number>,
  start: number,
  end: number,
): { spans: Float64Array; seconds: number } {
  const kept = new Float64Array(spans.length)
  let length = 0
  let seconds = 0
  for (let index = 0; index < spans.length; index += 2) {
    const from = Math.max(spans[index]!, start)
    const to = Math.min(spans[index + 1]!, end)
    if (to <= from) continue
    kept[length++] = from
    kept[length++] = to
    seconds += to - from
  }
  return { spans: kept.subarray(0, length), seconds }
}

/** Length of the union: sweeps over all starts and ends in order, counting while anything is open. */
function unionSeconds(lists: readonly Float64Array[]): number {
  const count = sum(lists.map((list) => list.length / 2))
  const starts = new Float64Array(count)
  const ends = new Float64Array(count)
  let at = 0
  for (const list of lists) {
    for (let index = 0; index < list.length; index += 2) {
      starts[at] = list[index]!
      ends[at++] = list[index + 1]!
    }
  }
  starts.sort()
  ends.sort()
  let seconds = 0
  let open = 0
  let since = 0
  for (let start = 0, end = 0; end < count;) {
    if (start < count && starts[start]! <= ends[end]!) {
      if (open++ === 0) since = starts[start]!
      start++
    } else {
      if (--open === 0) seconds += ends[end]! - since
      end++
    }
  }
  return seconds
}

/** Every bucket of the range in its order, also the empty ones: days add up to the range. */
function byBucket(groups: readonly Clipped[], buckets: readonly Bucket[]): GroupSeconds[] {
  const seconds = new Float64Array(buckets.length)
  for (const { spans, untimed } of groups) {
    for (const { date, seconds: ofDay } of untimed) seconds[bucketOfDate(buckets, date)]! += ofDay
    for (let index = 0; index < spans.length; index += 2) {
      const from = spans[index]!
      const to = spans[index + 1]!
      for (let at = bucketAt(buckets, from); at < buckets.length && buckets[at]!.start < to; at++) {
        seconds[at]! += Math.max(0, Math.min(to, buckets[at]!.end) - Math.max(from, buckets[at]!.start))
      }
    }
  }
  return buckets.map(({ key, name }, index) => ({ key, name, seconds: seconds[index]! }))
}

/** Index of the bucket that holds a civil date of the range: by dates, so that it is no matter of zones (D10). */
const bucketOfDate = (buckets: readonly Bucket[], date: string): number =>
  Math.max(
    0,
    buckets.findLastIndex(({ key }) => key <= date),
  )

/** Index of the last bucket that starts at or before the instant, both in epoch seconds; 0 before all of them. */
export function bucketAt(buckets: readonly Bucket[], instant: number): number {
  let low = 0
  let high = buckets.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (buckets[middle]!.start <= instant) low = middle
    else high = middle - 1
  }
  return low
}

/** Largest first; what has no client, project, task or label comes as `(none)`, so that nothing vanishes. */
function byKey(groups: readonly Clipped[], { by, nameOf }: TotalsOptions): GroupSeconds[] {
  const seconds = new Map<string | null, number>()
  for (const group of groups) {
    if (group.seconds === 0) continue
    for (const key of keysOf(group, by)) seconds.set(key, (seconds.get(key) ?? 0) + group.seconds)
  }
  return [...seconds]
    .map(([key, total]) => ({ key, name: key === null ? nameOfNone : nameOf(key), seconds: total }))
    .toSorted((a, b) => b.seconds - a.seconds || inOrder(a.name, b.name) || inOrder(a.key ?? '', b.key ?? ''))
}

const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function keysOf(group: TrackedSpans, by: ReportBy): readonly (string | null)[] {
  if (by === 'project') return [group.projectId]
  if (by === 'task') return [group.taskId]
  if (by === 'client') return [group.clientId ?? null]
  return group.labelIds.length === 0 ? [null] : group.labelIds
}
