/** What `goalixa report` prints with `--json`, one schema for each kind. */
import * as z from 'zod'
import { Goal } from '@goalixa/contracts/goals'
import { HeatMapDay } from '@goalixa/contracts/habit-days'
import { Habit } from '@goalixa/contracts/habits'
import { DetailedReport, HoursReport, Report, WeeklyReport } from '@goalixa/contracts/reports'

/** Goals that are not in the archive, with their pacing. */
export const GoalsReport = z.object({ zone: z.string(), goals: z.array(Goal) })
export type GoalsReport = z.infer<typeof GoalsReport>

/** Habits with their days of the range, as far as the last 52 weeks reach; `to` is exclusive. */
export const HabitsReport = z.object({
  from: z.string(),
  to: z.string(),
  zone: z.string(),
  habits: z.array(Habit.extend({ days: z.array(HeatMapDay) })),
})
export type HabitsReport = z.infer<typeof HabitsReport>

export const AnyReport = z.union([
  Report,
  DetailedReport,
  WeeklyReport,
  HoursReport,
  GoalsReport,
  HabitsReport,
])
export type AnyReport = z.infer<typeof AnyReport>
