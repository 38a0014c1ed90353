/** Several entries become one. Instants are epoch seconds. */
import { AppError } from '@goalixa/contracts/errors'
import { formatDuration } from './durations.ts'
import { toInstantText } from './calendar.ts'
import type { PlacedEntry, Stretch } from './overlap-policies.ts'

export interface JoinPlan {
  /** From the earliest start to the latest end; what runs goes on running. */
  readonly span: Stretch
  /** The entry whose text, project, task and zone hold: the earliest, then the lesser id. */
  readonly first: string
  /** The entry that stays: the one that runs, else the first. */
  readonly kept: string
  /** The others, which go to the trash. */
  readonly removed: readonly string[]
  /** Seconds between the entries that become part of it. */
  readonly filledSeconds: number
  /** Seconds that two of them had: the attributed total is less by so much, the wall clock is not. */
  readonly overlapSeconds: number
}

/**
 * What becomes of entries that are joined. One that runs reaches up to `asOf` (D3).
 * @param entries two at least, of one person, in any order
 * @throws AppError `time_entries.gap` when there is time between them, unless `fillGaps`; `time_entries.running` when
 * one runs and another ends later than `asOf`
 */
export function planJoin(entries: readonly PlacedEntry[], fillGaps: boolean, asOf: number): JoinPlan {
  const sorted = entries.toSorted((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1))
  const running = sorted.find(({ end }) => end === null)
  const first = sorted[0]!
  let reach = first.start
  let [filledSeconds, overlapSeconds] = [0, 0]
  for (const { start, end } of sorted) {
    const until = end ?? Math.max(start, asOf)
    if (start > reach && !fillGaps) throw gap(reach, start)
    filledSeconds += Math.max(0, start - reach)
    overlapSeconds += Math.max(0, Math.min(reach, until) - start)
    reach = Math.max(reach, until)
  }
  if (running !== undefined && reach > Math.max(running.start, asOf))
    throw new AppError(
      'time_entries.running',
      `One of them runs, and another ends at ${toInstantText(reach)}`,
    )
  const kept = (running ?? first).id
  return {
    span: { start: first.start, end: running === undefined ? reach : null },
    first: first.id,
    kept,
    removed: sorted.map(({ id }) => id).filter((id) => id !== kept),
    filledSeconds,
    overlapSeconds,
  }
}

function gap(from: number, to: number): AppError {
  const length = formatDuration(to - from)
  const detail = `There is ${length} between them, from ${toInstantText(from)} to ${toInstantText(to)}`
  return new AppError('time_entries.gap', detail)
}
