/** The last year of a habit as plain data, for a screen or a terminal to draw. */
import type { HabitHeatMap, HeatMapDay } from '@goalixa/contracts/habit-days'
import type { HabitDays } from './habit-days.ts'
import { dateOf, dayStates, weekdayOf } from './habit-days.ts'

const weeksShown = 52

/** 52 weeks up to that of today; days after today are left out. */
export function heatMapOf(days: HabitDays): HabitHeatMap {
  const { today, weekStart } = days
  const lastWeek = today - ((weekdayOf(today) - weekStart + 7) % 7)
  const first = lastWeek - 7 * (weeksShown - 1)
  const stateOf = dayStates(days)
  const dayOf = (day: number): HeatMapDay => {
    const mark = days.marks.get(day)
    const level = Math.ceil((mark?.part ?? 0) * 4)
    return { date: dateOf(day), state: stateOf(day), amount: mark?.amount ?? null, level }
  }
  const weeks = Array.from({ length: weeksShown }, (_, week) => {
    const start = first + 7 * week
    const length = Math.min(7, today - start + 1)
    return { from: dateOf(start), days: Array.from({ length }, (__, day) => dayOf(start + day)) }
  })
  return { from: dateOf(first), to: dateOf(today), weekStart, weeks }
}
