/**
 * Time entry: one span of work, `[start, end)` in whole seconds; a running one has a start and `end: null`. An untimed
 * one has neither: it says how long somebody worked on a civil date, and not when.
 */
import * as z from 'zod'
import {
  CivilDate,
  Id,
  IdTail,
  Instant,
  Name,
  NoContent,
  QueryFlag,
  Text,
  Zone,
  filterQuery,
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
  /** Null of an untimed entry: that is what tells it from all others. */
  start: Instant.nullable(),
  /** Null while it runs, and of an untimed entry. */
  end: Instant.nullable(),
  /** The day of an untimed entry, which no zone moves; null of all others. */
  date: CivilDate.nullable(),
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

/** An entry that says when: every one that runs, ran or was logged with a start. */
export const TimedEntry = TimeEntry.extend({ start: Instant })
export type TimedEntry = z.infer<typeof TimedEntry>

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

/** Seconds of an untimed entry: at most a hundred days. */
export const UntimedSeconds = z.int().min(1).max(8_640_000)

const placement = {
  start: Instant.optional(),
  end: Instant.nullable().optional(),
  /** Of an untimed entry, together with `durationSeconds` and instead of `start` and `end`. */
  date: CivilDate.optional(),
  durationSeconds: UntimedSeconds.optional(),
}
type Placement = Readonly<Partial<Record<keyof typeof placement, unknown>>>
type Refusal = { readonly addIssue: (issue: { code: 'custom'; path: string[]; message: string }) => void }

const hasEither = (a: unknown, b: unknown): boolean => a !== undefined || b !== undefined
const refuse = (context: Refusal, field: keyof Placement, message: string) =>
  context.addIssue({ code: 'custom', path: [field], message })

/** Either a start and an end, or a date and a duration. */
function refuseBoth({ start, end, date, durationSeconds }: Placement, context: Refusal): void {
  if (!hasEither(start, end) || !hasEither(date, durationSeconds)) return
  const field = date === undefined ? 'durationSeconds' : 'date'
  refuse(context, field, 'an entry has a start and an end, or a date and a duration: not both')
}

function requireOne(given: Placement, context: Refusal): void {
  refuseBoth(given, context)
  const { start, end, date, durationSeconds } = given
  if (hasEither(date, durationSeconds)) {
    if (date === undefined) refuse(context, 'date', 'say on which day it was')
    if (durationSeconds === undefined) refuse(context, 'durationSeconds', 'say how many seconds it took')
    return
  }
  if (start === undefined) refuse(context, 'start', 'say start and end, or date and durationSeconds')
  if (end === undefined) refuse(context, 'end', 'say when it ended; null lets it run')
}

export const NewTimeEntry = z
  .strictObject({
    id: Id.optional(),
    ...z.object(entryFields).partial().shape,
    ...placement,
    source: Source.optional(),
    /** For this write only; the setting `overlap` unless said. An untimed entry is in nobody's way. */
    overlap: OverlapPolicy.optional(),
  })
  .superRefine(requireOne)
export type NewTimeEntry = z.output<typeof NewTimeEntry>

/**
 * `date` and `durationSeconds` change an untimed entry; both together make one of an entry that is over. `start` and
 * `end` together give an untimed entry its times.
 */
export const TimeEntryPatch = z
  .strictObject({ ...z.object({ ...entryFields, overlap: OverlapPolicy }).partial().shape, ...placement })
  .superRefine(refuseBoth)
export type TimeEntryPatch = z.output<typeof TimeEntryPatch>

const params = z.object({ id: Id })

export const timeEntryRoutes = {
  list: route({
    method: 'GET',
    path: '/v1/time-entries',
    summary: 'List time entries, latest start first',
    access: 'user',
    scope: 'time-entries:read',
    perProject: true,
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
      ...filterQuery,
    }),
    response: page(TimeEntry),
  }),
  create: route({
    method: 'POST',
    path: '/v1/time-entries',
    summary: 'Log a time entry; with `end: null` it runs, with `date` and `durationSeconds` it is untimed',
    access: 'user',
    scope: 'time-entries:write',
    perProject: true,
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
    perProject: true,
    params,
    response: TimeEntry,
  }),
  update: route({
    method: 'PATCH',
    path: '/v1/time-entries/{id}',
    summary: 'Change a time entry',
    access: 'user',
    scope: 'time-entries:write',
    perProject: true,
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
    perProject: true,
    params,
    status: 204,
    response: NoContent,
  }),
}
