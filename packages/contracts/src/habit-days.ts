/** The days of a habit: when it is due, and what became of each day. */
import * as z from 'zod'
import { CivilDate, WeekStart } from './primitives.ts'

const isAscending = (days: readonly number[]) => days.every((day, at) => at === 0 || day > days[at - 1]!)

/**
 * How often: every day; on these days of the week (1 Monday to 7 Sunday, in their order); so many times in a week or
 * a month, whichever days; every so many days, counted from a day.
 */
export const HabitFrequency = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('daily') }),
  z.strictObject({
    kind: z.literal('weekdays'),
    days: z
      .array(WeekStart)
      .min(1, 'name a day at least')
      .refine(isAscending, 'name each day once, Monday (1) first'),
  }),
  z.strictObject({ kind: z.literal('perWeek'), times: z.int().min(1).max(7) }),
  z.strictObject({ kind: z.literal('perMonth'), times: z.int().min(1).max(28) }),
  z.strictObject({ kind: z.literal('everyDays'), days: z.int().min(2).max(365), from: CivilDate }),
])
export type HabitFrequency = z.output<typeof HabitFrequency>

/**
 * What a day is: `done`; `skip` neither counts nor breaks; `part` of the amount or time was reached, on a day that is
 * over; `missed`; `open` is today while it can still be done; `rest` when nothing was due.
 */
export const HabitDayState = z.enum(['done', 'skip', 'part', 'missed', 'open', 'rest'])
export type HabitDayState = z.infer<typeof HabitDayState>

/** Today: `amount` is what was logged, `seconds` what was tracked under its label, each null where there is none. */
export const HabitToday = z.object({
  date: z.string(),
  state: HabitDayState,
  amount: z.number().nullable(),
  seconds: z.int().nullable(),
})
export type HabitToday = z.infer<typeof HabitToday>

export const RecentDay = z.object({ date: z.string(), state: HabitDayState })
export type RecentDay = z.infer<typeof RecentDay>

export const HeatMapDay = z.object({
  date: z.string(),
  state: HabitDayState,
  amount: z.number().nullable(),
  /** How much of the day was done, in quarters rounded up: 0 nothing, 4 all of it. */
  level: z.int(),
})
export type HeatMapDay = z.infer<typeof HeatMapDay>

/** 52 weeks, the earliest first, the last one that of today; days after today are left out. */
export const HabitHeatMap = z.object({
  from: z.string(),
  /** Today, the last day. */
  to: z.string(),
  weekStart: z.int(),
  weeks: z.array(z.object({ from: z.string(), days: z.array(HeatMapDay) })),
})
export type HabitHeatMap = z.infer<typeof HabitHeatMap>
