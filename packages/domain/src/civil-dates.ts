/** Dates as people write them: ISO forms, weekdays, `17 aug`, `24th`, `in 2w`, `eow`. */
import { type DateContext, plainDate } from './calendar.ts'
import { dateError, quoted } from './input-text.ts'
import { type Period, addPeriods, firstDayOf } from './periods.ts'

/** `past` verbs (start, log, report) take the latest day that fits, `future` verbs (due, plan) the next. */
export type Direction = 'past' | 'future'

interface Reading {
  readonly today: Temporal.PlainDate
  readonly weekStart: number
  readonly direction: Direction
}

type Form = readonly [RegExp, (match: readonly string[], reading: Reading) => Temporal.PlainDate]

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const weekday =
  'mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?'
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const month =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t|tember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?'
const nth = String.raw`(\d{1,2})(?:st|nd|rd|th)?`
const unit = '(d|days?|w|wks?|weeks?|mo|mos|months?|y|yrs?|years?)'
const letters: Record<string, Period> = { d: 'day', w: 'week', m: 'month', q: 'quarter', y: 'year' }

const forms: readonly Form[] = [
  [/^today$/, (_, { today }) => today],
  [/^yesterday$/, (_, { today }) => today.subtract({ days: 1 })],
  [/^tomorrow$/, (_, { today }) => today.add({ days: 1 })],
  [
    /^(\d{4})-(\d\d)-(\d\d)$/,
    ([said = '', year, mon, day]) => existing(said, Number(year), Number(mon), Number(day)),
  ],
  [
    /^(\d{4})-w(\d\d)(?:-(\d))?$/,
    ([said = '', year, week, day = '1']) => isoWeekDay(said, Number(year), Number(week), Number(day)),
  ],
  [/^(\d{4})-(\d{3})$/, ([said = '', year, day]) => dayOfYear(said, Number(year), Number(day))],
  [
    new RegExp(`^(?:(last|next) )?(${weekday})$`),
    ([, strict, name = ''], reading) => weekdayDate(name, reading, strict),
  ],
  [
    new RegExp(`^${nth} (${month})(?: (\\d{4}))?$`),
    ([said = '', day, name = '', year], reading) => monthDay(said, day, name, year, reading),
  ],
  [
    new RegExp(`^(${month}) ${nth}(?:,? (\\d{4}))?$`),
    ([said = '', name = '', day, year], reading) => monthDay(said, day, name, year, reading),
  ],
  [/^(\d{1,2})(?:st|nd|rd|th)$/, ([said = '', day], reading) => dayOfMonth(said, Number(day), reading)],
  [
    new RegExp(`^(?:in |\\+ ?)(\\d{1,4}) ?${unit}$`),
    ([, count, name = ''], { today }) => moved(today, Number(count), name),
  ],
  [
    new RegExp(`^(\\d{1,4}) ?${unit} ago$`),
    ([, count, name = ''], { today }) => moved(today, -Number(count), name),
  ],
  [
    new RegExp(`^- ?(\\d{1,4}) ?${unit}$`),
    ([, count, name = ''], { today }) => moved(today, -Number(count), name),
  ],
  [
    /^([se])o([pn]?)([dwmqy])$/,
    ([, edge, which, letter = ''], reading) => edgeOf(edge, which, letter, reading),
  ],
  [
    /^next (week|month|quarter|year)$/,
    ([, period = ''], reading) => edgeOf('s', 'n', period.charAt(0), reading),
  ],
]

/**
 * The date a text stands for, or undefined when it has no form of a date. `said` is plain text (see `plainText`).
 * Throws `input.date` for a form that is refused (slashes) or a date that does not exist.
 */
export function readCivilDate(
  said: string,
  context: DateContext,
  direction: Direction,
): Temporal.PlainDate | undefined {
  refuseSlashes(said)
  const reading = { today: plainDate(context.now, context.zone), weekStart: context.weekStart, direction }
  for (const [pattern, read] of forms) {
    const match = pattern.exec(said)
    if (match) return known(said, read(match, reading))
  }
  return refuseNearMiss(said)
}

/** Whether the text is the name of a weekday alone. */
export function isWeekday(said: string): boolean {
  return new RegExp(`^(?:${weekday})$`).test(said)
}

/** Throws `input.date` unless the year is one the contracts know. */
export function known(said: string, date: Temporal.PlainDate): Temporal.PlainDate {
  if (date.year >= 1900 && date.year <= 9999) return date
  throw dateError(`${quoted(said)} is outside the years 1900 to 9999`)
}

function existing(said: string, year: number, mon: number, day: number): Temporal.PlainDate {
  if (mon < 1 || mon > 12)
    throw dateError(
      `${quoted(said)} does not exist: a year has 12 months`,
      'write year-month-day, such as 2026-03-02',
    )
  const first = new Temporal.PlainDate(year, mon, 1)
  if (day >= 1 && day <= first.daysInMonth) return first.with({ day })
  const name = first.toPlainYearMonth().toString()
  const last = first.with({ day: first.daysInMonth })
  throw dateError(
    `${quoted(said)} does not exist: ${name} has ${first.daysInMonth} days`,
    day < 1 ? `write ${first.toString()}` : `write ${last.toString()} or ${last.add({ days: 1 }).toString()}`,
  )
}

