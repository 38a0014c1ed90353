/** Where `split` divides an entry, from what a person typed. */
import type { TimeEntrySplit } from '@goalixa/contracts/time-entries-surgery'
import { toInstantText } from '@goalixa/domain/calendar'
import type { DateContext } from '@goalixa/domain/calendar'
import { parseMoment } from '@goalixa/domain/dates'
import type { Stretch } from '@goalixa/domain/overlap-policies'
import { parseRange } from '@goalixa/domain/ranges'
import { UsageError } from './failure.ts'

interface Flags {
  readonly ratio?: string | undefined
  readonly break?: string | undefined
}

/** Throws `UsageError` unless times, a ratio or a break are given, and what `parseMoment` and `parseRange` throw. */
export function splitCuts(
  times: readonly string[],
  flags: Flags,
  entry: Pick<Stretch, 'start'>,
  dates: DateContext,
): TimeEntrySplit {
  const ways = [times.length > 0, flags.ratio !== undefined, flags.break !== undefined].filter(Boolean)
  if (ways.length !== 1)
    throw new UsageError(
      ways.length === 0
        ? 'Where? Nothing to split at was given'
        : 'Give times, --ratio or --break, not several',
      'write split @1 10:30, split @1 --ratio 1:2, or split @1 --break 12:00-12:30',
    )
  if (flags.ratio !== undefined) return { ratio: readRatio(flags.ratio) }
  const ofEntry = { ...dates, from: entry.start }
  if (flags.break !== undefined) {
    const { start, end } = parseRange(flags.break, ofEntry)
    return { break: { start: toInstantText(start), end: toInstantText(end) } }
  }
  return { at: times.map((time) => toInstantText(parseMoment(time, ofEntry, 'past').instant)) }
}

function readRatio(text: string): number[] {
  const shares = /^\d{1,4}(?::\d{1,4})+$/.test(text) ? text.split(':').map(Number) : []
  if (shares.length > 1 && shares.length <= 50 && shares.every((share) => share >= 1 && share <= 1000))
    return shares
  throw new UsageError(`"${text}" is no ratio`, 'write whole numbers from 1 to 1000, such as 1:2:1')
}
