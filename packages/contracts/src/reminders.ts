/** Reminder: something to be told of at a time on the clock, once or again and again. */
import * as z from 'zod'
import {
  CivilDate,
  Id,
  IdTail,
  Instant,
  NoContent,
  QueryFlag,
  Text,
  Zone,
  page,
  pageQuery,
} from './primitives.ts'
import { route } from './route.ts'
import { Priority } from './tasks.ts'

export const ReminderRepeat = z.enum(['none', 'daily', 'weekly', 'monthly'])
export type ReminderRepeat = z.infer<typeof ReminderRepeat>
const ReminderChannel = z.enum(['terminal', 'browser'])
type ReminderChannel = z.infer<typeof ReminderChannel>
const ReminderStatus = z.enum(['upcoming', 'due', 'snoozed', 'done', 'paused'])

export const Reminder = z.object({
  id: Id,
  title: z.string(),
  notes: z.string(),
  /** The first day, or the only one. */
  date: z.string(),
  /** `HH:MM` on the clock of `zone`. */
  time: z.string(),
  zone: z.string(),
  repeat: ReminderRepeat,
  /** Of a weekly one, 1 Monday to 7 Sunday; else empty. */
  days: z.array(z.int()),
  priority: Priority,
  /** Where it is shown. */
  channels: z.array(ReminderChannel),
  active: z.boolean(),
  taskId: Id.nullable(),
  /** Title of the task; null without one, and while it is in the trash. */
  task: z.string().nullable(),
  /** It follows from the schedule and is never stored. A reminder whose time is past is due until it is done. */
  status: ReminderStatus,
  /** Since when it is due; null unless it is. */
  dueAt: Instant.nullable(),
  /** When it comes next; null when it does not. */
  nextAt: Instant.nullable(),
  lastFiredAt: Instant.nullable(),
  snoozedUntil: Instant.nullable(),
  /** Everything up to here is done. */
  doneAt: Instant.nullable(),
  createdAt: Instant,
  updatedAt: Instant,
})
export type Reminder = z.infer<typeof Reminder>

/** What a person may set of a reminder. */
export const reminderFields = {
  title: z
    .string()
    .transform((text) => text.trim())
    .pipe(Text(1000).min(1, 'it is empty')),
  notes: Text(10_000),
  date: CivilDate,
  time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write it as 09:00'),
  /** That of the settings unless given. */
  zone: Zone,
  repeat: ReminderRepeat,
  /** Of a weekly one: the day of its date unless given. */
  days: z
    .array(z.int().min(1).max(7))
    .max(7)
    .transform((days) => [...new Set(days)].toSorted((a, b) => a - b)),
  priority: Priority,
  channels: z
    .array(ReminderChannel)
    .max(2)
    .transform((channels) => ReminderChannel.options.filter((one) => channels.includes(one))),
  active: z.boolean(),
  taskId: Id.nullable(),
}
export const NewReminder = z.strictObject({
  id: Id.optional(),
  ...z.object(reminderFields).partial().shape,
  title: reminderFields.title,
  date: reminderFields.date,
  time: reminderFields.time,
})
export type NewReminder = z.output<typeof NewReminder>
export const ReminderPatch = z.strictObject(reminderFields).partial()
export type ReminderPatch = z.output<typeof ReminderPatch>
export const Snooze = z.strictObject({ until: Instant })
export type Snooze = z.output<typeof Snooze>

const params = z.object({ id: Id })
const reading = { access: 'user', scope: 'reminders:read' } as const
const writing = { access: 'user', scope: 'reminders:write' } as const

export const reminderRoutes = {
  list: route({
    ...reading,
    method: 'GET',
    path: '/v1/reminders',
    summary: 'List reminders, newest first; with `due` only those that are, or are not',
    query: z.strictObject({
      ...pageQuery,
      due: QueryFlag.optional(),
      title: Text(1000).optional(),
      idTail: IdTail.optional(),
    }),
    response: page(Reminder),
  }),
  create: route({
    ...writing,
    method: 'POST',
    path: '/v1/reminders',
    summary: 'Create a reminder',
    body: NewReminder,
    status: 201,
    response: Reminder,
  }),
  get: route({
    ...reading,
    method: 'GET',
    path: '/v1/reminders/{id}',
    summary: 'Read a reminder',
    params,
    response: Reminder,
  }),
  update: route({
    ...writing,
    method: 'PATCH',
    path: '/v1/reminders/{id}',
    summary: 'Change a reminder; what is past of a new time is done, unless it comes only once',
    params,
    body: ReminderPatch,
    response: Reminder,
  }),
  delete: route({
    ...writing,
    method: 'DELETE',
    path: '/v1/reminders/{id}',
    summary: 'Move a reminder to the trash',
    params,
    status: 204,
    response: NoContent,
  }),
  snooze: route({
    ...writing,
    method: 'POST',
    path: '/v1/reminders/{id}/snooze',
    summary: 'Let a reminder come again at a later time',
    params,
    body: Snooze,
    response: Reminder,
  }),
  done: route({
    ...writing,
    method: 'POST',
    path: '/v1/reminders/{id}/done',
    summary: 'What a reminder is due for is done; one that repeats comes again',
    params,
    response: Reminder,
  }),
  test: route({
    ...writing,
    method: 'POST',
    path: '/v1/reminders/{id}/test',
    summary: 'Fire a reminder now, as its time would',
    params,
    response: Reminder,
  }),
}
