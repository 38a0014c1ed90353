/** The occurrence that follows one: days of a rule, and the time on the clock of a zone. */
import { fromInstantText, startOfDay, toInstantText, zoned } from './calendar.ts'
import type { Recurrence, RecurrenceFrequency, RuleDay } from './recurrence.ts'

/** Weekdays and months come round within so many periods: a rule that has given nothing by then never will. */
const mostPeriods = 500
const last = Temporal.PlainDate.from('9999-12-31')

/** An occurrence: a civil date or an instant, and the rule that goes on from it. */
export interface Occurrence {
  readonly at: string
  readonly rule: Recurrence
}

/**
 * The occurrence that follows `at`, a civil date or an instant; undefined when it was the last.
 * Instants keep their time on the clock of `zone`, also over its changes (D8). What the month or the clock takes away
 * from an occurrence stays in the rule that it answers: the 31st and 2:30 come back where they exist (D16).
 * @param from counted from this civil date instead of that of `at`
 */
export function nextOccurrence(
  rule: Recurrence,
  at: string,
  { zone, from }: { readonly zone: string; readonly from?: string | undefined },
): Occurrence | undefined {
  if (rule.count === 1) return undefined
  const local = at.length > 10 ? zoned(fromInstantText(at), zone) : undefined
  const here = local?.toPlainDate() ?? Temporal.PlainDate.from(at)
  const anchor = from === undefined ? here : Temporal.PlainDate.from(from)
  const day = dayAfter(rule, anchor)
  if (day === undefined) return undefined
  const wanted = rule.time ?? local?.toPlainTime().toString({ smallestUnit: 'minute' })
  // Seconds are nobody's wish on a schedule, but what was said stays.
  const clock = rule.time === null ? local?.toPlainTime() : Temporal.PlainTime.from(rule.time)
  const placed = clock === undefined ? undefined : placeOn(day, clock, zone)
  const next =
    placed === undefined ? day.toString() : toInstantText(Math.floor(placed.epochMilliseconds / 1000))
  if (isAfterEnd(next, rule.until, zone)) return undefined
  const isMoved = placed !== undefined && !placed.toPlainTime().equals(clock!)
  return {
    at: next,
    rule: {
      ...(from === undefined ? pinned(rule, here) : rule),
      time: isMoved ? wanted! : rule.time,
      count: rule.count === null ? null : rule.count - 1,
    },
  }
}

/** The first occurrence from a civil date on, that day included: when something begins that has no date yet. */
export function firstOccurrence(rule: Recurrence, from: string, zone: string): string | undefined {
  const isFree = rule.byDay.length + rule.byMonthDay.length + rule.byMonth.length === 0
  const date = Temporal.PlainDate.from(from)
  const day = isFree ? date : dayAfter({ ...rule, interval: 1 }, date.subtract({ days: 1 }))
  if (day === undefined || rule.time === null) return day?.toString()
  const { epochMilliseconds } = placeOn(day, Temporal.PlainTime.from(rule.time), zone)
  return toInstantText(Math.floor(epochMilliseconds / 1000))
}

/** A day that not every month has is kept, so that it comes back. */
function pinned(rule: Recurrence, here: Temporal.PlainDate): Recurrence {
  const says = rule.byMonthDay.length + rule.byDay.length > 0
  if (says || here.day <= 28) return rule
  if (rule.frequency === 'MONTHLY') return { ...rule, byMonthDay: [here.day] }
  if (rule.frequency !== 'YEARLY' || here.day !== 29 || here.month !== 2) return rule
  return { ...rule, byMonthDay: [29], byMonth: rule.byMonth.length === 0 ? [2] : rule.byMonth }
}

function dayAfter(rule: Recurrence, anchor: Temporal.PlainDate): Temporal.PlainDate | undefined {
  for (const day of daysFrom(rule, anchor)) {
    if (Temporal.PlainDate.compare(day, last) > 0) return undefined
    if (Temporal.PlainDate.compare(day, anchor) > 0) return day
  }
  return undefined
}

