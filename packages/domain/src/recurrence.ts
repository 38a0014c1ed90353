/** How a task comes back: RFC 5545 rules, read and written. `next-occurrence.ts` says what follows. */
import { fromInstantText, toInstantText } from './calendar.ts'

export type RecurrenceFrequency = 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY'

/** From the due date on, or from the day on which it was completed. */
export type RecurrenceMode = 'schedule' | 'after-completion'

/** A day of the week, 1 Monday to 7 Sunday; `nth` of the month, from its end when negative, 0 for each. */
export interface RuleDay {
  readonly nth: number
  readonly day: number
}

/** A rule of RFC 5545, as far as tasks know it. Lists are sorted, and empty where the rule does not say. */
export interface Recurrence {
  readonly frequency: RecurrenceFrequency
  readonly interval: number
  readonly byDay: readonly RuleDay[]
  /** -1 is the last day. Days that a month lacks are its last one (D16). */
  readonly byMonthDay: readonly number[]
  readonly byMonth: readonly number[]
  /** `09:30`, on the clock of the task's zone. */
  readonly time: string | null
  /** A civil date, that day included, or an instant. */
  readonly until: string | null
  /** Occurrences that are left, the present one included. */
  readonly count: number | null
}

export interface Problem {
  readonly problem: string
}

const codes = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
const longest = { DAILY: 3650, WEEKLY: 520, MONTHLY: 1200, YEARLY: 100 } as const
const known = 'FREQ INTERVAL BYDAY BYMONTHDAY BYMONTH BYHOUR BYMINUTE UNTIL COUNT WKST'.split(' ')

/** The rule, or what is wrong with it: a part that is not known, that contradicts another, or that yields nothing. */
export function readRule(text: string): Recurrence | Problem {
  const parts = new Map<string, string>()
  for (const part of text.split(';')) {
    const [name, value, ...more] = part.split('=')
    if (value === undefined || value === '' || more.length > 0) return wrong(`${part} is no part of a rule`)
    if (!known.includes(name!)) return wrong(`${name} is not known; write ${known.join(', ')}`)
    if (parts.has(name!)) return wrong(`${name} comes twice`)
    parts.set(name!, value)
  }
  const frequency = parts.get('FREQ') as RecurrenceFrequency | undefined
  if (frequency === undefined || !Object.hasOwn(longest, frequency))
    return wrong('FREQ is DAILY, WEEKLY, MONTHLY or YEARLY')
  const interval = Number(parts.get('INTERVAL') ?? 1)
  if (!isBetween(interval, 1, longest[frequency])) return wrong(`INTERVAL is 1 to ${longest[frequency]}`)
  const count = parts.has('COUNT') ? Number(parts.get('COUNT')) : null
  if (count !== null && !isBetween(count, 1, 10_000)) return wrong('COUNT is 1 to 10000')
  const until = parts.has('UNTIL') ? readUntil(parts.get('UNTIL')!) : null
  if (until === undefined) return wrong('UNTIL is a day such as 20261231')
  if (until !== null && count !== null) return wrong('a rule ends by UNTIL or by COUNT, not by both')
  const time = readTime(parts.get('BYHOUR'), parts.get('BYMINUTE'))
  if (time === undefined) return wrong('BYHOUR is 0 to 23 and BYMINUTE 0 to 59, one of each')
  const lists = readLists(parts, frequency)
  return 'problem' in lists ? lists : { frequency, interval, ...lists, time, until, count }
}

