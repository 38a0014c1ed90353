/** Time entry: one span of work, `[start, end)` in whole seconds; a running one has `end: null`. */
import * as z from 'zod'
import {
  Id,
  IdTail,
  Instant,
  Name,
  NoContent,
  QueryFlag,
  Text,
  Zone,
  many,
  page,
  pageQuery,
} from './primitives.ts'
import { route } from './route.ts'

export const TimeEntry = z.object({
  id: Id,
  description: z.string(),
  taskId: Id.nullable(),
  projectId: Id.nullable(),
  project: z.string().nullable(),
  labels: z.array(z.string()),
  start: Instant,
  end: Instant.nullable(),
  /** Whole seconds; of a running entry, up to the moment of the answer. */
  durationSeconds: z.int(),
  /** The zone it was recorded in. */
  zone: z.string(),
  billable: z.boolean(),
  /** Where it came from: `api`, `cli`, `pwa`, `import:timewarrior`, … */
  source: z.string(),
  createdAt: Instant,
  updatedAt: Instant,
})
export type TimeEntry = z.infer<typeof TimeEntry>

/** What an entry says beside its span; shared by logging, editing and the timer. */
export const entryFields = {
  description: Text(10_000),
  taskId: Id.nullable(),
  projectId: Id.nullable(),
  /** A project's name; it is created when there is none. Not together with `projectId`. */
  project: Name.nullable(),
  labels: z.array(Name).max(50),
  zone: Zone,
  billable: z.boolean(),
}

/**
 * What happens to entries that a new or changed one would overlap: `allow` leaves them, `trim` cuts them at their end
 * or start (one that is wholly covered goes to the trash), `split` also divides one that reaches beyond both ends,
 * `forbid` refuses.
 */
export const OverlapPolicy = z.enum(['allow', 'trim', 'split', 'forbid'])
export type OverlapPolicy = z.infer<typeof OverlapPolicy>

export const Source = z.string().regex(/^[a-z][a-z0-9:-]{0,39}$/)

export const NewTimeEntry = z.strictObject({
  id: Id.optional(),
  ...z.object(entryFields).partial().shape,
  start: Instant,
  end: Instant.nullable(),
  source: Source.optional(),
  /** For this write only; `allow` unless said. */
  overlap: OverlapPolicy.optional(),
})
export type NewTimeEntry = z.output<typeof NewTimeEntry>

export const TimeEntryPatch = z
  .strictObject({ ...entryFields, start: Instant, end: Instant.nullable(), overlap: OverlapPolicy })
  .partial()
export type TimeEntryPatch = z.output<typeof TimeEntryPatch>

const params = z.object({ id: Id })

export const timeEntryRoutes = {
  list: route({
    method: 'GET',
    path: '/v1/time-entries',
    summary: 'List time entries, latest start first',
    access: 'user',
    scope: 'time-entries:read',
    query: z.strictObject({
      ...pageQuery,
      /** Entries that touch `[from, to)`. */
      from: Instant.optional(),
      to: Instant.optional(),
      project: Text(1000).optional(),
      label: many(Text(1000)).optional(),
      task: Id.optional(),
      running: QueryFlag.optional(),
      idTail: IdTail.optional(),
    }),
    response: page(TimeEntry),
  }),
  create: route({
    method: 'POST',
    path: '/v1/time-entries',
    summary: 'Log a time entry; with `end: null` it runs',
    access: 'user',
    scope: 'time-entries:write',
    body: NewTimeEntry,
    status: 201,
    response: TimeEntry,
  }),
  get: route({
    method: 'GET',
    path: '/v1/time-entries/{id}',
    summary: 'Read a time entry',
    access: 'user',
    scope: 'time-entries:read',
    params,
    response: TimeEntry,
  }),
  update: route({
    method: 'PATCH',
    path: '/v1/time-entries/{id}',
    summary: 'Change a time entry',
    access: 'user',
    scope: 'time-entries:write',
    params,
    body: TimeEntryPatch,
    response: TimeEntry,
  }),
  delete: route({
    method: 'DELETE',
    path: '/v1/time-entries/{id}',
    summary: 'Remove a time entry',
    access: 'user',
    scope: 'time-entries:write',
    params,
    status: 204,
    response: NoContent,
  }),
}
