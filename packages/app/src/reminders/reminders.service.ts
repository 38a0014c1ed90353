import { AppError } from '@goalixa/contracts/errors'
import type { NewReminder, Reminder, ReminderPatch, Snooze } from '@goalixa/contracts/reminders'
import {
  createReminder,
  deleteReminder,
  doneReminder,
  factsOf,
  fireReminder,
  snoozeReminder,
  updateReminder,
} from '@goalixa/domain/plans/reminders'
import { fireIntent } from '@goalixa/domain/reversal'
import { findLive } from '@goalixa/domain/plans/view'
import type { Draft, View } from '@goalixa/domain/plans/view'
import { firesAt, reminderOf } from '@goalixa/domain/reminders'
import type { Database, Db } from '@goalixa/service-kit/db'
import type { Actor, Operations } from '../operations/operations.service.ts'
import type { ViewOf } from '../operations/sql-view.ts'
import { TimePosition, pageOf, readCursor } from '../page-cursor.ts'
import type { ReminderFilter } from './reminders.repository.ts'
import { findReminder, listReminders } from './reminders.repository.ts'

interface RemindersOptions {
  readonly database: Database
  readonly operations: Operations
  readonly viewOf: ViewOf
  readonly now: () => number
  readonly newId: () => string
}

interface ReminderQuery extends ReminderFilter {
  readonly limit: number
  readonly cursor?: string | undefined
  readonly due?: boolean | undefined
}

export function createRemindersService({ database, operations, viewOf, now, newId }: RemindersOptions) {
  const get = async (db: Db, userId: string, id: string): Promise<Reminder> => {
    const reminder = await findReminder(db, userId, id)
    if (reminder === undefined) throw new AppError('reminders.not_found')
    return reminderOf(reminder, now())
  }

  const listFrom = async (db: Db, userId: string, { limit, cursor, due, ...filter }: ReminderQuery) => {
    const after = readCursor(cursor, TimePosition)
    // What is due follows from the schedule: people have few reminders, so all of them are looked at.
    const rows = await listReminders(db, userId, filter, after, due === undefined ? limit + 1 : undefined)
    const told = rows.map((row) => ({ row, reminder: reminderOf(row, now()) }))
    const wanted = told.filter(({ reminder }) => due === undefined || (reminder.status === 'due') === due)
    return pageOf(
      wanted,
      limit,
      ({ row }) => [row.createdAt, row.id],
      ({ reminder }) => reminder,
    )
  }

  const change = (
    actor: Actor,
    verb: string,
    id: string,
    rule: (view: View, draft: Draft) => Promise<void>,
  ) =>
    operations.write(actor, `reminders.${verb}`, async (tx, draft) => {
      await rule(viewOf(tx, actor.userId), draft)
      return (after) => get(after, actor.userId, id)
    })

  return {
    get: (userId: string, id: string) => get(database, userId, id),
    list: (userId: string, query: ReminderQuery) => listFrom(database, userId, query),
    listFrom,

    create: (actor: Actor, input: NewReminder) =>
      operations.write(actor, 'reminders.create', async (tx, draft) => {
        const id = await createReminder(viewOf(tx, actor.userId), draft, input, newId)
        return (after) => get(after, actor.userId, id)
      }),

    update: (actor: Actor, id: string, patch: ReminderPatch) =>
      change(actor, 'update', id, (view, draft) => updateReminder(view, draft, id, patch)),
    snooze: (actor: Actor, id: string, { until }: Snooze) =>
      change(actor, 'snooze', id, (view, draft) => snoozeReminder(view, draft, id, until)),
    done: (actor: Actor, id: string) =>
      change(actor, 'done', id, (view, draft) => doneReminder(view, draft, id)),
    /** What its time would do, now. */
    test: (actor: Actor, id: string) =>
      operations.write(actor, fireIntent, async (tx, draft) => {
        await fireReminder(viewOf(tx, actor.userId), draft, id)
        return (after) => get(after, actor.userId, id)
      }),

    delete: (actor: Actor, id: string) =>
      operations.write(actor, 'reminders.delete', async (tx, draft) => {
        await deleteReminder(viewOf(tx, actor.userId), draft, id)
        return async () => undefined
      }),

    /**
     * Fires it if its time has come and nobody did so before: looked at again under the user's lock, so that of
     * several instances one fires it. Answers whether it did.
     */
    fire: (userId: string, id: string): Promise<boolean> =>
      operations.write(
        { userId, requestId: undefined, idempotency: undefined },
        fireIntent,
        async (tx, draft) => {
          const view = viewOf(tx, userId)
          const row = await findLive(view, 'reminders', id)
          const at = row === undefined ? null : firesAt(factsOf(row))
          const isTime = at !== null && at <= Math.floor(draft.nowMs / 1000)
          if (isTime) await fireReminder(view, draft, id)
          return async () => isTime
        },
      ),
  }
}
export type RemindersService = ReturnType<typeof createRemindersService>
