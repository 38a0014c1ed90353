/** What `goalixa watch` shows of one moment. */
import { Goal } from '@goalixa/contracts/goals'
import { Habit } from '@goalixa/contracts/habits'
import { DayPlan } from '@goalixa/contracts/planner'
import { CivilDate, Instant } from '@goalixa/contracts/primitives'
import { Reminder } from '@goalixa/contracts/reminders'
import { Task } from '@goalixa/contracts/tasks'
import { TimeEntry, TimedEntry } from '@goalixa/contracts/time-entries'
import { WeeklyGoal } from '@goalixa/contracts/weekly-goals'
import * as z from 'zod'

export const Snapshot = z.object({
  /** When it was read; what runs is counted up to here. */
  at: Instant,
  zone: z.string(),
  running: TimedEntry.nullable(),
  today: z.object({
    date: CivilDate,
    /** By the clock: what overlaps counts once. */
    seconds: z.int(),
    /** Those that touch the day, latest start first. */
    entries: z.array(TimeEntry),
  }),
  /** Those of this week. */
  weeklyGoals: z.array(WeeklyGoal),
  /** To-dos of today, its target, and the tasks that are due; null for a token that may not read it. */
  plan: DayPlan.nullable(),
  /** Open ones: what is overdue, what is due today, then the newest; 50 of these at most. */
  tasks: z.array(Task),
  /** Those that are neither archived nor completed. */
  goals: z.array(Goal),
  habits: z.array(Habit),
  /** Those that are due. */
  reminders: z.array(Reminder),
  /** Changes that the server does not have yet. */
  pending: z.int(),
  /** The latest exchange with the server that was complete; null before the first. */
  lastSyncAt: Instant.nullable(),
})
export type Snapshot = z.infer<typeof Snapshot>
