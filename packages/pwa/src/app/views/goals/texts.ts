/** Goals in words. */
import type { Goal } from '@goalixa/contracts/goals'
import { dateLocale } from '../../../words/date-locale.ts'
import { language } from '../../../words/language.ts'
import type { WordsOf } from '../../../words/language.ts'
import { durationText } from '../../timer/durations.ts'

export type GoalWords = WordsOf<'goals'>

export const numberText = (value: number): string => new Intl.NumberFormat(language()).format(value)

/** Of 0 to 1. */
export const percentText = (value: number): string =>
  new Intl.NumberFormat(language(), { style: 'percent' }).format(Math.floor(value * 100) / 100)

export const dayText = (date: string, more: Intl.DateTimeFormatOptions = { month: 'long' }): string =>
  new Intl.DateTimeFormat(dateLocale(), { day: 'numeric', timeZone: 'UTC', ...more }).format(
    Date.parse(`${date}T12:00:00Z`),
  )

/** What its progress is made of: subgoals where there are some, else time. */
export function madeOf({ subgoals, trackedSeconds, targetSeconds }: Goal, words: GoalWords): string {
  if (subgoals.length > 0) {
    const done = subgoals.filter(({ doneAt }) => doneAt !== null).length
    return words.subgoalsDone(numberText(done), numberText(subgoals.length))
  }
  return targetSeconds === null
    ? durationText(trackedSeconds)
    : words.of(durationText(trackedSeconds), durationText(targetSeconds))
}
