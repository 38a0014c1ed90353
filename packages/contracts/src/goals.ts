/** Goal: what somebody works towards over weeks or months, in subgoals or by the time tracked for it. */
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
  Zone,
  page,
  pageQuery,
} from './primitives.ts'
import { route } from './route.ts'
import { Priority } from './tasks.ts'

const GoalStatus = z.enum(['active', 'at_risk', 'completed'])

const Subgoal = z.object({
  id: Id,
  title: z.string(),
  labelId: Id.nullable(),
  /** Name of the label; null without one, and while the label is in the trash. */
  label: z.string().nullable(),
  projectId: Id.nullable(),
  project: z.string().nullable(),
  targetDate: z.string().nullable(),
  doneAt: Instant.nullable(),
  order: z.string(),
  /** Length of the union of the entries of its project and of its label; 0 without either. */
  trackedSeconds: z.int(),
})
export type Subgoal = z.infer<typeof Subgoal>

const Pacing = z.object({
  /** Days up to and with the target date, today included; 0 once it is past. */
  daysLeft: z.int(),
  /** What is missing to the target of time; null without one. */
  secondsLeft: z.int().nullable(),
  /** What that makes for each of these days; null without a target of time, and once the date is past. */
  secondsPerDay: z.int().nullable(),
  /** What was tracked for each day since the goal was made; null on the day itself. */
  trackedSecondsPerDay: z.int().nullable(),
})
export type Pacing = z.infer<typeof Pacing>

export const Goal = z.object({
  id: Id,
  name: z.string(),
  description: z.string(),
  /** It follows from subgoals, time and dates, and is never stored. */
  status: GoalStatus,
  priority: Priority,
  targetDate: z.string().nullable(),
  targetSeconds: z.int().nullable(),
  labelId: Id.nullable(),
  /** Name of the label; null without one, and while the label is in the trash. */
  label: z.string().nullable(),
  colour: z.string().nullable(),
  /** Lists are sorted by it, byte by byte: see `order` of a change. */
  order: z.string(),
  archived: z.boolean(),
  projectIds: z.array(Id),
  /** Names, in the order of `projectIds`. */
  projects: z.array(z.string()),
  taskIds: z.array(Id),
  /** Titles, in the order of `taskIds`. */
  tasks: z.array(z.string()),
  subgoals: z.array(Subgoal),
  /** Length of the union of the entries of its tasks, of its projects and their tasks, and of its label. */
  trackedSeconds: z.int(),
  /** From 0 to 1, rounded down: subgoals that are done of all, else time of the target. */
  progress: z.number(),
  /** Null without a target date, and once it is completed. */
  pacing: Pacing.nullable(),
  createdAt: Instant,
  updatedAt: Instant,
  /** When it was called done, or its last subgoal was; null also where its time completed it. */
  completedAt: Instant.nullable(),
})
export type Goal = z.infer<typeof Goal>

const OneLine = z
  .string()
  .transform((text) => text.trim())
  .pipe(Text(1000).min(1, 'it is empty'))

/** A rank, `domain/ranks` makes one between any two others. */
const Rank = z
  .string()
  .regex(/^[0-9a-z]{0,199}[1-9a-z]$/, 'it is no rank: write 0-9 and a-z, not 0 at the end')

/** What a person may set of a goal. */
export const goalFields = {
  name: OneLine,
  description: Text(60_000),
  priority: Priority,
  targetDate: CivilDate.nullable(),
  targetSeconds: z.int().min(1, 'it must be longer than nothing').max(1_000_000_000).nullable(),
  labelId: Id.nullable(),
  /** A label's name; it is created when there is none. Not together with `labelId`. */
  label: Name.nullable(),
  colour: Colour.nullable(),
  /** Where it stands among the others; a new one stands last. */
  order: Rank,
  /** All projects that are linked to it from now on. */
  projectIds: z.array(Id).max(100),
  /** All tasks that are linked to it from now on, beside those of its projects. */
  taskIds: z.array(Id).max(500),
}
export const NewGoal = z.strictObject({
  id: Id.optional(),
  ...z.object(goalFields).partial().shape,
  name: goalFields.name,
})
export type NewGoal = z.output<typeof NewGoal>
export const GoalPatch = z.strictObject({ ...goalFields, archived: z.boolean() }).partial()
export type GoalPatch = z.output<typeof GoalPatch>

