/** Weekly goal: so much time in one week, of everything or under one label. */
import * as z from 'zod'
import {
  CivilDate,
  Id,
  IdTail,
  Instant,
  Name,
  NoContent,
  Text,
  WeekStart,
  Zone,
  page,
  pageQuery,
} from './primitives.ts'
import { route } from './route.ts'

const WeeklyGoalStatus = z.enum(['active', 'completed'])

export const WeeklyGoal = z.object({
  id: Id,
  title: z.string(),
  /** The first day of its week; the goal counts the seven days that begin here. */
  weekStart: z.string(),
  targetSeconds: z.int(),
  labelId: Id.nullable(),
  /** Name of the label; null without one, and while the label is in the trash. */
  label: z.string().nullable(),
  /** The goal that it serves. */
  goalId: Id.nullable(),
  /** Name of that goal; null without one, and while it is in the trash. */
  goal: z.string().nullable(),
  /** Completed once the target is reached: it follows from the time and is never stored. */
  status: WeeklyGoalStatus,
  /** Length of the union of the entries that count, in the days of the zone that was asked for. */
  trackedSeconds: z.int(),
  createdAt: Instant,
  updatedAt: Instant,
})
export type WeeklyGoal = z.infer<typeof WeeklyGoal>

/** The hours of a week of seven days of 24 hours, in seconds. */
const weekSeconds = 7 * 24 * 3600

/** What a person may set of a weekly goal. */
export const weeklyGoalFields = {
  title: z
    .string()
    .transform((text) => text.trim())
    .pipe(Text(1000).min(1, 'it is empty')),
  /** Any day of the week: its first day is kept. */
  weekStart: CivilDate,
  targetSeconds: z.int().min(1, 'it must be longer than nothing').max(weekSeconds, 'a week has 168 hours'),
  labelId: Id.nullable(),
  /** A label's name; it is created when there is none. Not together with `labelId`. */
  label: Name.nullable(),
  goalId: Id.nullable(),
}
export const NewWeeklyGoal = z.strictObject({
  id: Id.optional(),
  ...z.object(weeklyGoalFields).partial().shape,
  title: weeklyGoalFields.title,
  targetSeconds: weeklyGoalFields.targetSeconds,
})
export type NewWeeklyGoal = z.output<typeof NewWeeklyGoal>
export const WeeklyGoalPatch = z.strictObject(weeklyGoalFields).partial()
export type WeeklyGoalPatch = z.output<typeof WeeklyGoalPatch>

const params = z.object({ id: Id })
/** Whose days are counted: the zone of the settings unless given. */
const zoned = { zone: Zone.optional() }
/** On writes also the day that weeks begin with, 1 Monday to 7 Sunday: that of the settings unless given. */
const dated = z.strictObject({ ...zoned, weekStart: z.coerce.number().pipe(WeekStart).optional() })

/** A year of goals may need the entries of the whole year, so these take as long as a report. */
const timeoutMs = 30_000

export const weeklyGoalRoutes = {
  list: route({
    method: 'GET',
    path: '/v1/weekly-goals',
    summary: 'List weekly goals, latest week first; `week` is any day of the week wanted',
    access: 'user',
    scope: 'weekly-goals:read',
    query: z.strictObject({
      ...pageQuery,
      ...zoned,
      week: CivilDate.optional(),
      title: Text(1000).optional(),
      idTail: IdTail.optional(),
    }),
    response: page(WeeklyGoal),
    timeoutMs,
  }),
  create: route({
    method: 'POST',
    path: '/v1/weekly-goals',
    summary: 'Create a weekly goal, for this week unless `weekStart` names a day of another',
    access: 'user',
    scope: 'weekly-goals:write',
    query: dated,
    body: NewWeeklyGoal,
    status: 201,
    response: WeeklyGoal,
  }),
  get: route({
    method: 'GET',
    path: '/v1/weekly-goals/{id}',
    summary: 'Read a weekly goal',
    access: 'user',
    scope: 'weekly-goals:read',
    params,
    query: z.strictObject(zoned),
    response: WeeklyGoal,
  }),
  update: route({
    method: 'PATCH',
    path: '/v1/weekly-goals/{id}',
    summary: 'Change a weekly goal',
    access: 'user',
    scope: 'weekly-goals:write',
    params,
    query: dated,
    body: WeeklyGoalPatch,
    response: WeeklyGoal,
  }),
  delete: route({
    method: 'DELETE',
    path: '/v1/weekly-goals/{id}',
    summary: 'Move a weekly goal to the trash',
    access: 'user',
    scope: 'weekly-goals:write',
    params,
    status: 204,
    response: NoContent,
  }),
}