function isoWeekDay(said: string, year: number, week: number, day: number): Temporal.PlainDate {
  // 4 January and 28 December are always in the first and the last ISO week of their year.
  const weeks = new Temporal.PlainDate(year, 12, 28).weekOfYear ?? 52
  if (week < 1 || week > weeks) throw dateError(`${quoted(said)} does not exist: ${year} has ${weeks} weeks`)
  if (day < 1 || day > 7)
    throw dateError(`${quoted(said)} does not exist: a week has the days 1 (Monday) to 7`)
  return firstDayOf('week', new Temporal.PlainDate(year, 1, 4), 1).add({ weeks: week - 1, days: day - 1 })
}

function dayOfYear(said: string, year: number, day: number): Temporal.PlainDate {
  const first = new Temporal.PlainDate(year, 1, 1)
  if (day >= 1 && day <= first.daysInYear) return first.add({ days: day - 1 })
  throw dateError(`${quoted(said)} does not exist: ${year} has ${first.daysInYear} days`)
}

function weekdayDate(
  name: string,
  { today, direction }: Reading,
  strict: string | undefined,
): Temporal.PlainDate {
  const wanted = weekdays.indexOf(name.slice(0, 3)) + 1
  const back = (today.dayOfWeek - wanted + 7) % 7
  if (strict === 'last') return today.subtract({ days: back || 7 })
  if (strict === 'next' || direction === 'future') return today.add({ days: 7 - back })
  return today.subtract({ days: back })
}

function monthDay(
  said: string,
  day: string | undefined,
  name: string,
  year: string | undefined,
  reading: Reading,
): Temporal.PlainDate {
  const mon = months.indexOf(name.slice(0, 3)) + 1
  if (year !== undefined) return existing(said, Number(year), mon, Number(day))
  const step = reading.direction === 'past' ? -1 : 1
  // Eight years from any year hold a leap year, 1900 included; a day that none of them has never exists.
  return nearest(
    said,
    reading,
    9,
    (count) => new Temporal.PlainDate(reading.today.year + count * step, mon, 1),
    Number(day),
  )
}

function dayOfMonth(said: string, day: number, reading: Reading): Temporal.PlainDate {
  const thisMonth = firstDayOf('month', reading.today, 1)
  const step = reading.direction === 'past' ? -1 : 1
  return nearest(said, reading, 3, (count) => thisMonth.add({ months: count * step }), day)
}

function nearest(
  said: string,
  { today, direction }: Reading,
  tries: number,
  monthAt: (count: number) => Temporal.PlainDate,
  day: number,
): Temporal.PlainDate {
  for (let count = 0; count < tries; count += 1) {
    const first = monthAt(count)
    if (day < 1 || day > first.daysInMonth) continue
    const order = Temporal.PlainDate.compare(first.with({ day }), today)
    if (direction === 'past' ? order <= 0 : order >= 0) return first.with({ day })
  }
  throw dateError(`${quoted(said)} does not exist: no such month has a day ${day}`)
}

function moved(today: Temporal.PlainDate, count: number, name: string): Temporal.PlainDate {
  return addPeriods(today, letters[name.charAt(0)] ?? 'day', count)
}

function edgeOf(
  edge: string | undefined,
  which: string | undefined,
  letter: string,
  { today, weekStart }: Reading,
): Temporal.PlainDate {
  const period = letters[letter] ?? 'day'
  const shift = which === 'p' ? -1 : which === 'n' ? 1 : 0
  const first = addPeriods(firstDayOf(period, today, weekStart), period, shift)
  return edge === 's' ? first : addPeriods(first, period, 1).subtract({ days: 1 })
}

function refuseSlashes(said: string): void {
  const slashes = /(?:^| )(\d{1,4})\/(\d{1,2})(?:\/(\d{1,4}))?/.exec(said)
  if (!slashes) return
  const [, first = '', second = '', third = '1'] = slashes
  if (first.length === 4)
    throw dateError(`${quoted(said)} is written with slashes`, `write ${iso(first, second, third)}`)
  const year = third.length === 4 ? third : 'YYYY'
  const readings = [
    ...(Number(second) <= 12 ? [iso(year, second, first)] : []),
    ...(Number(first) <= 12 ? [iso(year, first, second)] : []),
  ]
  throw dateError(
    `${quoted(said)} may be day/month or month/day`,
    `write ${[...new Set(readings)].join(' or ') || 'YYYY-MM-DD'}`,
  )
}

function iso(year: string, mon: string, day: string): string {
  return `${year}-${mon.padStart(2, '0')}-${day.padStart(2, '0')}`
}

function refuseNearMiss(said: string): undefined {
  const short = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(said)
  if (short) {
    const [, year = '', mon = '', day = ''] = short
    throw dateError(`${quoted(said)} lacks a leading zero`, `write ${iso(year, mon, day)}`)
  }
  if (/^\d{4}-\d\d$/.test(said)) throw dateError(`${quoted(said)} is a month, not a day`, `write ${said}-01`)
  const span = new RegExp(`^(\\d{1,4} ?${unit})$`).exec(said)
  if (span) throw dateError(`${quoted(said)} has no direction`, `write in ${said}, or ${said} ago`)
  return undefined
}
