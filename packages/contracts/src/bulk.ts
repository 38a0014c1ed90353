/** One change of many rows: applied whole, one in the history, and taken back whole. */
import * as z from 'zod'
import { Id, Name } from './primitives.ts'
import { route } from './route.ts'
import { TaskStatus, taskFields } from './tasks.ts'
import { entryFields } from './time-entries.ts'

/** Rows at most in one change. */
export const mostBulkRows = 1000

const labels = z.array(Name).min(1).max(50).optional()

const rows = {
  ids: z
    .array(Id)
    .min(1)
    .max(mostBulkRows)
    .refine((ids) => new Set(ids).size === ids.length, 'a row is named twice'),
  /** Only with `update`. Each row keeps the labels that are not named. */
  addLabels: labels,
  removeLabels: labels,
}

interface Changed {
  readonly verb: string
  readonly patch?: object | undefined
  readonly addLabels?: readonly string[] | undefined
  readonly removeLabels?: readonly string[] | undefined
}

/** Fields belong to `update`, which needs one. */
const fitsVerb = ({ verb, patch = {}, addLabels, removeLabels }: Changed): boolean => {
  const isSaid = Object.values({ ...patch, addLabels, removeLabels }).some((value) => value !== undefined)
  return isSaid === (verb === 'update')
}
const misfit = { path: ['patch'], message: 'update needs something to change, and nothing else takes it' }

const { projectId, project, priority, due, scheduled, waitUntil, expiresAt, estimateSeconds, parentId } =
  taskFields

/** The same for all of them, so nothing that only one can have, such as a title. */
export const TaskBulk = z
  .strictObject({
    verb: z.enum(['update', 'done', 'delete']),
    ...rows,
    patch: z
      .strictObject({
        projectId,
        project,
        priority,
        due,
        scheduled,
        waitUntil,
        expiresAt,
        estimateSeconds,
        parentId,
        status: TaskStatus,
      })
      .partial()
      .optional(),
  })
  .refine(fitsVerb, misfit)
export type TaskBulk = z.output<typeof TaskBulk>

const { taskId, billable } = entryFields

/** Texts and spans are not changed together: each entry keeps its own. */
export const TimeEntryBulk = z
  .strictObject({
    verb: z.enum(['update', 'delete']),
    ...rows,
    patch: z.strictObject({ taskId, projectId, project, billable }).partial().optional(),
  })
  .refine(fitsVerb, misfit)
export type TimeEntryBulk = z.output<typeof TimeEntryBulk>

/** The rows that were changed, as they were named. */
export const BulkChange = z.object({ ids: z.array(Id) })
export type BulkChange = z.infer<typeof BulkChange>

export const taskBulkRoutes = {
  bulk: route({
    method: 'POST',
    path: '/v1/tasks/bulk',
    summary: 'Change, complete or remove many tasks at once',
    access: 'user',
    scope: 'tasks:write',
    perProject: true,
    body: TaskBulk,
    response: BulkChange,
  }),
}

export const timeEntryBulkRoutes = {
  bulk: route({
    method: 'POST',
    path: '/v1/time-entries/bulk',
    summary: 'Change or remove many time entries at once',
    access: 'user',
    scope: 'time-entries:write',
    perProject: true,
    body: TimeEntryBulk,
    response: BulkChange,
  }),
}
