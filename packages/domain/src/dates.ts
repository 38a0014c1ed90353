/** A day or a point in time from what a person typed. Nothing here reads the clock: the present is in the context. */
import { type DateContext, plainDate, toInstantText, zoned } from './calendar.ts'
import { type Direction, known, readCivilDate } from './civil-dates.ts'
import { type Clock, place, splitClock, timeText } from './clock-times.ts'
import { parseDuration } from './durations.ts'
import { dateError, plainText, quoted } from './input-text.ts'

/** A point in time in epoch seconds; `note` tells what had to be chosen (yesterday, the first of two 2:30). */
export interface Moment {
  readonly instant: number
  readonly note?: string
}

/** What `due:` takes: a civil date `2026-03-02` or an instant `2026-03-02T09:00:00Z`. */
export interface Due {
  readonly due: string
  readonly note?: string
}

/** How far back a bare time may reach into yesterday, in seconds: beyond this it is more likely a slip. */
const reach = 12 * 3600

/**
 * The civil date `YYYY-MM-DD` of `2026-03-02`, `2026-W10-1`, `2026-061`, `17 aug`, `24th`, `monday`, `last monday`,
 * `yesterday`, `in 2w`, `3 days ago`, `eow`. A weekday is the latest one, today included, in direction `past`, and the
 * next one, today excluded, in direction `future`. Throws `input.date`.
 */
export function parseDate(text: string, context: DateContext, direction: Direction): string {
  const said = plainText(text)
  const date = readCivilDate(said, context, direction)
  if (date) return date.toString()
  if (/^(?:in |\+ ?)\d+ ?m$/.test(said)) {
    throw dateError(`${quoted(said)} is a time: m means minutes`, `write ${said}o for months`)
  }
  if (splitClock(said).clock)
    throw dateError(
      `${quoted(said)} has a time of day; a day is needed here`,
      'write the day alone, such as 2026-03-02',
    )
  throw notUnderstood(said, context, direction)
}

/**
 * The instant of `9:00`, `9am`, `noon`, `now`, `yesterday 17:30`, `monday at 9:00`, `2026-03-02T09:00`, the same with
 * `Z` or `+02:00`, `10m ago`, `-10m`, `in 2h`. A bare time in direction `past` is today, or yesterday when today's is
 * still to come and yesterday's is at most 12 hours ago; in direction `future` it is the next. Throws `input.date`,
 * and `input.duration` for the duration of `… ago`.
 */
export function parseMoment(text: string, context: DateContext, direction: Direction): Moment {
  return readMoment(plainText(text), context, direction)
}

/** {@link parseMoment} for text that is already plain. */
export function readMoment(said: string, context: DateContext, direction: Direction): Moment {
  if (said === 'now') return { instant: context.now }
  const relative = said.endsWith(' ago') ? readRelative(said, context) : undefined
  if (relative) return relative
  const { day, clock } = splitClock(said)
  if (clock === undefined) {
    const moved = readRelative(said, context)
    if (moved) return moved
    throw notUnderstood(said, context, direction)
  }
  if (day === undefined) return bareTime(clock, said, context, direction)
  // With an offset of its own, "today 9:00Z" is the day that this offset has now.
  const date = readCivilDate(day, { ...context, zone: clock.zone ?? context.zone }, direction)
  if (date === undefined) throw notUnderstood(day, context, direction)
  return noted(place(date, clock, context.zone))
}

/** What is due: a date stays a civil date, a time becomes an instant; weekdays and bare times are the next. Throws `input.date`. */
export function parseDue(text: string, context: DateContext): Due {
  const said = plainText(text)
  const date = readCivilDate(said, context, 'future')
  if (date) return { due: date.toString() }
  const { instant, note } = readMoment(said, context, 'future')
  return { due: toInstantText(instant), ...(note === undefined ? {} : { note }) }
}

