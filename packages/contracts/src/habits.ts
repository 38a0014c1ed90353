/** Habit: something done again and again, day by day; its log says what was done on a civil date. */
import * as z from 'zod'
import {
  CivilDate,
  Colour,
  Id,
  IdTail,
  Instant,
  Name,
  NoContent,
  QueryFlag,
  Text,
  WeekStart,
  Zone,
  page,
  pageQuery,
} from './primitives.ts'
import { HabitFrequency, HabitHeatMap, HabitToday, RecentDay } from './habit-days.ts'
import { route } from './route.ts'
import { Source } from './time-entries.ts'

const TimeOfDay = z.enum(['any', 'morning', 'afternoon', 'evening'])

export const Habit = z.object({
  id: Id,
  name: z.string(),
  frequency: HabitFrequency,
  /** What a day needs to be done, in `unit`; null for a habit that is done or not. */
  targetAmount: z.number().nullable(),
  unit: z.string().nullable(),
  /** With both of these a day is also done once so much time was tracked under the label, each moment once. */
  autoLabelId: Id.nullable(),
  /** Name of that label; null without one, and while the label is in the trash. */
  autoLabel: z.string().nullable(),
  autoSeconds: z.int().nullable(),
  timeOfDay: TimeOfDay,
  /** `07:30` on the clock of wherever the person is. */
  reminder: z.string().nullable(),
  notes: z.string(),
  goalId: Id.nullable(),
  /** Name of the goal; null without one, and while the goal is in the trash. */
  goal: z.string().nullable(),
  subgoalId: Id.nullable(),
  colour: z.string().nullable(),
  /** A rank among the others, compared byte by byte; of equals the older one comes first. */
  order: z.string(),
  archived: z.boolean(),
  /** All that follows is worked out from the logs and the entries and never stored. */
  today: HabitToday,
  /** In scheduled days, or in weeks or months for a number of times per week or month. */
  streak: z.object({ current: z.int(), best: z.int() }),
  /** 0 to 100: how firm the habit is. */
  score: z.int(),
  /** The last 14 days, today last. */
  recent: z.array(RecentDay),
  createdAt: Instant,
  updatedAt: Instant,
})
export type Habit = z.infer<typeof Habit>

const HabitLogState = z.enum(['done', 'skip'])
export const HabitLog = z.object({
  id: Id,
  habitId: Id,
  /** A civil date: a change of zone does not move it. */
  logDate: z.string(),
  amount: z.number().nullable(),
  state: HabitLogState,
  source: z.string(),
  createdAt: Instant,
  updatedAt: Instant,
})
export type HabitLog = z.infer<typeof HabitLog>

/** What a write to a day answers: the habit as it is then, and the log of that day, null when it was taken away. */
export const HabitDay = z.object({ habit: Habit, log: HabitLog.nullable() })
export type HabitDay = z.infer<typeof HabitDay>

/** An amount of a day: at most a billion. */
const Amount = z.number().min(0).max(1e9)

/** What a person may set of a habit. */
export const habitFields = {
  name: Name,
  frequency: HabitFrequency,
  targetAmount: Amount.positive('it must be more than nothing').nullable(),
  unit: Text(30).min(1, 'it is empty').nullable(),
  autoLabelId: Id.nullable(),
  autoSeconds: z
    .int()
    .min(1, 'it must be longer than nothing')
    .max(24 * 3600, 'a day has 24 hours')
    .nullable(),
  timeOfDay: TimeOfDay,
  reminder: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write it as 07:30')
    .nullable(),
  notes: Text(10_000),
  goalId: Id.nullable(),
  subgoalId: Id.nullable(),
  colour: Colour.nullable(),
  /** Made by `domain/ranks`; without one a habit comes before those that have one. */
  order: z
    .string()
    .regex(/^([0-9a-z]{0,199}[1-9a-z])?$/, 'it is no rank: write 0-9 and a-z, not 0 at the end'),
  archived: z.boolean(),
}
/** What a person may set of the log of a day. */
export const habitLogFields = { amount: Amount.nullable(), state: HabitLogState, source: Source }

const writable = {
  ...habitFields,
  /** A label's name; it is created when there is none. Not together with `autoLabelId`. */
  autoLabel: Name.nullable(),
}
export const NewHabit = z.strictObject({
  id: Id.optional(),
  ...z.object(writable).partial().shape,
  name: habitFields.name,
})
export type NewHabit = z.output<typeof NewHabit>
export const HabitPatch = z.strictObject(writable).partial()
export type HabitPatch = z.output<typeof HabitPatch>
export const NewHabitLog = z.strictObject(habitLogFields).partial()
export type NewHabitLog = z.output<typeof NewHabitLog>

const params = z.object({ id: Id })
const dayParams = z.object({ id: Id, date: CivilDate })
/** Whose days and weeks are meant, where they are not those of the settings. */
const asked = { zone: Zone.optional(), weekStart: z.coerce.number().pipe(WeekStart).optional() }
const dated = z.strictObject(asked)

/** Days of a habit may need the entries of years, so these take as long as a report. */
const timeoutMs = 30_000
const reading = { access: 'user', scope: 'habits:read', timeoutMs } as const
const writing = { access: 'user', scope: 'habits:write', timeoutMs } as const

export const habitRoutes = {
  list: route({
    method: 'GET',
    path: '/v1/habits',
    summary: 'List habits in their order, with today, streak and score',
    ...reading,
    query: z.strictObject({
      ...pageQuery,
      ...asked,
      archived: QueryFlag.optional(),
      name: Text(1000).optional(),
      idTail: IdTail.optional(),
    }),
    response: page(Habit),
  }),
  create: route({
    method: 'POST',
    path: '/v1/habits',
    summary: 'Create a habit, for every day unless `frequency` says otherwise',
    ...writing,
    query: dated,
    body: NewHabit,
    status: 201,
    response: Habit,
  }),
  get: route({
    method: 'GET',
    path: '/v1/habits/{id}',
    summary: 'Read a habit',
    ...reading,
    params,
    query: dated,
    response: Habit,
  }),
  update: route({
    method: 'PATCH',
    path: '/v1/habits/{id}',
    summary: 'Change a habit',
    ...writing,
    params,
    query: dated,
    body: HabitPatch,
    response: Habit,
  }),
  delete: route({
    method: 'DELETE',
    path: '/v1/habits/{id}',
    summary: 'Move a habit to the trash',
    ...writing,
    params,
    status: 204,
    response: NoContent,
  }),
  heatMap: route({
    method: 'GET',
    path: '/v1/habits/{id}/heat-map',
    summary: 'The last 52 weeks of a habit, day by day',
    ...reading,
    params,
    query: dated,
    response: HabitHeatMap,
  }),
  logs: route({
    method: 'GET',
    path: '/v1/habits/{id}/logs',
    summary: 'What was logged of a habit, latest day first; `to` is exclusive',
    ...reading,
    params,
    query: z.strictObject({ ...pageQuery, from: CivilDate.optional(), to: CivilDate.optional() }),
    response: page(HabitLog),
  }),
  check: route({
    method: 'PUT',
    path: '/v1/habits/{id}/logs/{date}',
    summary: 'Say what was done of a habit on a day, or that the day is skipped',
    ...writing,
    params: dayParams,
    query: dated,
    body: NewHabitLog,
    response: HabitDay,
  }),
  uncheck: route({
    method: 'DELETE',
    path: '/v1/habits/{id}/logs/{date}',
    summary: 'Take back what was said of a day',
    ...writing,
    params: dayParams,
    query: dated,
    response: HabitDay,
  }),
}
