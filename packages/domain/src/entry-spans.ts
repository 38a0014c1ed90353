/** Where an entry comes to be when it is moved, made longer or shorter, or filled. Instants are epoch seconds. */
import { AppError } from '@goalixa/contracts/errors'
import { civilDate, plainDate, dayStart } from './calendar.ts'
import { formatDuration } from './durations.ts'
import type { Stretch } from './overlap-policies.ts'

export type Edge = 'start' | 'end'

/** The same length from another start; what runs began then, and runs on. */
export const movedStretch = ({ start, end }: Stretch, to: number): Stretch => ({
  start: to,
  end: end === null ? null : end + to - start,
})

/** A new length, or so many seconds more (less when negative), in seconds; the other edge stays where it is. */
export type NewLength = { readonly durationSeconds: number } | { readonly bySeconds: number }

/**
 * The entry with another length. What runs has no end that could be moved; its start can, by so many seconds.
 * @throws AppError `time_entries.running`; `time_entries.too_short` when it would be shorter than nothing
 */
export function resizedStretch({ start, end }: Stretch, length: NewLength, edge: Edge): Stretch {
  if (end === null) {
    if (edge === 'start' && 'bySeconds' in length) return { start: start - length.bySeconds, end }
    throw new AppError('time_entries.running')
  }
  const seconds = 'bySeconds' in length ? end - start + length.bySeconds : length.durationSeconds
  if (seconds < 0) {
    const detail = `It lasts ${formatDuration(end - start)}, and would lose ${formatDuration(end - start - seconds)}`
    throw new AppError('time_entries.too_short', detail)
  }
  return edge === 'end' ? { start, end: start + seconds } : { start: end - seconds, end }
}

/**
 * The entry, up to its neighbours: to the end of what lies before it on the day of its start, and to the start of what
 * lies after it on the day of its end. An edge that touches or overlaps another entry stays, and so does one without a
 * neighbour on that day. One that runs reaches up to `asOf` (D3).
 * @param others entries that touch these two days, in any order, without this one
 * @throws AppError `time_entries.nothing_to_fill` when both edges stay
 */
export function filledStretch(
  stretch: Stretch,
  others: readonly Stretch[],
  { edges, zone, asOf }: { readonly edges: readonly Edge[]; readonly zone: string; readonly asOf: number },
): Stretch {
  const { from, to } = daysOf(stretch, zone)
  const { start, end } = stretch
  const reachOf = (other: Stretch) => other.end ?? Math.max(other.start, asOf)
  const before = others.filter((other) => other.start < start).map(reachOf)
  const latest = Math.max(...before, Number.NEGATIVE_INFINITY)
  const filled = {
    start: edges.includes('start') && latest > from && latest < start ? latest : start,
    end: end !== null && edges.includes('end') ? nextStart(others, end, to, reachOf) : end,
  }
  if (filled.start !== start || filled.end !== end) return filled
  throw new AppError(
    'time_entries.nothing_to_fill',
    `Nothing lies beside it on ${civilDate(start, zone)} with free time between`,
  )
}

function nextStart(
  others: readonly Stretch[],
  end: number,
  to: number,
  reachOf: (other: Stretch) => number,
): number {
  if (others.some((other) => other.start < end && reachOf(other) > end)) return end
  const next = Math.min(...others.map((other) => other.start).filter((start) => start >= end))
  return next < to ? next : end
}

/** From the first second of the day of the start, up to the end of the day of the last second. */
export function daysOf({ start, end }: Stretch, zone: string): { from: number; to: number } {
  const last = plainDate(Math.max(start, (end ?? start) - 1), zone)
  return { from: dayStart(plainDate(start, zone), zone), to: dayStart(last.add({ days: 1 }), zone) }
}
