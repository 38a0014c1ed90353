/** Reminders, newest first, in the state that the server would tell of the same rows. */
import { AppError } from '@goalixa/contracts/errors'
import type { Reminder, reminderRoutes } from '@goalixa/contracts/reminders'
import { factsOf } from '@goalixa/domain/plans/reminders'
import { isLive, said } from '@goalixa/domain/plans/view'
import { reminderOf } from '@goalixa/domain/reminders'
import type { Row } from '@goalixa/domain/rows'
import type * as z from 'zod'
import type { ReplicaReader } from '../storage.ts'
import type { Position } from './in-order.ts'
import { comparePositions } from './in-order.ts'
import type { Page } from './pages.ts'
import { pageOf, readCursor } from './pages.ts'
import { createdOf, updatedOf } from './shapes.ts'
import type { Lookup } from './view.ts'
import { createLookup, findRow, nameOf } from './view.ts'

export type ReminderQuery = z.output<(typeof reminderRoutes)['list']['query']>

/** @throws AppError `request.invalid` for a cursor of another list */
export async function listReminders(
  reader: ReplicaReader,
  nowMs: number,
  { limit, cursor, due, title, idTail }: ReminderQuery,
): Promise<Page<Reminder>> {
  const after = readCursor(cursor, 'number')
  const candidates =
    idTail === undefined ? await reader.rowsOf('reminders') : await reader.rowsByIdTail('reminders', idTail)
  const rows = candidates
    .filter((row) => isLive(row))
    .filter((row) => idTail === undefined || row.id.endsWith(idTail))
    .filter((row) => title === undefined || said(row, 'title') === title)
    .filter((row) => after === undefined || comparePositions(positionOf(row), after) < 0)
    .toSorted((a, b) => comparePositions(positionOf(b), positionOf(a)))
  const lookup = createLookup(reader)
  const wanted: { readonly row: Row; readonly reminder: Reminder }[] = []
  for (const row of rows) {
    if (wanted.length > limit) break
    const reminder = await toReminder(lookup, row, nowMs)
    if (due === undefined || (reminder.status === 'due') === due) wanted.push({ row, reminder })
  }
  return pageOf(
    wanted,
    limit,
    ({ row }) => positionOf(row),
    async ({ reminder }) => reminder,
  )
}

/** @throws AppError `reminders.not_found` */
export async function getReminder(reader: ReplicaReader, nowMs: number, id: string): Promise<Reminder> {
  const row = await findRow(reader, 'reminders', id)
  if (!isLive(row)) throw new AppError('reminders.not_found')
  return toReminder(createLookup(reader), row, nowMs)
}

const positionOf = (row: Row): Position => [createdOf(row), row.id]

async function toReminder(lookup: Lookup, row: Row, nowMs: number): Promise<Reminder> {
  const taskId = said(row, 'taskId') as string | null
  const task = taskId === null ? undefined : await lookup.row('tasks', taskId)
  const stored = {
    ...factsOf(row),
    id: row.id,
    title: said(row, 'title') as string,
    notes: said(row, 'notes') as string,
    priority: said(row, 'priority') as Reminder['priority'],
    channels: said(row, 'channels') as Reminder['channels'],
    taskId,
    task: isLive(task) ? nameOf(task) : null,
    createdAt: createdOf(row),
    updatedAt: updatedOf(row),
  }
  return reminderOf(stored, nowMs)
}
