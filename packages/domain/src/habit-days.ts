/**
 * What became of each day of a habit. Days are civil dates, counted from 1970-01-01, so that no zone and no change of
 * the clock moves them (D10).
 */
import type { HabitDayState, HabitFrequency } from '@goalixa/contracts/habit-days'
import type { HabitLog } from '@goalixa/contracts/habits'

/** What is known of one day. */
export interface DayMark {
  readonly state: 'done' | 'skip' | 'part'
  /** How much of the day was done, 0 to 1. */
  readonly part: number
  readonly amount: number | null
}

export interface HabitDays {
  readonly frequency: HabitFrequency
  /** Days about which something is known. */
  readonly marks: ReadonlyMap<number, DayMark>
  readonly today: number
  /** 1 Monday to 7 Sunday: the day that weeks begin with. */
  readonly weekStart: number
}

const dayMs = 86_400_000

/** The number of a civil date `YYYY-MM-DD`. */
export const dayNumber = (date: string): number => Date.parse(`${date}T00:00:00Z`) / dayMs

/** The civil date of a number. */
export const dateOf = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10)

/** 1 Monday to 7 Sunday. */
export const weekdayOf = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1

interface MarkRules {
  readonly targetAmount: number | null
  /** Null unless tracked time counts. */
  readonly autoSeconds: number | null
}

/**
 * The marks of the days that were logged or tracked. A day is done by its log, with an amount at the target or beyond,
 * or by the seconds tracked (E14), which count even where the day was skipped.
 */
export function marksOf(
  { targetAmount, autoSeconds }: MarkRules,
  logs: readonly Pick<HabitLog, 'logDate' | 'amount' | 'state'>[],
  tracked: ReadonlyMap<number, number>,
): Map<number, DayMark> {
  const marks = new Map<number, DayMark>()
  for (const { logDate, amount, state } of logs) {
    const part = targetAmount === null || amount === null ? 1 : Math.min(1, amount / targetAmount)
    if (state === 'skip') marks.set(dayNumber(logDate), { state, part: 0, amount: null })
    else marks.set(dayNumber(logDate), { state: part < 1 ? 'part' : 'done', part, amount })
  }
  if (autoSeconds === null) return marks
  for (const [day, seconds] of tracked) {
    const there = marks.get(day)
    const amount = there?.amount ?? null
    if (seconds >= autoSeconds) marks.set(day, { state: 'done', part: 1, amount })
    else if (seconds > 0 && there?.state !== 'skip' && there?.state !== 'done')
      marks.set(day, { state: 'part', part: Math.max(there?.part ?? 0, seconds / autoSeconds), amount })
  }
  return marks
}

/** Is the habit due on single days, and not a number of times in a week or month? */
const hasSchedule = ({ kind }: HabitFrequency): boolean => kind !== 'perWeek' && kind !== 'perMonth'

/** Is the day one on which the habit is due? Any day is, where a number of times is wanted. */
export function isScheduled(frequency: HabitFrequency, day: number): boolean {
  if (frequency.kind === 'weekdays') return frequency.days.includes(weekdayOf(day))
  if (frequency.kind !== 'everyDays') return true
  const since = day - dayNumber(frequency.from)
  return since >= 0 && since % frequency.days === 0
}

/** The week or month of a habit of so many times: its days `[start, end)`. */
export function periodOf(
  { frequency, weekStart }: Pick<HabitDays, 'frequency' | 'weekStart'>,
  day: number,
): { readonly start: number; readonly end: number } {
  if (frequency.kind === 'perWeek') {
    const start = day - ((weekdayOf(day) - weekStart + 7) % 7)
    return { start, end: start + 7 }
  }
  const date = new Date(day * dayMs)
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()]
  return { start: Date.UTC(year, month, 1) / dayMs, end: Date.UTC(year, month + 1, 1) / dayMs }
}

/** How many days of `[start, end)` are marked so. */
export function countOf(
  marks: HabitDays['marks'],
  state: DayMark['state'],
  start: number,
  end: number,
): number {
  let count = 0
  for (let day = start; day < end; day++) if (marks.get(day)?.state === state) count++
  return count
}

/** The first day up to today about which something is known; undefined when there is none. */
export function firstMarked({ marks, today }: HabitDays): number | undefined {
  let first: number | undefined
  for (const day of marks.keys()) if (day <= today && (first === undefined || day < first)) first = day
  return first
}

/** What the days of a habit are, up to today. Nothing was due before the first day of which something is known. */
export function dayStates(days: HabitDays): (day: number) => HabitDayState {
  const { frequency, marks, today } = days
  const first = firstMarked(days) ?? today
  const isEnough = () => {
    if (frequency.kind !== 'perWeek' && frequency.kind !== 'perMonth') return !isScheduled(frequency, today)
    const { start } = periodOf(days, today)
    return countOf(marks, 'done', start, today + 1) >= frequency.times
  }
  return (day) => {
    const mark = marks.get(day)
    if (mark?.state === 'done' || mark?.state === 'skip') return mark.state
    if (day === today) return isEnough() ? 'rest' : 'open'
    if (day > today || !isScheduled(frequency, day)) return 'rest'
    if (mark?.state === 'part') return 'part'
    return hasSchedule(frequency) && day >= first ? 'missed' : 'rest'
  }
}
