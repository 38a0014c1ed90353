/** Reminders: made, changed, snoozed, done, fired and put in the trash. */
import { AppError } from '@goalixa/contracts/errors'
import type { NewReminder, ReminderPatch } from '@goalixa/contracts/reminders'
import { fromInstantText } from '../calendar.ts'
import type { ReminderSchedule } from '../reminder-schedule.ts'
import { occurrenceAfter } from '../reminder-schedule.ts'
import type { ReminderFacts } from '../reminders.ts'
import { reminderState } from '../reminders.ts'
import type { Json, Row } from '../rows.ts'
import { sameValue } from '../rows.ts'
import { requireNewId } from './new-rows.ts'
import { requireTasks } from './tasks.ts'
import type { Draft, NewId, Values, View } from './view.ts'
import { findLive, findRow, said, secondsOf } from './view.ts'

async function requireReminder(view: View, id: string): Promise<Row> {
  const row = await findLive(view, 'reminders', id)
  if (row === undefined) throw new AppError('reminders.not_found')
  return row
}

/** What decides when it comes, of a row that is whole. */
export const factsOf = (row: Row): ReminderFacts => ({
  schedule: said(row, 'schedule') as unknown as ReminderSchedule,
  active: said(row, 'active') as boolean,
  lastFiredAt: said(row, 'lastFiredAt') as number | null,
  snoozedUntil: said(row, 'snoozedUntil') as number | null,
  doneAt: said(row, 'doneAt') as number | null,
})

/** Answers the id. @throws AppError `request.id_taken`, `tasks.not_found` */
export async function createReminder(
  view: View,
  draft: Draft,
  input: NewReminder,
  newId: NewId,
): Promise<string> {
  const { id = newId(), date, time, zone, repeat = 'none', days = [], ...fields } = input
  await requireNewId(view, 'reminders', id)
  await requireTasks(view, taskIdsOf(fields.taskId))
  const settled = zone ?? ((await settingZone(view)) as string | null) ?? 'UTC'
  const schedule = scheduleOf({ date, time, zone: settled, repeat, days })
  draft.patch('reminders', id, { createdAt: secondsOf(draft), ...fields, ...scheduled(schedule, draft) })
  return id
}

/** @throws AppError `reminders.not_found`, `tasks.not_found` */
export async function updateReminder(
  view: View,
  draft: Draft,
  id: string,
  patch: ReminderPatch,
): Promise<void> {
  const row = await requireReminder(view, id)
  const { date, time, zone, repeat, days, ...fields } = patch
  await requireTasks(view, taskIdsOf(fields.taskId))
  const now = factsOf(row).schedule
  const wanted = scheduleOf({
    date: date ?? now.date,
    time: time ?? now.time,
    zone: zone ?? now.zone,
    repeat: repeat ?? now.repeat,
    days: days ?? (repeat === undefined || repeat === now.repeat ? now.days : []),
  })
  const isMoved = !sameValue(wanted as unknown as Json, now as unknown as Json)
  draft.patch('reminders', id, { ...fields, ...(isMoved ? scheduled(wanted, draft) : {}) })
}

/** It comes again at `until`, an RFC 3339 instant. @throws AppError `reminders.not_found`, `request.invalid` */
export async function snoozeReminder(view: View, draft: Draft, id: string, until: string): Promise<void> {
  const row = await requireReminder(view, id)
  const snoozedUntil = fromInstantText(until)
  if (snoozedUntil <= secondsOf(draft)) {
    const message = 'it must be in the future'
    throw new AppError('request.invalid', `until: ${message}`, { fields: [{ path: 'until', message }] })
  }
  draft.patch('reminders', row.id, { snoozedUntil })
}

/** What it is due for is done; one that comes once is done also ahead of its time. @throws AppError `reminders.not_found` */
export async function doneReminder(view: View, draft: Draft, id: string): Promise<void> {
  const row = await requireReminder(view, id)
  const facts = factsOf(row)
  const now = secondsOf(draft)
  const { status } = reminderState(facts, now)
  const once = facts.schedule.repeat === 'none' ? occurrenceAfter(facts.schedule, now) : undefined
  if (once !== undefined) draft.patch('reminders', id, { doneAt: once, snoozedUntil: null })
  else if (status === 'due' || status === 'snoozed')
    draft.patch('reminders', id, { doneAt: now, snoozedUntil: null })
}

/** Tells of it: whoever listens sees that it was fired just now. @throws AppError `reminders.not_found` */
export async function fireReminder(view: View, draft: Draft, id: string): Promise<void> {
  await requireReminder(view, id)
  draft.patch('reminders', id, { lastFiredAt: secondsOf(draft) })
}

/** @throws AppError `reminders.not_found` */
export async function deleteReminder(view: View, draft: Draft, id: string): Promise<void> {
  await requireReminder(view, id)
  draft.patch('reminders', id, { deleted: true })
}

const taskIdsOf = (taskId: string | null | undefined): string[] =>
  typeof taskId === 'string' ? [taskId] : []

async function settingZone(view: View): Promise<Json> {
  const row = await findRow(view, 'settings', view.userId)
  return row === undefined ? null : said(row, 'zone')
}

/** A weekly one without days comes on the day of its date; others have none. */
function scheduleOf(given: ReminderSchedule): ReminderSchedule {
  if (given.repeat !== 'weekly') return { ...given, days: [] }
  const days = given.days.length === 0 ? [Temporal.PlainDate.from(given.date).dayOfWeek] : given.days
  return { ...given, days }
}

/** A new time: what is past of one that repeats is done, one that comes once is overdue. */
const scheduled = (schedule: ReminderSchedule, draft: Draft): Values => ({
  schedule: schedule as unknown as Json,
  doneAt: schedule.repeat === 'none' ? null : secondsOf(draft),
  snoozedUntil: null,
})