function bareTime(clock: Clock, said: string, context: DateContext, direction: Direction): Moment {
  if (context.from !== undefined) return firstAfter(context.from, clock, context.zone)
  const today = plainDate(context.now, clock.zone ?? context.zone)
  const here = place(today, clock, context.zone)
  const toCome = here.instant > context.now
  if (toCome === (direction === 'future')) return noted(here)
  const otherDay = today.add({ days: toCome ? -1 : 1 })
  const there = place(otherDay, clock, context.zone)
  const time = timeText(clock.time)
  if (direction === 'future') return noted(there, `${time} is taken as tomorrow, ${otherDay.toString()}`)
  if (context.now - there.instant <= reach)
    return noted(there, `${time} is taken as yesterday, ${otherDay.toString()}`)
  const alone = said.replace(/^at /, '')
  throw dateError(
    `${quoted(alone)} is still to come today, and yesterday's is more than 12 hours ago`,
    `write yesterday ${alone}, or today ${alone}`,
  )
}

/** The first such time at or after `from`, epoch seconds; `dayAfter` when it is on the next day as seen from there. */
export function firstAfter(
  from: number,
  clock: Clock,
  zone: string,
): Moment & { readonly dayAfter?: string } {
  const day = plainDate(from, clock.zone ?? zone)
  const same = place(day, clock, zone)
  if (same.instant >= from) return noted(same)
  if (same.later !== undefined && same.later >= from)
    return {
      instant: same.later,
      note: `${timeText(clock.time)} occurs twice; this is the second, after the start`,
    }
  const next = day.add({ days: 1 })
  return { ...noted(place(next, clock, zone)), dayAfter: next.toString() }
}

/** `10m ago`, `-10m`, `in 2h` count seconds; `2d ago` keeps the time of day, also over a change of the clock. */
function readRelative(said: string, context: DateContext): Moment | undefined {
  const [, ahead, ago, minus] = /^(?:(?:in |\+ ?)(.+)|(.+) ago|- ?(.+))$/.exec(said) ?? []
  const amount = ahead ?? ago ?? minus
  if (amount === undefined) return undefined
  const date = readCivilDate(said, context, 'past')
  if (date) return noted(place(date, { time: zoned(context.now, context.zone).toPlainTime() }, context.zone))
  const instant = context.now + (ahead === undefined ? -1 : 1) * parseDuration(amount)
  known(said, plainDate(instant, context.zone))
  return { instant }
}

function noted({ instant, note }: Moment, more?: string): Moment {
  const notes = [more, note].filter((each) => each !== undefined)
  return notes.length === 0 ? { instant } : { instant, note: notes.join('; ') }
}

function notUnderstood(said: string, context: DateContext, direction: Direction): Error {
  if (said === '') return dateError('The date is empty')
  const [, day, hourText] =
    /^(?:(.+?) )?(?:at )?(\d{1,2})$/.exec(said.replace(/^(\d{4}-[\d-]+)t(?=\d)/, '$1 ')) ?? []
  const hour = Number(hourText)
  if (
    hourText !== undefined &&
    hour <= 23 &&
    (day === undefined || day === 'at' || readCivilDate(day, context, direction))
  ) {
    const before = day === undefined || day === 'at' ? '' : `${day} `
    const spoken = hour >= 1 && hour <= 11 ? ` or ${before}${hour}am` : ''
    return dateError(
      `${quoted(said)} ends in a bare number, which may be an hour or a day`,
      `write ${before}${hour}:00${spoken}`,
    )
  }
  if (/^(?:2[4-9]|3[01])$/.test(said))
    return dateError(
      `${quoted(said)} is a bare number, which may be a day`,
      `write ${said}${said === '31' ? 'st' : 'th'}, or the date`,
    )
  const [, minutes] = /^(\d{1,4}) ?m$/.exec(said) ?? []
  if (minutes !== undefined)
    return dateError(
      `${quoted(said)} has no direction, and m means minutes`,
      `write in ${minutes}m, ${minutes}m ago, or in ${minutes}mo for months`,
    )
  if (readCivilDate(said, context, direction)) {
    return dateError(`${quoted(said)} is a whole day; a time of day is needed here`, `write ${said} 9:00`)
  }
  return dateError(`${quoted(said)} is not a date or time`)
}
