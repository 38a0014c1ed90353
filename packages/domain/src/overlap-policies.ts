/**
 * What happens to the entries that a new or moved span would overlap (rule D18). Data only: a preview shows the same
 * plan that is then applied. Instants are epoch seconds, spans `[start, end)`; touching is no overlap, and a span of
 * length zero shares no second with any.
 */
import { AppError } from '@goalixa/contracts/errors'
import type { OverlapPolicy } from '@goalixa/contracts/time-entries'
import { toInstantText } from './calendar.ts'

/** `end` null while it runs. */
export interface Stretch {
  readonly start: number
  readonly end: number | null
}

/** An entry that is there, with the words that a refusal names it by. */
export interface PlacedEntry extends Stretch {
  readonly id: string
  readonly description: string
}

/** What becomes of one entry that shares time with the span. */
export interface OverlapChange {
  readonly id: string
  readonly what: 'keep' | 'trim' | 'split' | 'remove'
  readonly before: Stretch
  /** What is left of it, earliest first: one stretch of `keep` and `trim`, two of `split`, none of `remove`. */
  readonly after: readonly Stretch[]
  /** Seconds that it shares with the span. */
  readonly overlapSeconds: number
  /** Seconds that it loses to the span: all that it shares, or 0 when it is kept. */
  readonly takenSeconds: number
}

export interface OverlapPlan {
  readonly policy: OverlapPolicy
  readonly span: Stretch
  /** Of the entries that share time with the span, earliest start first, then by id. */
  readonly changes: readonly OverlapChange[]
  /** The sum over all entries; a second that two of them have counts twice. */
  readonly takenSeconds: number
}

/**
 * What the policy makes of the entries that are there. What runs, the span or an entry, reaches up to `asOf` (D3). An
 * entry that runs goes on running after a span that is over; a span that runs, or ends after `asOf`, ends it.
 * @param existing entries of one person, in any order, without the one that is placed
 * @throws AppError `time_entries.overlap`: of `forbid` for any overlap; of `trim` for an entry that reaches beyond both
 * ends of the span, since cutting it would lose the time on one side
 */
export function planOverlaps(
  policy: OverlapPolicy,
  span: Stretch,
  existing: readonly PlacedEntry[],
  asOf: number,
): OverlapPlan {
  const inTheWay = existing
    .filter((entry) => overlapSeconds(span, entry, asOf) > 0)
    .toSorted((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1))
  if (policy === 'forbid' && inTheWay.length > 0) throw refusal('it overlaps', inTheWay)
  const changes = inTheWay.map((entry): OverlapChange => {
    const shared = overlapSeconds(span, entry, asOf)
    const before = { start: entry.start, end: entry.end }
    if (policy === 'allow')
      return {
        id: entry.id,
        what: 'keep',
        before,
        after: [before],
        overlapSeconds: shared,
        takenSeconds: 0,
      }
    const after = around(span, entry, asOf)
    const what = (['remove', 'trim', 'split'] as const)[after.length]!
    return { id: entry.id, what, before, after, overlapSeconds: shared, takenSeconds: shared }
  })
  const divided = inTheWay.filter((_, index) => changes[index]!.what === 'split')
  if (policy === 'trim' && divided.length > 0)
    throw refusal('it lies within', divided, 'divide what it lies within with the overlap policy split')
  return {
    policy,
    span,
    changes,
    takenSeconds: changes.reduce((sum, change) => sum + change.takenSeconds, 0),
  }
}

/** The stretch that stays with the entry, and those that become entries of their own. The one that runs stays. */
export function keptAndAdded({ after }: OverlapChange): { kept: Stretch | undefined; added: Stretch[] } {
  const kept = after.find(({ end }) => end === null) ?? after[0]
  return { kept, added: after.filter((stretch) => stretch !== kept) }
}

const reachOf = ({ start, end }: Stretch, asOf: number): number => end ?? Math.max(start, asOf)

const overlapSeconds = (a: Stretch, b: Stretch, asOf: number): number =>
  Math.max(0, Math.min(reachOf(a, asOf), reachOf(b, asOf)) - Math.max(a.start, b.start))

/** What of the entry lies outside of the span, earliest first. */
function around(span: Stretch, entry: Stretch, asOf: number): Stretch[] {
  const to = reachOf(span, asOf)
  const isLeft = entry.end === null ? span.end !== null && to <= asOf : entry.end > to
  return [
    ...(entry.start < span.start ? [{ start: entry.start, end: span.start }] : []),
    ...(isLeft ? [{ start: to, end: entry.end }] : []),
  ]
}

const namedAtMost = 5
const titleLength = 60

function refusal(what: string, entries: readonly PlacedEntry[], next?: string): AppError {
  const names = entries.slice(0, namedAtMost).map(nameOf)
  const more = entries.length > namedAtMost ? [`${entries.length - namedAtMost} more`] : []
  return new AppError('time_entries.overlap', `${what} ${[...names, ...more].join('; ')}`, {
    ...(next === undefined ? {} : { try: next }),
    fields: entries.slice(0, 50).map((entry) => ({ path: 'overlap', message: nameOf(entry) })),
  })
}

function nameOf({ id, start, end, description }: PlacedEntry): string {
  // By code points: half a character could not be stored or sent.
  const points = Array.from(description)
  const title = points.length > titleLength ? `${points.slice(0, titleLength).join('')}…` : description
  const when = `${toInstantText(start)} – ${end === null ? 'running' : toInstantText(end)}`
  return `${title === '' ? '(no text)' : `"${title}"`}, ${when} (${id.slice(-6)})`
}
