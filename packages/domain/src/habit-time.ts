/** How long was tracked under a label on each day: each moment once, in the days of a zone, and untimed entries. */
import { dayBuckets } from './calendar.ts'
import { dayNumber } from './habit-days.ts'
import type { ReportRange, Tracked } from './plans/reports.ts'
import { withEffectiveLabels } from './plans/reports.ts'

/** What counts in a range: see {@link Tracked}. */
export type Counted = Pick<Tracked, 'own' | 'inherited' | 'labelNames'>

/** Seconds by the number of the day; days without any are left out. A label in the trash is on nothing any more. */
export function secondsByDay(labelId: string, range: ReportRange, counted: Counted): Map<number, number> {
  const labelled = withEffectiveLabels(counted).filter(({ labelIds }) => labelIds.includes(labelId))
  const days = new Map<number, number>()
  for (const { date, seconds } of labelled.flatMap(({ untimed = [] }) => untimed)) {
    if (date < range.from || date >= range.to) continue
    days.set(dayNumber(date), (days.get(dayNumber(date)) ?? 0) + seconds)
  }
  const spans = labelled.flatMap((group) => pairsOf(group.spans)).toSorted(([a], [b]) => a - b)
  if (spans.length === 0) return days
  const buckets = dayBuckets(range.from, range.to, range.zone, range.weekStart)
  let bucket = 0
  let covered = range.start
  for (const [start, end] of spans) {
    let from = Math.max(start, covered)
    covered = Math.max(covered, end)
    while (from < end) {
      while (bucket < buckets.length && buckets[bucket]!.end <= from) bucket++
      const day = buckets[bucket]
      if (day === undefined) break
      const until = Math.min(end, day.end)
      const number = dayNumber(day.key)
      days.set(number, (days.get(number) ?? 0) + until - from)
      from = until
    }
  }
  return days
}

function pairsOf(spans: ArrayLike<number>): [start: number, end: number][] {
  const pairs: [number, number][] = []
  for (let at = 0; at < spans.length; at += 2) pairs.push([spans[at]!, spans[at + 1]!])
  return pairs
}
