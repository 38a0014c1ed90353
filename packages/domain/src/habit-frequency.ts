/** How often a habit is due, as people write it: `day`, `mon,wed,fri`, `3/week`, `2/month`, `3d`. */
import { AppError } from '@goalixa/contracts/errors'
import type { HabitFrequency } from '@goalixa/contracts/habit-days'
import { plainText, quoted } from './input-text.ts'
import { daysNamed, shortWeekday } from './weekday-names.ts'

const mostTimes = { week: 7, month: 28 } as const
const mostDays = 365

/**
 * Reads `day` or `daily`; days of the week by name, `weekdays`, `weekend`; `3/week`, `2/month`, `week`, `month`; `3d`
 * or `3 days`, counted from `today` unless `from 2026-03-02` follows.
 * @throws AppError `input.frequency`
 */
export function parseFrequency(text: string, today: string): HabitFrequency {
  const said = plainText(text).replace(/^every /, '')
  if (/^(1 ?d|day|daily|1 day)$/.test(said)) return { kind: 'daily' }
  const [, times = '1', period] =
    /^(?:(\d{1,3}) ?(?:\/|x\/|x|times|per|a|times a|times per)? ?)?(week|month)$/.exec(said) ?? []
  if (period !== undefined) return perPeriod(said, Number(times), period as 'week' | 'month')
  const [, days, from] = /^(\d{1,4}) ?(?:d|days?)(?: from (\d{4}-\d\d-\d\d))?$/.exec(said) ?? []
  if (days !== undefined) return everyDays(said, Number(days), from ?? today)
  return {
    kind: 'weekdays',
    days: said
      .split(/ ?[, ] ?/)
      .flatMap((word) => requireDays(word, said))
      .toSorted((a, b) => a - b)
      .filter(isFirst),
  }
}

/** What {@link parseFrequency} reads back as the same. */
export function formatFrequency(frequency: HabitFrequency): string {
  switch (frequency.kind) {
    case 'daily':
      return 'day'
    case 'weekdays':
      return frequency.days.map(shortWeekday).join(',')
    case 'perWeek':
      return `${frequency.times}/week`
    case 'perMonth':
      return `${frequency.times}/month`
    case 'everyDays':
      return `${frequency.days}d from ${frequency.from}`
  }
}

const isFirst = (day: number, at: number, all: readonly number[]): boolean => all.indexOf(day) === at

function perPeriod(said: string, times: number, period: 'week' | 'month'): HabitFrequency {
  const most = mostTimes[period]
  if (times < 1 || times > most)
    throw frequencyError(`${quoted(said)}: 1 to ${most} times a ${period} are known`, `write 3/${period}`)
  return { kind: period === 'week' ? 'perWeek' : 'perMonth', times }
}

function everyDays(said: string, days: number, from: string): HabitFrequency {
  if (days < 2 || days > mostDays)
    throw frequencyError(`${quoted(said)}: every 2 to ${mostDays} days are known`, 'write day for every day')
  if (!isDate(from)) throw frequencyError(`${quoted(from)} is no date`, 'write 3d from 2026-03-02')
  return { kind: 'everyDays', days, from }
}

function isDate(text: string): boolean {
  try {
    return text >= '1900' && Temporal.PlainDate.from(text).toString() === text
  } catch {
    return false
  }
}

function requireDays(word: string, said: string): readonly number[] {
  const days = daysNamed(word)
  if (days !== undefined) return days
  throw frequencyError(`${quoted(said)} is not how often`, 'write day, mon,wed,fri, 3/week, 2/month or 3d')
}

const frequencyError = (detail: string, hint: string) =>
  new AppError('input.frequency', detail, { try: hint })
