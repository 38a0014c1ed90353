/** How a task comes back, as people write it: `week`, `2 weeks on mon,thu`, `month on 31`, `!3 days`. */
import { AppError } from '@goalixa/contracts/errors'
import { plainText, quoted } from './input-text.ts'
import type { Recurrence, RecurrenceFrequency, RecurrenceMode, RuleDay } from './recurrence.ts'
import { readRule, ruleText } from './recurrence.ts'
import { daysNamed, shortWeekday } from './weekday-names.ts'

/** The registers of a task that say how it comes back: an RFC 5545 rule and its mode. */
export interface Repetition {
  readonly recurrence: string
  readonly recurrenceMode: RecurrenceMode
}

const units: Readonly<Record<string, RecurrenceFrequency>> = {
  d: 'DAILY',
  w: 'WEEKLY',
  mo: 'MONTHLY',
  y: 'YEARLY',
}
const unitNames = { DAILY: 'day', WEEKLY: 'week', MONTHLY: 'month', YEARLY: 'year' } as const
const adverbs: Readonly<Record<string, string>> = {
  daily: 'day',
  weekly: 'week',
  biweekly: '2 weeks',
  fortnight: '2 weeks',
  fortnightly: '2 weeks',
  monthly: 'month',
  quarter: '3 months',
  quarterly: '3 months',
  yearly: 'year',
  annually: 'year',
}
const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const ordinals: Readonly<Record<string, number>> = {
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  fifth: 5,
  last: -1,
}
const plain = { byDay: [], byMonthDay: [], byMonth: [], time: null, until: null, count: null } as const
const form = 'write day, 2 weeks, mon,thu, month on 31 or !3 days'

/**
 * Reads `day`, `2 weeks`, `3d`, `mon,thu`, `weekdays`, `2 weeks on mon,thu`, `month on 1,15`, `month on last`,
 * `month on 2nd tue`, `year on 29 feb`; each may go on with `at 9:30`, `until 2026-12-31`, `10 times` and
 * `after completion`, which `!` in front says too. A rule of RFC 5545 is taken as it is.
 * @throws AppError `input.recurrence`
 */
export function parseRecurrence(text: string): Repetition {
  const said = plainText(text)
  const bang = /^(?:every ?)?!:? ?/.exec(said)
  const rest = said.slice(bang?.[0].length ?? 0).replace(/^every /, '')
  const spoken = rest.replace(/ after completion$/, '')
  const recurrenceMode = bang !== null || spoken !== rest ? 'after-completion' : 'schedule'
  const rule = spoken.startsWith('freq=') ? spoken.toUpperCase() : ruleText(readWords(spoken, said))
  const read = readRule(rule)
  if ('problem' in read) throw recurrenceError(`${quoted(said)} cannot come back: ${read.problem}`)
  return { recurrence: ruleText(read), recurrenceMode }
}

function readWords(spoken: string, said: string): Recurrence {
  const [, base = '', on, clock, until, count] =
    /^(.+?)(?: on (.+?))?(?: at (\d{1,2}:\d\d))?(?: until (\d{4}-\d\d-\d\d))?(?: (\d{1,5}) times)?$/.exec(
      spoken,
    ) ?? []
  const days = weekdaysOf(base)
  const shared = {
    ...plain,
    time: clock === undefined ? null : clock.padStart(5, '0'),
    until: until ?? null,
    count: count === undefined ? null : Number(count),
  }
  if (days !== undefined) {
    if (on !== undefined) throw recurrenceError(`${quoted(said)} names days twice`)
    return { ...shared, frequency: 'WEEKLY', interval: 1, byDay: days }
  }
  const [, times = '1', unit] =
    /^(\d{0,4}) ?(d|w|mo|y|days?|weeks?|months?|years?)$/.exec(adverbs[base] ?? base) ?? []
  if (unit === undefined) throw recurrenceError(`${quoted(said)} is not how something comes back`)
  const frequency = units[unit.startsWith('mo') ? 'mo' : unit[0]!]!
  const interval = times === '' ? 1 : Number(times)
  return { ...shared, frequency, interval, ...(on === undefined ? {} : daysOn(on, frequency, said)) }
}

