/** Habits in words. */
import type { HabitDayState, HabitFrequency } from '@goalixa/contracts/habit-days'
import type { Habit } from '@goalixa/contracts/habits'
import { dateLocale } from '../../../words/date-locale.ts'
import { language } from '../../../words/language.ts'
import type { WordsOf } from '../../../words/language.ts'
import { weekdayList } from '../../parts/weekdays.ts'

export type HabitWords = WordsOf<'habits'>

export const numberText = (value: number): string =>
  new Intl.NumberFormat(language(), { maximumFractionDigits: 6 }).format(value)

/** As it is typed, and read again: without marks between thousands; empty for none. */
export const amountText = (amount: number | null): string =>
  amount === null
    ? ''
    : new Intl.NumberFormat(language(), { maximumFractionDigits: 6, useGrouping: false }).format(amount)

/** Of 0 to 100. */
export const percentText = (value: number): string =>
  new Intl.NumberFormat(language(), { style: 'percent' }).format(value / 100)

export function frequencyText(frequency: HabitFrequency, { every }: HabitWords): string {
  switch (frequency.kind) {
    case 'daily':
      return every.daily
    case 'weekdays':
      return every.weekdays(weekdayList(frequency.days))
    case 'everyDays':
      return every.everyDays(frequency.days, numberText(frequency.days))
    default:
      return every[frequency.kind](frequency.times, numberText(frequency.times))
  }
}

export const streakText = ({ frequency }: Pick<Habit, 'frequency'>, count: number, { streak }: HabitWords) =>
  streak[frequency.kind](count, numberText(count))

const noon = (date: string) => Date.parse(`${date}T12:00:00Z`)
export const dayText = (date: string): string =>
  new Intl.DateTimeFormat(dateLocale(), {
    weekday: 'short',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  }).format(noon(date))
export const monthText = (date: string): string =>
  new Intl.DateTimeFormat(dateLocale(), { month: 'short', timeZone: 'UTC' }).format(noon(date))

interface DayOfHabit {
  readonly date: string
  readonly state: HabitDayState
  readonly amount?: number | null
}

/** `Thu 5 March: done, 20 pages` */
export function dayName(
  { date, state, amount = null }: DayOfHabit,
  { unit }: Habit,
  words: HabitWords,
): string {
  const how = amount === null ? [] : [[numberText(amount), ...(unit === null ? [] : [unit])].join(' ')]
  const parts = new Intl.ListFormat(language(), { type: 'unit', style: 'short' })
  return `${dayText(date)}: ${parts.format([words.state[state], ...how])}`
}
