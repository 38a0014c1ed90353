/** Where civil dates meet instants: the days, weeks and months of an IANA zone. Instants are whole epoch seconds. */
import { dateError, quoted } from './input-text.ts'
import { type Period, addPeriods, firstDayOf, isoWeekName } from './periods.ts'

/** What dates are read against: the present in epoch seconds, the user's IANA zone, the first day of the week (1 Monday to 7). */
export interface DateContext {
  readonly now: number
  readonly zone: string
  readonly weekStart: number
  /** Epoch seconds: a bare time is the first at or after it, as times of an entry are; unless said, the verb decides. */
  readonly from?: number
}

/** A stretch `[start, end)` of epoch seconds; `key` is the first day of its whole day, week or month. */
export interface Bucket {
  readonly key: string
  readonly name: string
  readonly start: number
  readonly end: number
}

type BucketsOf = (from: string, to: string, zone: string, weekStart: number) => Bucket[]

/**
 * Epoch seconds of the first instant of a civil date `YYYY-MM-DD`, which is not midnight where the clock jumps then.
 * A date that the zone skipped starts when the next one starts, so its day has length 0.
 */
export function startOfDay(date: string, zone: string): number {
  return dayStart(Temporal.PlainDate.from(date), zone)
}

/**
 * The civil date `YYYY-MM-DD` that a calendar on the wall shows at an instant. Where the clock was once set back over
 * midnight it shows the old date again, although by {@link startOfDay} the next day has begun.
 */
export function civilDate(instant: number, zone: string): string {
  return plainDate(instant, zone).toString()
}

/** Like {@link civilDate}, as a `Temporal.PlainDate`. */
export function plainDate(instant: number, zone: string): Temporal.PlainDate {
  return zoned(instant, zone).toPlainDate()
}

/** An instant with the zone it is looked at from. */
export function zoned(instant: number, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant * 1000).toZonedDateTimeISO(zone)
}

/** RFC 3339 in UTC with whole seconds: `2026-03-02T09:00:00Z`. */
export function toInstantText(instant: number): string {
  return Temporal.Instant.fromEpochMilliseconds(instant * 1000).toString({ smallestUnit: 'second' })
}

/** Epoch seconds of an RFC 3339 text with any offset; parts of a second are dropped. Throws `input.date`. */
export function fromInstantText(text: string): number {
  try {
    return Math.floor(Temporal.Instant.from(text).epochMilliseconds / 1000)
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw dateError(`${quoted(text)} is not an instant`, 'write 2026-03-02T09:00:00Z')
  }
}

/** The days from `from` up to, not including, `to`: one bucket each, named `2026-03-02`; a skipped date has length 0. */
export const dayBuckets: BucketsOf = (from, to, zone, weekStart) =>
  split('day', from, to, zone, weekStart, (first) => first.toString())

/**
 * The weeks that touch `[from, to)`, the outer ones clipped to it. Named `2026-W10` when weeks start on Monday,
 * as ISO weeks do, else `week of 2026-03-01`.
 */
export const weekBuckets: BucketsOf = (from, to, zone, weekStart) =>
  split('week', from, to, zone, weekStart, (first) =>
    weekStart === 1 ? isoWeekName(first) : `week of ${first.toString()}`,
  )

/** The months that touch `[from, to)`, the outer ones clipped to it, named `2026-03`. */
export const monthBuckets: BucketsOf = (from, to, zone, weekStart) =>
  split('month', from, to, zone, weekStart, (first) => first.toPlainYearMonth().toString())

function split(
  period: Period,
  from: string,
  to: string,
  zone: string,
  weekStart: number,
  nameOf: (first: Temporal.PlainDate) => string,
): Bucket[] {
  const last = Temporal.PlainDate.from(to)
  const buckets: Bucket[] = []
  let day = Temporal.PlainDate.from(from)
  let start = dayStart(day, zone)
  while (Temporal.PlainDate.compare(day, last) < 0) {
    const first = firstDayOf(period, day, weekStart)
    const following = addPeriods(first, period, 1)
    day = Temporal.PlainDate.compare(following, last) < 0 ? following : last
    const end = dayStart(day, zone)
    buckets.push({ key: first.toString(), name: nameOf(first), start, end })
    start = end
  }
  return buckets
}

/** {@link startOfDay} of a `Temporal.PlainDate`. */
export function dayStart(date: Temporal.PlainDate, zone: string): number {
  return Math.floor(date.toZonedDateTime(zone).epochMilliseconds / 1000)
}