function daysOn(on: string, frequency: RecurrenceFrequency, said: string): Partial<Recurrence> {
  const weekdays = weekdaysOf(on)
  if (weekdays !== undefined && frequency !== 'YEARLY') return { byDay: weekdays }
  const words = on.split(/ ?, ?/)
  if (frequency === 'YEARLY') {
    const dates = words.map((word) => dateOf(word, said))
    return { byMonth: dates.map(({ month }) => month), byMonthDay: [...new Set(dates.map(({ day }) => day))] }
  }
  if (frequency !== 'MONTHLY') throw recurrenceError(`${quoted(on)} names no day of the week`)
  const numbered = words.map(nthDayOf)
  if (numbered.every((day) => day !== undefined)) return { byDay: numbered }
  return { byMonthDay: words.map((word) => monthDayOf(word, said)) }
}

/** `31`, `1st`, `last`, `-2`. */
function monthDayOf(word: string, said: string): number {
  if (word === 'last' || word === 'last day') return -1
  const [, day] = /^(-?\d{1,2})(?:st|nd|rd|th)?$/.exec(word) ?? []
  if (day === undefined) throw recurrenceError(`${quoted(word)} in ${quoted(said)} is no day of a month`)
  return Number(day)
}

/** `2nd tue`, `last fri`. */
function nthDayOf(word: string): RuleDay | undefined {
  const [, digits, name, weekday] = /^(?:(-?\d)(?:st|nd|rd|th)?|([a-z]+)) ([a-z]+)$/.exec(word) ?? []
  const nth = digits === undefined ? ordinals[name ?? ''] : Number(digits)
  const days = daysNamed(weekday ?? '')
  return nth === undefined || days?.length !== 1 ? undefined : { nth, day: days[0]! }
}

/** `29 feb`, `feb 29`. */
function dateOf(word: string, said: string): { readonly month: number; readonly day: number } {
  const [, before, name, after] = /^(?:(\d{1,2}) )?([a-z]{3,9})(?: (\d{1,2}))?$/.exec(word) ?? []
  const month = months.findIndex((one) => name?.startsWith(one)) + 1
  const day = Number(before ?? after)
  if (month === 0 || !Number.isInteger(day))
    throw recurrenceError(`${quoted(word)} in ${quoted(said)} is no day of a year`, 'write year on 29 feb')
  return { month, day }
}

function weekdaysOf(text: string): RuleDay[] | undefined {
  const found = text.split(/ ?[, ] ?/).map((word) => daysNamed(word))
  if (!found.every((days) => days !== undefined)) return undefined
  return [...new Set(found.flat())].toSorted((a, b) => a - b).map((day) => ({ nth: 0, day }))
}

/** What {@link parseRecurrence} reads back as the same; a rule that is not known stays as it is. */
export function formatRecurrence({ recurrence, recurrenceMode }: Repetition): string {
  const rule = readRule(recurrence)
  const words = 'problem' in rule ? recurrence : wordsOf(rule)
  return recurrenceMode === 'schedule' ? words : `${words} after completion`
}

function wordsOf(rule: Recurrence): string {
  const { frequency, interval, byDay, byMonthDay, byMonth, time, until, count } = rule
  // Words name each day of a year with its month: of several months and days only the rule itself says it.
  const isCrossed = byMonth.length !== byMonthDay.length || byMonth.length > 1
  if (
    (frequency === 'YEARLY' && byMonth.length + byMonthDay.length > 0 && isCrossed) ||
    (until?.length ?? 0) > 10
  )
    return ruleText(rule)
  const unit = unitNames[frequency]
  const each = interval === 1 ? unit : `${interval} ${unit}s`
  const days = [
    ...byDay.map(({ nth, day }) => `${nthText(nth)}${shortWeekday(day)}`),
    ...(frequency === 'YEARLY'
      ? byMonthDay.map((day) => `${day} ${months[byMonth[0]! - 1]}`)
      : byMonthDay.map(dayText)),
  ].join(',')
  const isWeekly = frequency === 'WEEKLY' && interval === 1 && days !== ''
  return [
    isWeekly ? days : each,
    ...(days === '' || isWeekly ? [] : [`on ${days}`]),
    ...(time === null ? [] : [`at ${time}`]),
    ...(until === null ? [] : [`until ${until}`]),
    ...(count === null ? [] : [`${count} times`]),
  ].join(' ')
}

const dayText = (day: number): string => (day === -1 ? 'last' : String(day))
const nthText = (nth: number): string =>
  nth === 0 ? '' : nth === -1 ? 'last ' : `${nth}${['th', 'st', 'nd', 'rd'][Math.abs(nth)] ?? 'th'} `

const recurrenceError = (detail: string, hint = form) =>
  new AppError('input.recurrence', detail, { try: hint })
