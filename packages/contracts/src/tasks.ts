/** Task: something to do, with the time tracked on it. */
import * as z from 'zod'
import {
  CivilDate,
  Id,
  IdTail,
  Instant,
  Name,
  NoContent,
  Text,
  Zone,
  filterQuery,
  many,
  page,
  pageQuery,
} from './primitives.ts'
import { route } from './route.ts'

export const TaskStatus = z.enum(['open', 'done', 'archived'])
export const Priority = z.enum(['none', 'low', 'medium', 'high'])

/** A day or an exact instant. */
const DayOrInstant = z.union([CivilDate, Instant])

/** How a task comes back: an RFC 5545 rule such as `FREQ=WEEKLY`, or null. */
const Recurrence = z
  .string()
  .max(500)
  .regex(/^FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;[A-Z]+=[A-Z0-9,+-]+)*$/, 'write it as FREQ=WEEKLY;INTERVAL=2')

/** From when the next occurrence is counted: from the date of this one, or from the day of its completion. */
const RecurrenceMode = z.enum(['schedule', 'after-completion'])

export const Task = z.object({
  id: Id,
  title: z.string(),
  description: z.string(),
  status: TaskStatus,
  projectId: Id.nullable(),
  project: z.string().nullable(),
  labels: z.array(z.string()),
  priority: Priority,
  due: DayOrInstant.nullable(),
  scheduled: DayOrInstant.nullable(),
  waitUntil: DayOrInstant.nullable(),
  expiresAt: DayOrInstant.nullable(),
  estimateSeconds: z.int().nullable(),
  parentId: Id.nullable(),
  dependsOn: z.array(Id),
  recurrence: z.string().nullable(),
  recurrenceMode: RecurrenceMode,
  /** Whose clock and days the rule goes by; without one those of the settings. */
  recurrenceZone: z.string().nullable(),
  /** The task that this one came after, when that was completed. */
  previousId: Id.nullable(),
  order: z.string(),
  /** Is a task open that this one depends on? */
  blocked: z.boolean(),
  /** The last civil date of which it was said that it is done for the day. */
  checkedOn: z.string().nullable(),
  trackedSeconds: z.int(),
  createdAt: Instant,
  updatedAt: Instant,
  completedAt: Instant.nullable(),
})
export type Task = z.infer<typeof Task>

/** What a person may set of a task. */
export const taskFields = {
  title: z
    .string()
    .transform((text) => text.trim())
    .pipe(Text(1000).min(1, 'it is empty')),
  description: Text(60_000),
  projectId: Id.nullable(),
  /** A project's name; it is created when there is none. Not together with `projectId`. */
  project: Name.nullable(),
  labels: z.array(Name).max(50),
  priority: Priority,
  due: DayOrInstant.nullable(),
  scheduled: DayOrInstant.nullable(),
  waitUntil: DayOrInstant.nullable(),
  expiresAt: DayOrInstant.nullable(),
  estimateSeconds: z.int().min(0).max(1_000_000_000).nullable(),
  parentId: Id.nullable(),
  dependsOn: z.array(Id).max(100),
  recurrence: Recurrence.nullable(),
  recurrenceMode: RecurrenceMode,
  recurrenceZone: Zone.nullable(),
  /** Made by `domain/ranks`; without one a task comes before those that have one. */
  order: z
    .string()
    .regex(/^([0-9a-z]{0,199}[1-9a-z])?$/, 'it is no rank: write 0-9 and a-z, not 0 at the end'),
}

/** Says of a task that it is done for one day; it stays open. */
export const TaskCheck = z.object({
  id: Id,
  taskId: Id,
  /** A civil date: a change of zone does not move it. */
  checkDate: z.string(),
  createdAt: Instant,
  updatedAt: Instant,
})
export type TaskCheck = z.infer<typeof TaskCheck>
export const NewTask = z.strictObject({
  id: Id.optional(),
  ...z.object(taskFields).partial().shape,
  title: taskFields.title,
})
export type NewTask = z.output<typeof NewTask>
export const TaskPatch = z.strictObject({ ...taskFields, status: TaskStatus }).partial()
export type TaskPatch = z.output<typeof TaskPatch>

const params = z.object({ id: Id })
const dayParams = z.object({ id: Id, date: CivilDate })

export const taskRoutes = {
  list: route({
    method: 'GET',
    path: '/v1/tasks',
    summary: 'List tasks, newest first',
    access: 'user',
    scope: 'tasks:read',
    perProject: true,
    query: z.strictObject({
      ...pageQuery,
      status: many(TaskStatus).optional(),
      project: Text(1000).optional(),
      label: many(Text(1000)).optional(),
      title: Text(1000).optional(),
      idTail: IdTail.optional(),
      /** Those that are a part of this task. */
      parent: Id.optional(),
      /** What came after this task when it was completed. */
      previous: Id.optional(),
      /** Those that are due or scheduled on this day or before; its days are those of `zone`, UTC unless given. */
      plannedBy: CivilDate.optional(),
      ...filterQuery,
    }),
    response: page(Task),
  }),
  create: route({
    method: 'POST',
    path: '/v1/tasks',
    summary: 'Create a task',
    access: 'user',
    scope: 'tasks:write',
    perProject: true,
    body: NewTask,
    status: 201,
    response: Task,
  }),
  get: route({
    method: 'GET',
    path: '/v1/tasks/{id}',
    summary: 'Read a task',
    access: 'user',
    scope: 'tasks:read',
    perProject: true,
    params,
    response: Task,
  }),
  update: route({
    method: 'PATCH',
    path: '/v1/tasks/{id}',
    summary: 'Change a task',
    access: 'user',
    scope: 'tasks:write',
    perProject: true,
    params,
    body: TaskPatch,
    response: Task,
  }),
  delete: route({
    method: 'DELETE',
    path: '/v1/tasks/{id}',
    summary: 'Move a task to the trash; its time stays in reports',
    access: 'user',
    scope: 'tasks:write',
    perProject: true,
    params,
    status: 204,
    response: NoContent,
  }),
  done: route({
    method: 'POST',
    path: '/v1/tasks/{id}/done',
    summary: 'Complete a task; stops its timer, and makes the next one when it comes back',
    access: 'user',
    scope: 'tasks:write',
    perProject: true,
    params,
    response: Task,
  }),
  reopen: route({
    method: 'POST',
    path: '/v1/tasks/{id}/reopen',
    summary: 'Open a completed task again',
    access: 'user',
    scope: 'tasks:write',
    perProject: true,
    params,
    response: Task,
  }),
  checks: route({
    method: 'GET',
    path: '/v1/tasks/{id}/checks',
    summary: 'The days on which a task was done for the day, latest first',
    access: 'user',
    scope: 'tasks:read',
    perProject: true,
    params,
    query: z.strictObject(pageQuery),
    response: page(TaskCheck),
  }),
  check: route({
    method: 'PUT',
    path: '/v1/tasks/{id}/checks/{date}',
    summary: 'Say that a task is done for a day; it stays open',
    access: 'user',
    scope: 'tasks:write',
    perProject: true,
    params: dayParams,
    response: Task,
  }),
  uncheck: route({
    method: 'DELETE',
    path: '/v1/tasks/{id}/checks/{date}',
    summary: 'Take the check of a day back',
    access: 'user',
    scope: 'tasks:write',
    perProject: true,
    params: dayParams,
    response: Task,
  }),
}
