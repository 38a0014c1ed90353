/** Times from flags, and what is doubtful about them. Instants are epoch seconds. */
import { AppError } from '@goalixa/contracts/errors'
import { fromInstantText, plainDate, startOfDay, toInstantText } from '@goalixa/domain/calendar'
import type { DateContext } from '@goalixa/domain/calendar'
import { parseDate, parseMoment } from '@goalixa/domain/dates'
import type { Moment } from '@goalixa/domain/dates'
import { formatDuration, parseDuration } from '@goalixa/domain/durations'
import { localText } from '@goalixa/domain/clock-times'
import type { Span } from '@goalixa/domain/ranges'
import { parseDays } from '@goalixa/domain/report-days'
import type { Days } from '@goalixa/domain/report-days'
import type { DaySeconds } from '@goalixa/domain/untimed'
import { UsageError } from './failure.ts'
import { momentText } from './output/times.ts'
import type { OverlapPreview } from './overlap-preview.ts'
import type { Store } from './store.ts'

/** `--from` and `--to` of one entry, taken exactly as given. Throws `time_entries.end_before_start`. */
export function spanOfFlags(
  from: string | undefined,
  to: string | undefined,
  dates: DateContext,
): Span | undefined {
  if (from === undefined && to === undefined) return undefined
  if (from === undefined || to === undefined)
    throw new UsageError(`--${from === undefined ? 'from' : 'to'} is missing: give both, or neither`)
  const start = parseMoment(from, dates, 'past')
  const end = parseMoment(to, dates, 'past')
  refuseEndBeforeStart(start.instant, end.instant, dates.zone)
  return {
    start: start.instant,
    end: end.instant,
    notes: [start.note, end.note].filter((note) => note !== undefined),
  }
}

export function refuseEndBeforeStart(start: number, end: number, zone: string): void {
  if (end >= start) return
  throw new AppError(
    'time_entries.end_before_start',
    `The end, ${localText(end, zone)}, is ${formatDuration(start - end)} before the start, ${localText(start, zone)}`,
  )
}

/** A stretch of a list: words such as `last week`, or `--from` and `--to`. Throws `UsageError` for both. */
export function boundsOf(words: string, flags: Bounds, dates: DateContext): Bounds {
  if (words === '') return { from: boundOf(flags.from, dates), to: boundOf(flags.to, dates) }
  if ((flags.from ?? flags.to) !== undefined)
    throw new UsageError('Give either words such as "last week", or --from and --to')
  const { from, to } = parseDays(words, dates)
  return { from: toInstantText(startOfDay(from, dates.zone)), to: toInstantText(startOfDay(to, dates.zone)) }
}

/** The days of a report: words, or `--from` and `--to` where `to` is the day after the last; this week unless said. */
export function daysOf(words: string, flags: Bounds, dates: DateContext): Days {
  const { from, to } = flags
  if (from === undefined && to === undefined) return parseDays(words === '' ? 'week' : words, dates)
  if (words !== '') throw new UsageError('Give either words such as "last week", or --from and --to')
  const first = from === undefined ? undefined : parseDate(from, dates, 'past')
  const end = to === undefined ? undefined : parseDate(to, dates, 'past')
  if (first === undefined) throw new UsageError('--from is missing: give both, or --from alone')
  const until = end ?? plainDate(dates.now, dates.zone).add({ days: 1 }).toString()
  if (until <= first)
    throw new AppError('input.range', `The days from ${first} up to, not including, ${until} are none`, {
      try: 'give a --to after --from',
    })
  return { from: first, to: until }
}

interface Bounds {
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/** A date is its first instant, a time is exact. As RFC 3339. */
function boundOf(text: string | undefined, dates: DateContext): string | undefined {
  if (text === undefined) return undefined
  return toInstantText(dayOf(text, dates) ?? parseMoment(text, dates, 'past').instant)
}

function dayOf(text: string, dates: DateContext): number | undefined {
  try {
    return startOfDay(parseDate(text, dates, 'past'), dates.zone)
  } catch (error) {
    if (error instanceof AppError) return undefined
    throw error
  }
}

/** The moment of `--at`; undefined stands for now. */
export function momentOf(text: string | undefined, dates: DateContext): Moment | undefined {
  return text === undefined ? undefined : parseMoment(text, dates, 'past')
}

/** `--at`: the moment, as sent, and the words that say what was understood. Empty when it is not given. */
export function readAt(
  text: string | undefined,
  dates: DateContext,
): { moment?: Moment; at?: string; echo: string } {
  const moment = momentOf(text, dates)
  if (moment === undefined) return { echo: '' }
  const at = toInstantText(moment.instant)
  return {
    moment,
    at,
    echo: [momentText(at, dates.zone), ...(moment.note === undefined ? [] : [moment.note])].join('; '),
  }
}

const longSeconds = 12 * 3600

/** Why somebody should look twice at an entry, as sentences; empty when there is no reason. */
export function doubtsOf(
  { start, end }: { start: number; end: number },
  { now, zone }: DateContext,
): string[] {
  const doubts: string[] = []
  if (start > now) doubts.push(`It starts in the future, ${localText(start, zone)}`)
  else if (end > now) doubts.push(`It ends in the future, ${localText(end, zone)}`)
  if (end - start > longSeconds) doubts.push(`It lasts ${formatDuration(end - start)}, more than 12 hours`)
  return doubts
}

/** The same of time without a start and an end. */
export function doubtsOfUntimed({ date, seconds }: DaySeconds, { now, zone }: DateContext): string[] {
  return [
    ...(date > plainDate(now, zone).toString() ? [`It is on a day in the future, ${date}`] : []),
    ...(seconds > longSeconds ? [`It lasts ${formatDuration(seconds)}, more than 12 hours`] : []),
  ]
}

/** `--date` and `--duration` of an entry without times. Throws `UsageError` for one of them alone. */
export function untimedOfFlags(
  { date, duration }: { readonly date?: string | undefined; readonly duration?: string | undefined },
  dates: DateContext,
): DaySeconds | undefined {
  if (date === undefined && duration === undefined) return undefined
  if (date === undefined || duration === undefined)
    throw new UsageError(`--${date === undefined ? 'date' : 'duration'} is missing: give both, or neither`)
  return { date: parseDate(date, dates, 'past'), seconds: parseDuration(duration, { clock: true }) }
}

export function futureDoubt(what: string, instant: number, { now, zone }: DateContext): string[] {
  return instant > now ? [`${what} in the future, ${localText(instant, zone)}`] : []
}

/** Today as a report asks for it. */
export function today({ now, zone }: DateContext): { from: string; to: string; zone: string } {
  const day = plainDate(now, zone)
  return { from: day.toString(), to: day.add({ days: 1 }).toString(), zone }
}

export const secondsOf = (instant: string): number => fromInstantText(instant)

/** What a timer that starts in the past would cross; the one that runs stops at that moment. */
export async function crossing({
  store,
  start,
  dates,
  flags,
}: {
  readonly store: Store
  readonly start: number
  readonly dates: DateContext
  readonly flags: { readonly 'dry-run'?: boolean; readonly yes?: boolean }
}): Promise<OverlapPreview | undefined> {
  const { overlapsOf } = await import('./overlap-preview.ts')
  return overlapsOf(store, { policy: undefined, start, end: null, starts: true }, dates, flags)
}