/** What a person may set of a subgoal. */
export const subgoalFields = {
  title: OneLine,
  labelId: Id.nullable(),
  /** A label's name; it is created when there is none. Not together with `labelId`. */
  label: Name.nullable(),
  projectId: Id.nullable(),
  /** A project's name; it is created when there is none. Not together with `projectId`. */
  project: Name.nullable(),
  targetDate: CivilDate.nullable(),
  /** Where it stands among those of its goal; a new one stands last. */
  order: Rank,
}
export const NewSubgoal = z.strictObject({
  id: Id.optional(),
  ...z.object(subgoalFields).partial().shape,
  title: subgoalFields.title,
})
export type NewSubgoal = z.output<typeof NewSubgoal>
export const SubgoalPatch = z.strictObject(subgoalFields).partial()
export type SubgoalPatch = z.output<typeof SubgoalPatch>

const params = z.object({ id: Id })
/** Whose days are counted: the zone of the settings unless given. */
const query = z.strictObject({ zone: Zone.optional() })

/** A goal may need the entries of all the years, so these take as long as a report. */
const timeoutMs = 30_000

const reading = { access: 'user', scope: 'goals:read', timeoutMs } as const
const writing = { access: 'user', scope: 'goals:write', timeoutMs } as const

export const goalRoutes = {
  list: route({
    ...reading,
    method: 'GET',
    path: '/v1/goals',
    summary: 'List goals in their order, with how far they have come',
    query: z.strictObject({
      ...pageQuery,
      ...query.shape,
      archived: QueryFlag.optional(),
      name: Text(1000).optional(),
      idTail: IdTail.optional(),
    }),
    response: page(Goal),
  }),
  create: route({
    ...writing,
    method: 'POST',
    path: '/v1/goals',
    summary: 'Create a goal',
    query,
    body: NewGoal,
    status: 201,
    response: Goal,
  }),
  get: route({
    ...reading,
    method: 'GET',
    path: '/v1/goals/{id}',
    summary: 'Read a goal with its subgoals',
    params,
    query,
    response: Goal,
  }),
  update: route({
    ...writing,
    method: 'PATCH',
    path: '/v1/goals/{id}',
    summary: 'Change a goal, or what is linked to it',
    params,
    query,
    body: GoalPatch,
    response: Goal,
  }),
  delete: route({
    ...writing,
    method: 'DELETE',
    path: '/v1/goals/{id}',
    summary: 'Move a goal with its subgoals to the trash',
    params,
    status: 204,
    response: NoContent,
  }),
  done: route({
    ...writing,
    method: 'POST',
    path: '/v1/goals/{id}/done',
    summary: 'Call a goal completed, however far it has come',
    params,
    query,
    response: Goal,
  }),
  reopen: route({
    ...writing,
    method: 'POST',
    path: '/v1/goals/{id}/reopen',
    summary: 'Take that back; what its subgoals or its time complete stays completed',
    params,
    query,
    response: Goal,
  }),
}

/** Each answers the goal as it is then. */
export const subgoalRoutes = {
  create: route({
    ...writing,
    method: 'POST',
    path: '/v1/goals/{id}/subgoals',
    summary: 'Add a subgoal; a goal that was completed is open again',
    params,
    query,
    body: NewSubgoal,
    status: 201,
    response: Goal,
  }),
  update: route({
    ...writing,
    method: 'PATCH',
    path: '/v1/subgoals/{id}',
    summary: 'Change a subgoal',
    params,
    query,
    body: SubgoalPatch,
    response: Goal,
  }),
  delete: route({
    ...writing,
    method: 'DELETE',
    path: '/v1/subgoals/{id}',
    summary: 'Move a subgoal to the trash',
    params,
    query,
    response: Goal,
  }),
  done: route({
    ...writing,
    method: 'POST',
    path: '/v1/subgoals/{id}/done',
    summary: 'Complete a subgoal; with the last one its goal is completed',
    params,
    query,
    response: Goal,
  }),
  reopen: route({
    ...writing,
    method: 'POST',
    path: '/v1/subgoals/{id}/reopen',
    summary: 'Reopen a subgoal, and its goal',
    params,
    query,
    response: Goal,
  }),
}
