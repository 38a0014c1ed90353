/** When a reminder comes: instants of a civil date and a time on the clock of a zone, once or again and again. */
import type { ReminderRepeat } from '@goalixa/contracts/reminders'
import { plainDate } from './calendar.ts'

/** One register: its parts change together. `days` are those of a weekly one, 1 Monday to 7 Sunday. */
export interface ReminderSchedule {
  /** The first day, `2026-03-02`. */
  readonly date: string
  /** `09:00` */
  readonly time: string
  readonly zone: string
  readonly repeat: ReminderRepeat
  readonly days: readonly number[]
}

/** Instants are epoch seconds up to the year 9999. */
const last = Temporal.PlainDate.from('9999-12-31')

/** The first occurrence after an instant; undefined when there is none. */
export function occurrenceAfter(schedule: ReminderSchedule, after: number): number | undefined {
  // A time in a gap may come on the next day: so one looks from the day before.
  const from = plainDate(after, schedule.zone).subtract({ days: 1 })
  for (const day of daysFrom(schedule, from)) {
    const instant = instantOn(day, schedule)
    if (instant > after) return instant
  }
  return undefined
}

/** The last occurrence up to and with an instant; undefined when there is none. */
export function occurrenceUpTo(schedule: ReminderSchedule, upTo: number): number | undefined {
  const first = Temporal.PlainDate.from(schedule.date)
  const until = plainDate(upTo, schedule.zone)
  let found: number | undefined
  for (const day of daysFrom(schedule, earliestBefore(schedule, first, until))) {
    const instant = instantOn(day, schedule)
    if (instant > upTo) break
    found = instant
  }
  return found
}

/** A day so early that at least one occurrence before `until` follows, if there is any. */
function earliestBefore(
  { repeat }: ReminderSchedule,
  first: Temporal.PlainDate,
  until: Temporal.PlainDate,
): Temporal.PlainDate {
  if (repeat === 'none') return first
  const early = until.subtract(repeat === 'monthly' ? { months: 2 } : { days: 9 })
  return Temporal.PlainDate.compare(early, first) > 0 ? early : first
}

/** The days of the schedule from a day on, in order. */
function* daysFrom(schedule: ReminderSchedule, from: Temporal.PlainDate): Generator<Temporal.PlainDate> {
  const { repeat, days } = schedule
  const first = Temporal.PlainDate.from(schedule.date)
  if (repeat === 'none') return yield first
  if (repeat === 'monthly') return yield* monthsFrom(first, from)
  let day = Temporal.PlainDate.compare(from, first) > 0 ? from : first
  for (; Temporal.PlainDate.compare(day, last) < 0; day = day.add({ days: 1 })) {
    if (repeat === 'daily' || days.includes(day.dayOfWeek)) yield day
    else if (days.length === 0) return
  }
}

/** Counted from the first day each time, so that the 31st comes back after a shorter month (D16). */
function* monthsFrom(first: Temporal.PlainDate, from: Temporal.PlainDate): Generator<Temporal.PlainDate> {
  const passed = (from.year - first.year) * 12 + from.month - first.month
  for (let months = Math.max(0, passed - 1); ; months++) {
    const day = first.add({ months })
    if (Temporal.PlainDate.compare(day, last) >= 0) return
    if (Temporal.PlainDate.compare(day, from) >= 0) yield day
  }
}

/** Where the clock is set back over the time it is the first of the two; where it skips it, the first instant after (D8). */
function instantOn(day: Temporal.PlainDate, { time, zone }: ReminderSchedule): number {
  const local = day.toPlainDateTime(time)
  const earlier = local.toZonedDateTime(zone, { disambiguation: 'earlier' })
  const isThere = earlier.toPlainDateTime().equals(local)
  const placed = isThere ? earlier : (earlier.getTimeZoneTransition('next') ?? earlier)
  return Math.floor(placed.epochMilliseconds / 1000)
}
