/** Habits for tests: any frequency, and days written as letters. */
import * as fc from 'fast-check'
import type { HabitFrequency } from '@goalixa/contracts/habit-days'
import type { DayMark, HabitDays } from './habit-days.ts'
import { dateOf, dayNumber } from './habit-days.ts'

export const anyFrequency = (): fc.Arbitrary<HabitFrequency> =>
  fc.oneof(
    fc.constant<HabitFrequency>({ kind: 'daily' }),
    fc
      .uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 })
      .map((days): HabitFrequency => ({ kind: 'weekdays', days: days.toSorted((a, b) => a - b) })),
    fc.integer({ min: 1, max: 7 }).map((times): HabitFrequency => ({ kind: 'perWeek', times })),
    fc.integer({ min: 1, max: 28 }).map((times): HabitFrequency => ({ kind: 'perMonth', times })),
    fc
      .record({ days: fc.integer({ min: 2, max: 365 }), from: fc.integer({ min: 19_000, max: 21_000 }) })
      .map(({ days, from }): HabitFrequency => ({ kind: 'everyDays', days, from: dateOf(from) })),
  )

const marks: Readonly<Record<string, DayMark>> = {
  x: { state: 'done', part: 1, amount: null },
  '-': { state: 'skip', part: 0, amount: null },
  h: { state: 'part', part: 0.5, amount: null },
}

/** `x` done, `-` skipped, `h` half done, anything else nothing; the last letter is today. */
export function daysOf(
  letters: string,
  frequency: HabitFrequency = { kind: 'daily' },
  { today = '2026-03-05', weekStart = 1 }: { today?: string; weekStart?: number } = {},
): HabitDays {
  const last = dayNumber(today)
  const at = (index: number) => last - letters.length + 1 + index
  return {
    frequency,
    marks: new Map(
      [...letters].flatMap((letter, index): [number, DayMark][] =>
        marks[letter] === undefined ? [] : [[at(index), marks[letter]]],
      ),
    ),
    today: last,
    weekStart,
  }
}

/** Any days up to today, as letters. */
export const anyLetters = (): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom('x', 'x', 'x', '-', 'h', '.'), { maxLength: 120 }).map((days) => days.join(''))