/** Days of the rule in order, from the period that holds the anchor. */
function* daysFrom(rule: Recurrence, anchor: Temporal.PlainDate): Generator<Temporal.PlainDate> {
  const { frequency, interval } = rule
  for (let period = 0; period < mostPeriods; period++) {
    const first = periodAt(frequency, anchor, period * interval)
    if (first === undefined) return
    yield* daysOf(rule, anchor, first)
  }
}

/** The first day of the period `at` periods after that of the anchor. */
function periodAt(
  frequency: RecurrenceFrequency,
  anchor: Temporal.PlainDate,
  at: number,
): Temporal.PlainDate | undefined {
  const years = { DAILY: at / 366, WEEKLY: at / 53, MONTHLY: at / 12, YEARLY: at }[frequency]
  if (anchor.year + years > 9999) return undefined
  if (frequency === 'DAILY') return anchor.add({ days: at })
  if (frequency === 'WEEKLY') return anchor.subtract({ days: anchor.dayOfWeek - 1 }).add({ weeks: at })
  if (frequency === 'MONTHLY') return anchor.with({ day: 1 }).add({ months: at })
  return anchor.with({ month: 1, day: 1 }).add({ years: at })
}

function daysOf(
  rule: Recurrence,
  anchor: Temporal.PlainDate,
  first: Temporal.PlainDate,
): Temporal.PlainDate[] {
  const weekdays = rule.byDay.map(({ day }) => day)
  switch (rule.frequency) {
    case 'DAILY':
      return weekdays.length === 0 || weekdays.includes(first.dayOfWeek) ? [first] : []
    case 'WEEKLY':
      return (weekdays.length === 0 ? [anchor.dayOfWeek] : weekdays)
        .toSorted((a, b) => a - b)
        .map((day) => first.add({ days: day - 1 }))
    case 'MONTHLY':
      return inOrder(rule.byDay.length > 0 ? weekdaysOf(rule.byDay, first) : monthDays(rule, anchor, first))
    case 'YEARLY': {
      const months = rule.byMonth.length > 0 ? rule.byMonth : [anchor.month]
      return inOrder(months.flatMap((month) => monthDays(rule, anchor, first.with({ month }))))
    }
  }
}

/** What a month lacks is its last day (D16). */
function monthDays(
  { byMonthDay }: Recurrence,
  anchor: Temporal.PlainDate,
  first: Temporal.PlainDate,
): Temporal.PlainDate[] {
  const days = byMonthDay.length > 0 ? byMonthDay : [anchor.day]
  return days.map((day) => {
    const wanted = day > 0 ? day : first.daysInMonth + 1 + day
    return first.with({ day: Math.max(1, Math.min(wanted, first.daysInMonth)) })
  })
}

function weekdaysOf(byDay: readonly RuleDay[], first: Temporal.PlainDate): Temporal.PlainDate[] {
  return byDay.flatMap(({ nth, day }) => {
    const start = 1 + ((day - first.dayOfWeek + 7) % 7)
    const all = [0, 1, 2, 3, 4]
      .map((week) => start + week * 7)
      .filter((date) => date <= first.daysInMonth)
      .map((date) => first.with({ day: date }))
    if (nth === 0) return all
    return all.at(nth > 0 ? nth - 1 : nth) ?? []
  })
}

/** Where the clock is set back over the time it is the first of the two; where it skips it, the first instant after (D8). */
function placeOn(day: Temporal.PlainDate, time: Temporal.PlainTime, zone: string): Temporal.ZonedDateTime {
  const local = day.toPlainDateTime(time)
  const earlier = local.toZonedDateTime(zone, { disambiguation: 'earlier' })
  if (earlier.toPlainDateTime().equals(local)) return earlier
  return earlier.getTimeZoneTransition('next') ?? earlier
}

/** Does an occurrence come after the last day or instant of its rule? */
export function isAfterEnd(at: string, until: string | null, zone: string): boolean {
  if (until === null) return false
  const instant = at.length > 10 ? fromInstantText(at) : startOfDay(at, zone)
  if (until.length > 10) return instant > fromInstantText(until)
  const day = at.length > 10 ? zoned(instant, zone).toPlainDate().toString() : at
  return day > until
}

const inOrder = (days: readonly Temporal.PlainDate[]): Temporal.PlainDate[] =>
  days.toSorted((a, b) => Temporal.PlainDate.compare(a, b))
