/** A span of time to log, from what a person typed; the days of a report are in `report-days.ts`. */
import { AppError } from '@goalixa/contracts/errors'
import { type DateContext, dayStart, plainDate } from './calendar.ts'
import { readCivilDate } from './civil-dates.ts'
import { type Clock, type DayAndClock, localText, place, splitClock, timePattern } from './clock-times.ts'
import { type Moment, firstAfter, readMoment } from './dates.ts'
import { formatDuration, parseDuration } from './durations.ts'
import { plainText, quoted, rangeError } from './input-text.ts'

/** `[start, end)` in epoch seconds, `end >= start`; `notes` are sentences on what had to be chosen, to be echoed. */
export interface Span {
  readonly start: number
  readonly end: number
  readonly notes: readonly string[]
}

type Reader = (left: string, right: string, context: DateContext) => Span

const between = /^(?:from )?(.+?) (?:-|to|until) (.+)$/
// Without spaces a dash could begin an offset; but one point in time would be no span.
const tight = new RegExp(`^((?:.+ )?${timePattern}) ?- ?(${timePattern})$`)
const tightFirst = new RegExp(`^(${timePattern} ?- ?${timePattern}) (?:on )?(.+)$`)
// Hours alone, at one end or both: 9-17, 9-10:30, 9:00-17.
const bareHours = /^(?:(.+) )?(\d{1,2})(:\d\d)?-(\d{1,2})(:\d\d)?$/

const forms: readonly (readonly [RegExp, Reader])[] = [
  [between, spanBetween],
  [
    /^(.+) for (.+)$/,
    (from, length, context) => spanOf(readStart(from, context), parseDuration(length, { clock: true })),
  ],
  [/^(.+?) after (.+)$/, (length, from, context) => spanOf(readStart(from, context), parseDuration(length))],
  [
    /^(.+?) before (.+)$/,
    (length, to, context) => backFrom(readMoment(to, context, 'past'), parseDuration(length)),
  ],
  [/^(.+) ago()$/, (length, _, context) => backFrom({ instant: context.now }, parseDuration(length))],
  [tight, spanBetween],
  [tightFirst, (times, day, context) => parseRange(`${day} ${times}`, context)],
]

/**
 * Reads `9:00 - 10:30`, `yesterday 22:00-02:00`, `from A to B`, `A for 1h30m`, `A for 1:30`, `30m before B`,
 * `30m after A`, `1h ago` (until now). Points in time are those of `parseMoment` with direction `past`; a bare end is
 * on the day of the start or, when earlier than the start, on the next (`23:00 - 01:00`). Two whole days include both.
 * Throws `input.range`, `input.date`, `input.duration` or `time_entries.end_before_start`.
 */
export function parseRange(text: string, context: DateContext): Span {
  const said = plainText(text)
  for (const [pattern, read] of forms) {
    const [whole, left, right] = pattern.exec(said) ?? []
    if (whole !== undefined && left !== undefined && right !== undefined) return read(left, right, context)
  }
  throw notUnderstood(said, context)
}

function spanBetween(left: string, right: string, context: DateContext): Span {
  const from = splitClock(left)
  const to = splitClock(right)
  const firstDay = wholeDay(left, from, context)
  const lastDay = wholeDay(right, to, context)
  if ((firstDay && isBare(to)) || (isBare(from) && lastDay)) {
    throw rangeError(
      `${quoted(`${left} - ${right}`)} has a time at one end only`,
      'write yesterday 9:00 - 10:30',
    )
  }
  if (isBare(from) && to.clock && to.day !== undefined)
    return fromBefore(from.clock, readMoment(right, context, 'past'), context)
  const start = firstDay ? { instant: dayStart(firstDay, context.zone) } : readMoment(left, context, 'past')
  if (isBare(to)) return toAfter(start, to.clock, context)
  const end = lastDay
    ? { instant: dayStart(lastDay.add({ days: 1 }), context.zone) }
    : readMoment(right, context, 'past')
  return span(start.instant, end.instant, [start.note, end.note], context)
}

/** A bare end is the first such time at or after the start, today or tomorrow as seen from the start. */
function toAfter(start: Moment, clock: Clock, context: DateContext): Span {
  const { instant, note, dayAfter } = firstAfter(start.instant, clock, context.zone)
  const nextDay = dayAfter === undefined ? undefined : `it ends the next day, ${dayAfter}`
  return span(start.instant, instant, [start.note, nextDay, note], context)
}

/** A bare start beside a dated end, `23:00 - 1:00 today`, is the last such time at or before the end. */
function fromBefore(clock: Clock, end: Moment, context: DateContext): Span {
  const day = plainDate(end.instant, clock.zone ?? context.zone)
  const same = place(day, clock, context.zone)
  if (same.instant <= end.instant) return span(same.instant, end.instant, [same.note, end.note], context)
  const before = day.subtract({ days: 1 })
  const there = place(before, clock, context.zone)
  return span(
    there.instant,
    end.instant,
    [`it starts the day before, ${before.toString()}`, there.note, end.note],
    context,
  )
}

function readStart(said: string, context: DateContext): Moment {
  return readMoment(said.replace(/^from /, ''), context, 'past')
}

function spanOf({ instant, note }: Moment, length: number): Span {
  return { start: instant, end: instant + length, notes: note === undefined ? [] : [note] }
}

function backFrom({ instant, note }: Moment, length: number): Span {
  return { start: instant - length, end: instant, notes: note === undefined ? [] : [note] }
}

function span(
  start: number,
  end: number,
  notes: readonly (string | undefined)[],
  { zone }: DateContext,
): Span {
  if (end >= start) return { start, end, notes: notes.filter((note) => note !== undefined) }
  throw new AppError(
    'time_entries.end_before_start',
    `The end, ${localText(end, zone)}, is ${formatDuration(start - end)} before the start, ${localText(start, zone)}`,
  )
}

function isBare(part: DayAndClock): part is { readonly clock: Clock } {
  return part.day === undefined && part.clock !== undefined
}

function wholeDay(said: string, part: DayAndClock, context: DateContext): Temporal.PlainDate | undefined {
  // "2d ago" is also a moment, but beside another day it is a day.
  return part.clock === undefined ? readCivilDate(said, context, 'past') : undefined
}

function isDay(said: string | undefined, context: DateContext): boolean {
  return said === undefined || readCivilDate(said, context, 'past') !== undefined
}

function notUnderstood(said: string, context: DateContext): Error {
  if (said === '') return rangeError('The range is empty')
  if (said.startsWith(':') || wholeDay(said, splitClock(said), context)) {
    return rangeError(
      `${quoted(said)} is whole days; a span has times of day`,
      'write yesterday 9:00 - 10:30',
    )
  }
  const hours = bareHours.exec(said)
  if (hours && Number(hours[2]) <= 23 && Number(hours[4]) <= 23 && isDay(hours[1], context)) {
    const [, day, from, fromMinutes = ':00', to, toMinutes = ':00'] = hours
    return rangeError(
      `${quoted(said)} has a bare number, which may be an hour or a day`,
      `write ${day === undefined ? '' : `${day} `}${from}${fromMinutes} - ${to}${toMinutes}`,
    )
  }
  if (splitClock(said).clock)
    return rangeError(`${quoted(said)} has a start but no end`, 'write 9:00 - now, or 9:00 for 30m')
  if (said.startsWith('for '))
    return rangeError(`${quoted(said)} has no start`, 'write 1h ago, or 9:00 for 1h')
  return rangeError(`${quoted(said)} is not a range`)
}
