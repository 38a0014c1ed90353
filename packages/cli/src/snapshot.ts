/** What `goalixa watch` shows of one moment. */
import { CivilDate, Instant } from '@goalixa/contracts/primitives'
import { TimeEntry } from '@goalixa/contracts/time-entries'
import { WeeklyGoal } from '@goalixa/contracts/weekly-goals'
import * as z from 'zod'

export const Snapshot = z.object({
  /** When it was read; what runs is counted up to here. */
  at: Instant,
  zone: z.string(),
  running: TimeEntry.nullable(),
  today: z.object({
    date: CivilDate,
    /** By the clock: what overlaps counts once. */
    seconds: z.int(),
    /** Those that touch the day, latest start first. */
    entries: z.array(TimeEntry),
  }),
  /** Those of this week. */
  weeklyGoals: z.array(WeeklyGoal),
  /** Changes that the server does not have yet. */
  pending: z.int(),
  /** The latest exchange with the server that was complete; null before the first. */
  lastSyncAt: Instant.nullable(),
})
export type Snapshot = z.infer<typeof Snapshot>
