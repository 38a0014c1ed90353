/** One entry becomes several, without a second lost or doubled. Instants are epoch seconds. */
import { AppError } from '@goalixa/contracts/errors'
import { toInstantText } from './calendar.ts'
import { formatDuration } from './durations.ts'
import type { Stretch } from './overlap-policies.ts'

/** Where an entry is divided: at moments, in proportion, or around a break, which belongs to no part. */
export type Cuts =
  | { readonly at: readonly number[] }
  | { readonly ratio: readonly number[] }
  | { readonly break: { readonly start: number; readonly end: number } }

/**
 * The parts, earliest first. What runs goes on running as the last part, and is divided up to `asOf` (D3). Of a ratio
 * each cut is at the whole second at or before its share, so that no part is more than a second off.
 * @param textOf how a refusal writes a moment
 * @throws AppError `time_entries.outside` for what is not within the entry; `time_entries.too_short` when a share
 * would be less than a second
 */
export function splitStretch(
  stretch: Stretch,
  cuts: Cuts,
  asOf: number,
  textOf: (instant: number) => string = toInstantText,
): Stretch[] {
  const reach = stretch.end ?? Math.max(stretch.start, asOf)
  if ('break' in cuts) return around(stretch, cuts.break, reach, textOf)
  const at = 'at' in cuts ? cuts.at : shares(stretch.start, reach, cuts.ratio)
  const times = [...new Set(at)].toSorted((a, b) => a - b)
  for (const time of times) requireWithin(stretch, time, reach, textOf)
  const edges = [stretch.start, ...times]
  return edges.map((start, index) => ({
    start,
    end: index === edges.length - 1 ? stretch.end : edges[index + 1]!,
  }))
}

function around(
  stretch: Stretch,
  { start, end }: { start: number; end: number },
  reach: number,
  textOf: (instant: number) => string,
): Stretch[] {
  if (end <= start) {
    const detail = `The break would end at ${textOf(end)}, not after its start at ${textOf(start)}`
    throw new AppError('time_entries.outside', detail, { try: 'give a break such as 12:00-12:30' })
  }
  requireWithin(stretch, start, reach, textOf)
  requireWithin(stretch, end, reach, textOf)
  return [
    { start: stretch.start, end: start },
    { start: end, end: stretch.end },
  ]
}

function shares(start: number, end: number, ratio: readonly number[]): number[] {
  const whole = ratio.reduce((sum, share) => sum + share, 0)
  let before = 0
  const cuts = ratio
    .slice(0, -1)
    .map((share) => start + Math.floor(((end - start) * (before += share)) / whole))
  if ([...cuts, end].some((cut, index) => cut <= (cuts[index - 1] ?? start))) {
    const detail = `${formatDuration(end - start)} cannot be divided ${ratio.join(':')} into whole seconds`
    throw new AppError('time_entries.too_short', detail)
  }
  return cuts
}

/** What runs can be divided at this very moment: the new part begins now. */
function requireWithin(
  { start, end }: Stretch,
  time: number,
  reach: number,
  textOf: (instant: number) => string,
): void {
  if (time > start && (end === null ? time <= reach : time < reach)) return
  const until = end === null ? 'now' : textOf(end)
  throw new AppError('time_entries.outside', `${textOf(time)} is not between ${textOf(start)} and ${until}`)
}
