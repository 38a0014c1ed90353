/** The days of a report, from what a person typed: `:week`, `last month`, `2026-W10`, `2026-03-02 - 2026-03-08`. */
import { type DateContext, plainDate } from './calendar.ts'
import { isWeekday, known, readCivilDate } from './civil-dates.ts'
import { splitClock } from './clock-times.ts'
import { dateError, plainText, quoted, rangeError } from './input-text.ts'
import { type Period, addPeriods, firstDayOf } from './periods.ts'

/** Civil dates `YYYY-MM-DD`; `to` is exclusive, as in the contract of reports. */
export interface Days {
  readonly from: string
  readonly to: string
}

interface PlainDays {
  readonly from: Temporal.PlainDate
  readonly to: Temporal.PlainDate
}

const named = /^:?(?:(this|last|next) ?)?(week|month|quarter|year)$/
const rolling = /^:?last (\d{1,4}) (days?|weeks?|months?|years?)$/
const shifts: Record<string, number> = { last: -1, this: 0, next: 1 }

/**
 * Reads `:today :yesterday :week :lastweek :month :lastmonth :quarter :year :all`, all also without the colon and as
 * `last week`; `last 7 days` (today is the last of them), `2026-W10`, `2026-03`, `2026`, one day in any form of
 * `parseDate` with direction `past`, and `A - B`, `A to B`, `from A to B`, where the last day counts too.
 * `:all` reaches from 1900 to a hundred years ahead. Throws `input.range` or `input.date`.
 */
export function parseDays(text: string, context: DateContext): Days {
  const said = plainText(text)
  const [, left, right] = /^(?:from )?(.+?) (?:-|to|until) (.+)$/.exec(said) ?? []
  const { from, to } =
    left !== undefined && right !== undefined ? daysBetween(left, right, context) : readDays(said, context)
  return { from: from.toString(), to: known(said, to).toString() }
}

function daysBetween(left: string, right: string, context: DateContext): PlainDays {
  const { from } = readDays(left, context)
  const { to } = isWeekday(right) ? weekdayFrom(from, right, context) : readDays(right, context)
  if (Temporal.PlainDate.compare(from, to) < 0) return { from, to }
  throw rangeError(`${quoted(`${left} - ${right}`)} ends before it starts`, `write ${right} - ${left}`)
}

/** In `monday - friday` the Friday is the one after that Monday, even if it is still to come. */
function weekdayFrom(from: Temporal.PlainDate, said: string, context: DateContext): PlainDays {
  const latest = oneDay(said, context).from
  const ahead = (latest.dayOfWeek - from.dayOfWeek + 7) % 7
  return { from, to: from.add({ days: ahead + 1 }) }
}

function readDays(said: string, context: DateContext): PlainDays {
  if (said === '') throw rangeError('The range is empty')
  const today = plainDate(context.now, context.zone)
  if (said === 'all' || said === ':all') {
    return { from: new Temporal.PlainDate(1900, 1, 1), to: new Temporal.PlainDate(today.year + 100, 1, 1) }
  }
  const [, which = 'this', name] = named.exec(said) ?? []
  if (name !== undefined) return wholePeriod(name as Period, today, context.weekStart, shifts[which])
  const [, count, unit] = rolling.exec(said) ?? []
  if (count !== undefined && unit !== undefined) return lastDays(said, Number(count), unit, today)
  return isoPeriod(said, context) ?? oneDay(said.replace(/^:(today|yesterday|tomorrow)$/, '$1'), context)
}

function wholePeriod(period: Period, date: Temporal.PlainDate, weekStart: number, shift = 0): PlainDays {
  const from = addPeriods(firstDayOf(period, date, weekStart), period, shift)
  return { from, to: addPeriods(from, period, 1) }
}

function lastDays(said: string, count: number, unit: string, today: Temporal.PlainDate): PlainDays {
  if (count === 0) throw rangeError(`${quoted(said)} is no day at all`, 'write last 7 days')
  const to = today.add({ days: 1 })
  const from = addPeriods(to, unit.replace(/s$/, '') as Period, -count)
  if (from.year < 1900) throw rangeError(`${quoted(said)} reaches back beyond 1900`, 'write :all')
  return { from, to }
}

function isoPeriod(said: string, context: DateContext): PlainDays | undefined {
  const day = (text: string) => oneDay(text, context).from
  // A written week is the ISO week, whatever day the user's weeks start on.
  if (/^\d{4}-w\d\d$/.test(said)) return wholePeriod('week', day(said), 1)
  if (/^\d{4}-\d\d$/.test(said)) return wholePeriod('month', day(`${said}-01`), 1)
  if (/^\d{4}$/.test(said)) return wholePeriod('year', day(`${said}-01-01`), 1)
  return undefined
}

function oneDay(said: string, context: DateContext): PlainDays {
  const date = readCivilDate(said, context, 'past')
  if (date) return { from: date, to: date.add({ days: 1 }) }
  if (splitClock(said).clock)
    throw dateError(
      `${quoted(said)} has a time of day; a report counts whole days`,
      'write the day alone, such as 2026-03-02',
    )
  throw rangeError(
    `${quoted(said)} is not a range of days`,
    'write :week, last month, 2026-W10 or 2026-03-02 - 2026-03-08',
  )
}
