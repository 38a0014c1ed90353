/** Times of day as people write them, and the instant such a time stands for on a date in a zone. */
import { zoned } from './calendar.ts'
import { dateError, quoted } from './input-text.ts'

/** A time of day; `zone` is there when it was written with its own offset (`Z`, `+02:00`). */
export interface Clock {
  readonly time: Temporal.PlainTime
  readonly zone?: string
}

/** Where a time of day fell: `later` is its second occurrence and `note` says so, when the clock is set back over it. */
export interface Placed {
  readonly instant: number
  readonly later?: number
  readonly note?: string
}

/** A text taken apart: `day` is what stands beside the time of day; both are absent when not written. */
export interface DayAndClock {
  readonly day?: string
  readonly clock?: Clock
}

/** Matches a time of day without offset, as source for a larger expression; it has no groups. */
export const timePattern = String.raw`(?:\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?: ?[ap]m)?|\d{1,2} ?[ap]m|noon|midnight)`

const clockPattern = String.raw`${timePattern}(?:z|[+-]\d\d:?\d\d)?`
const clockLast = new RegExp(`^(?:(.+?) )?(?:at )?(${clockPattern})$`)
const clockFirst = new RegExp(`^(${clockPattern}) (?:on )?(.+)$`)
const clockParts = /^(\d{1,2})(?::(\d\d)(?::(\d\d)(?:[.,]\d+)?)?)? ?(am|pm)?(z|[+-]\d\d:?\d\d)?$/

/** Splits `yesterday 9:00`, `9am on monday`, `2026-03-02t09:00z` and the like; throws `input.date` for 25:00. */
export function splitClock(said: string): DayAndClock {
  // The T of ISO 8601 is a space to people.
  const spaced = said.replace(/^at /, '').replace(/^(\d{4}-[\dw-]+)t(?=\d)/, '$1 ')
  const last = clockLast.exec(spaced)
  if (last?.[2] !== undefined)
    return { ...(last[1] === undefined ? {} : { day: last[1] }), clock: readClock(last[2]) }
  const first = clockFirst.exec(spaced)
  if (first?.[1] !== undefined && first[2] !== undefined) return { day: first[2], clock: readClock(first[1]) }
  return { day: said }
}

/**
 * The instant of a time of day on a date. In a fold it is the first occurrence, with a note; in a gap it throws
 * `input.date` and offers the two times an hour (or whatever was skipped) apart.
 */
export function place(date: Temporal.PlainDate, clock: Clock, contextZone: string): Placed {
  const zone = clock.zone ?? contextZone
  const local = date.toPlainDateTime(clock.time)
  const first = local.toZonedDateTime(zone, { disambiguation: 'earlier' })
  const second = local.toZonedDateTime(zone, { disambiguation: 'later' })
  const instant = epoch(first)
  if (first.equals(second)) return { instant }
  const spoken = `${date.toString()} ${timeText(local)}`
  if (!first.toPlainDateTime().equals(local)) {
    throw dateError(
      `${spoken} does not exist in ${zone}: the clock is set forward over it`,
      `write ${neighbours(first, second)}`,
    )
  }
  return {
    instant,
    later: epoch(second),
    note: `${spoken} occurs twice in ${zone}; this is the first, at ${first.offset}`,
  }
}

/** `9:00`, or `9:00:30` when there are seconds. */
export function timeText(time: Temporal.PlainTime | Temporal.PlainDateTime | Temporal.ZonedDateTime): string {
  const two = (part: number) => String(part).padStart(2, '0')
  return `${time.hour}:${two(time.minute)}${time.second === 0 ? '' : `:${two(time.second)}`}`
}

/** `2026-03-02 9:00` as the zone shows an instant. */
export function localText(instant: number, zone: string): string {
  const local = zoned(instant, zone)
  return `${local.toPlainDate().toString()} ${timeText(local)}`
}

function neighbours(first: Temporal.ZonedDateTime, second: Temporal.ZonedDateTime): string {
  return [first, second].map((each) => `${each.toPlainDate().toString()} ${timeText(each)}`).join(' or ')
}

function epoch(moment: Temporal.ZonedDateTime): number {
  return Math.floor(moment.epochMilliseconds / 1000)
}

function readClock(said: string): Clock {
  if (said.startsWith('noon')) return withZone(12, 0, 0, said.slice('noon'.length))
  if (said.startsWith('midnight'))
    throw dateError('Midnight may begin or end the day', 'write 0:00 with the day it begins')
  const [, hourText = '', minute = '0', second = '0', half, zone = ''] = clockParts.exec(said) ?? []
  const hour = Number(hourText)
  if (hour === 24 && half === undefined)
    throw dateError(`${quoted(said)} is past the end of the day`, 'write 0:00 with the next day')
  const hourFits = half === undefined ? hour <= 23 : hour >= 1 && hour <= 12
  if (!hourFits || Number(minute) > 59 || Number(second) > 59) {
    throw dateError(
      `${quoted(said)} is not a time of day`,
      half === undefined ? 'write a time from 0:00 to 23:59' : 'write 9am, or 9:00',
    )
  }
  return withZone(
    half === undefined ? hour : (hour % 12) + (half === 'pm' ? 12 : 0),
    Number(minute),
    Number(second),
    zone,
  )
}

function withZone(hour: number, minute: number, second: number, zone: string): Clock {
  const time = new Temporal.PlainTime(hour, minute, second)
  if (zone === '') return { time }
  if (zone === 'z') return { time, zone: 'UTC' }
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(zone) ?? []
  if (Number(hours) > 23 || Number(minutes) > 59)
    throw dateError(`${quoted(zone)} is not an offset from UTC`, 'write an offset such as +02:00')
  return { time, zone: `${sign}${hours}:${minutes}` }
}
