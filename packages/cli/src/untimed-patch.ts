/** What `edit` makes of an entry without start and end, or of one that shall lose them. */
import type { TimeEntry } from '@goalixa/contracts/time-entries'
import { fromInstantText } from '@goalixa/domain/calendar'
import type { DateContext } from '@goalixa/domain/calendar'
import { parseDate } from '@goalixa/domain/dates'
import { parseDuration } from '@goalixa/domain/durations'
import type { Stretch } from '@goalixa/domain/overlap-policies'
import { isTimed } from '@goalixa/domain/untimed'
import { UsageError } from './failure.ts'
import { doubtsOfUntimed } from './moments.ts'

interface Flags {
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly date?: string | undefined
  readonly duration?: string | undefined
}

interface UntimedPatch {
  readonly patch: { readonly date?: string; readonly durationSeconds?: number }
  /** Why somebody should look twice. */
  readonly doubts: readonly string[]
}

/** Undefined when the entry has times, and keeps or gets them. Throws `UsageError` for flags that do not go together. */
export function untimedPatch(entry: TimeEntry, flags: Flags, dates: DateContext): UntimedPatch | undefined {
  const { from, to, date, duration } = flags
  const hasTimes = (from ?? to) !== undefined
  if ((date ?? duration) === undefined) {
    if (hasTimes && !isTimed(entry) && (from === undefined || to === undefined))
      throw new UsageError('This entry has no times yet', 'give both --from and --to')
    return undefined
  }
  if (hasTimes) throw new UsageError('Give --from and --to, or --date and --duration, not both')
  if (isTimed(entry) && (date === undefined || duration === undefined))
    throw new UsageError(
      'This entry has a start and an end',
      'to change them, give --from and --to; to take them off, give both --date and --duration',
    )
  const patch = {
    ...(date === undefined ? {} : { date: parseDate(date, dates, 'past') }),
    ...(duration === undefined ? {} : { durationSeconds: parseDuration(duration, { clock: true }) }),
  }
  const then = {
    date: patch.date ?? entry.date!,
    seconds: patch.durationSeconds ?? entry.durationSeconds,
  }
  return { patch, doubts: doubtsOfUntimed(then, dates) }
}

/** In epoch seconds; undefined of an entry without times. */
export const stretchIn = ({ start, end }: Pick<TimeEntry, 'start' | 'end'>): Stretch | undefined =>
  start === null
    ? undefined
    : { start: fromInstantText(start), end: end === null ? null : fromInstantText(end) }
