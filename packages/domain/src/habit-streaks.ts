/** Streaks of habits: how often in a row it was done, by what its frequency asks for (D13). */
import type { HabitDays } from './habit-days.ts'
import { countOf, firstMarked, isScheduled, periodOf } from './habit-days.ts'

/** `hit` lengthens a streak, `miss` ends it, `pass` does neither. */
type Turn = 'hit' | 'miss' | 'pass'

/**
 * The streak up to now and the longest one. Its turns are the days on which the habit is due, or the weeks or months
 * of a habit of so many times. Today and the current period break nothing; a skipped day passes, and a period passes
 * when skipped days make up for what is missing.
 */
export function streakOf(days: HabitDays): { current: number; best: number } {
  let current = 0
  let best = 0
  for (const turn of turnsOf(days)) {
    if (turn === 'hit') best = Math.max(best, ++current)
    else if (turn === 'miss') current = 0
  }
  return { current, best }
}

function* turnsOf(days: HabitDays): Generator<Turn> {
  const { frequency, marks, today } = days
  const first = firstMarked(days)
  if (first === undefined) return
  if (frequency.kind !== 'perWeek' && frequency.kind !== 'perMonth') {
    for (let day = first; day <= today; day++) {
      const state = marks.get(day)?.state
      if (!isScheduled(frequency, day) || state === 'skip') yield 'pass'
      else yield state === 'done' ? 'hit' : day === today ? 'pass' : 'miss'
    }
    return
  }
  for (let { start, end } = periodOf(days, first); start <= today; { start, end } = periodOf(days, end)) {
    const last = Math.min(end, today + 1)
    const done = countOf(marks, 'done', start, last)
    const isExcused = end > today || done + countOf(marks, 'skip', start, last) >= frequency.times
    yield done >= frequency.times ? 'hit' : isExcused ? 'pass' : 'miss'
  }
}