function readLists(
  parts: ReadonlyMap<string, string>,
  frequency: RecurrenceFrequency,
): Pick<Recurrence, 'byDay' | 'byMonthDay' | 'byMonth'> | Problem {
  const numbers = (name: string) => unique((parts.get(name)?.split(',') ?? []).map(Number), (a) => a)
  const byMonthDay = numbers('BYMONTHDAY')
  const byMonth = numbers('BYMONTH')
  if (byMonthDay.some((day) => day === 0 || !isBetween(day, -31, 31)))
    return wrong('BYMONTHDAY is 1 to 31, or -1 for the last day')
  if (byMonth.some((month) => !isBetween(month, 1, 12))) return wrong('BYMONTH is 1 to 12')
  const byDay: RuleDay[] = []
  for (const word of parts.get('BYDAY')?.split(',') ?? []) {
    const [, nth = '0', code] = /^([+-]?[1-5])?([A-Z]{2})$/.exec(word) ?? []
    const day = codes.indexOf(code as (typeof codes)[number]) + 1
    if (day === 0) return wrong('BYDAY is MO to SU, of a month also 1MO to 5SU or -1FR')
    byDay.push({ nth: Number(nth), day })
  }
  if (byMonthDay.length > 0 && frequency !== 'MONTHLY' && frequency !== 'YEARLY')
    return wrong('BYMONTHDAY goes with MONTHLY or YEARLY')
  if (byMonth.length > 0 && frequency !== 'YEARLY') return wrong('BYMONTH goes with YEARLY')
  if (byDay.length > 0 && frequency === 'YEARLY') return wrong('BYDAY does not go with YEARLY')
  if (byDay.some(({ nth }) => nth !== 0) && frequency !== 'MONTHLY')
    return wrong('a numbered day such as 1MO goes with MONTHLY')
  if (byDay.length > 0 && byMonthDay.length > 0) return wrong('a rule has BYDAY or BYMONTHDAY, not both')
  const most = Math.max(
    ...byMonth.map((month) => Temporal.PlainDate.from({ year: 2024, month, day: 1 }).daysInMonth),
  )
  if (byMonth.length > 0 && byMonthDay.some((day) => Math.abs(day) > most))
    return wrong('no month that the rule names has this day')
  return { byDay: unique(byDay, ({ nth, day }) => nth * 10 + day), byMonthDay, byMonth }
}

/** The one spelling of a rule, that {@link readRule} reads back as the same. */
export function ruleText({ frequency, interval, byDay, byMonthDay, byMonth, ...rule }: Recurrence): string {
  const [hour, minute] = rule.time?.split(':').map(Number) ?? []
  const parts: readonly [name: string, value: string | undefined][] = [
    ['FREQ', frequency],
    ['INTERVAL', interval === 1 ? undefined : String(interval)],
    ['BYMONTH', byMonth.join(',')],
    ['BYMONTHDAY', byMonthDay.join(',')],
    ['BYDAY', byDay.map(({ nth, day }) => `${nth === 0 ? '' : nth}${codes[day - 1]}`).join(',')],
    ['BYHOUR', hour?.toString()],
    ['BYMINUTE', minute?.toString()],
    ['UNTIL', rule.until?.replaceAll(/[-:]/g, '')],
    ['COUNT', rule.count?.toString()],
  ]
  return parts
    .flatMap(([name, value]) => (value === undefined || value === '' ? [] : [`${name}=${value}`]))
    .join(';')
}

/** `20261231`, or `20261231T235959Z`; undefined for what is no day. */
function readUntil(text: string): string | undefined {
  const [, year, month, day, time] = /^(\d{4})(\d\d)(\d\d)(?:T(\d{6})Z)?$/.exec(text) ?? []
  if (year === undefined) return undefined
  try {
    const date = Temporal.PlainDate.from(`${year}-${month}-${day}`).toString()
    if (time === undefined) return date
    const [hours, minutes, seconds] = time.match(/\d\d/g)!
    return toInstantText(fromInstantText(`${date}T${hours}:${minutes}:${seconds}Z`))
  } catch {
    return undefined
  }
}

/** Null when neither is given, undefined for what is no time. */
function readTime(hour: string | undefined, minute: string | undefined): string | null | undefined {
  if (hour === undefined && minute === undefined) return null
  const [hours, minutes] = [Number(hour), Number(minute ?? 0)]
  if (hour === undefined || !isBetween(hours, 0, 23) || !isBetween(minutes, 0, 59)) return undefined
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`
}

const wrong = (problem: string): Problem => ({ problem })
const isBetween = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most

function unique<Item>(items: readonly Item[], keyOf: (item: Item) => number): Item[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()].toSorted(
    (a, b) => keyOf(a) - keyOf(b),
  )
}
