/**
 * The score of a habit, 0 to 100: how firm it is. Exponential smoothing, as Loop Habit Tracker describes it: each day
 * moves the score a little towards what was done, so that one missed day after months costs little.
 *
 *     score = score × m + value × (1 − m),  m = 0.5 ^ (√f / 13)
 *
 * `f` is how often the habit is due, in times per day; a daily one (f = 1) that is dropped has half its score left
 * after 13 days, a rarer one later. `value` is 0 to 1:
 * - due on single days (each day, weekdays, every n days): the part of the day that was done. Only days on which it is
 *   due count; the days in between belong to them, so m is taken to the power of 1/f.
 * - n times a week or month: what was done in the last two weeks (60 days), of what was wanted in them. Two periods,
 *   so that a habit done on another day of each week does not waver.
 *
 * Skipped days, and today while it is open, do not move the score. It begins at 0 on the first day of which something
 * is known.
 */
import type { HabitFrequency } from '@goalixa/contracts/habit-days'
import type { HabitDays } from './habit-days.ts'
import { firstMarked, isScheduled } from './habit-days.ts'

const halfLifeDays = 13
const monthDays = 30

export function scoreOf(days: HabitDays): number {
  const first = firstMarked(days)
  if (first === undefined) return 0
  const { frequency } = days
  const value =
    frequency.kind === 'perWeek' || frequency.kind === 'perMonth' ? windowValues(days, first) : dayValue(days)
  const step = multiplierOf(frequency)
  let score = 0
  for (let day = first; day <= days.today; day++) {
    const today = value(day)
    const state = days.marks.get(day)?.state
    const isOpen = day === days.today && state !== 'done'
    if (!isScheduled(frequency, day) || state === 'skip' || isOpen) continue
    score = score * step + today * (1 - step)
  }
  return Math.round(score * 100)
}

/** What is left of a score after one step without doing anything. */
export function multiplierOf(frequency: HabitFrequency): number {
  switch (frequency.kind) {
    case 'daily':
      return stepOf(1)
    case 'weekdays':
      return stepOf(frequency.days.length / 7, 7 / frequency.days.length)
    case 'everyDays':
      return stepOf(1 / frequency.days, frequency.days)
    case 'perWeek':
      return stepOf(frequency.times / 7)
    case 'perMonth':
      return stepOf(frequency.times / monthDays)
  }
}

const stepOf = (perDay: number, days = 1): number => 0.5 ** ((Math.sqrt(perDay) / halfLifeDays) * days)

const dayValue =
  ({ marks }: HabitDays) =>
  (day: number): number =>
    marks.get(day)?.part ?? 0

/** To be asked for day after day from the first on: the window moves along. */
function windowValues({ frequency, marks }: HabitDays, first: number): (day: number) => number {
  const { times, length } =
    frequency.kind === 'perWeek'
      ? { times: 2 * frequency.times, length: 14 }
      : { times: 2 * (frequency as { times: number }).times, length: 2 * monthDays }
  return (day) => {
    let done = 0
    for (let at = Math.max(first, day - length + 1); at <= day; at++) done += marks.get(at)?.part ?? 0
    return Math.min(1, done / times)
  }
}
