import { AppError } from '@goalixa/contracts/errors'
import type { NewTimeEntry, TimeEntry, TimeEntryPatch } from '@goalixa/contracts/time-entries'
import { fromInstantText } from '@goalixa/domain/calendar'
import { requireNamedIds } from '@goalixa/domain/plans/names'
import { requireTasks } from '@goalixa/domain/plans/tasks'
import { createEntry, deleteEntry, updateEntry } from '@goalixa/domain/plans/time-entries'
import type { Db } from '@goalixa/service-kit/db'
import type { Actor, Operations } from '../operations/operations.service.ts'
import type { ViewOf } from '../operations/sql-view.ts'
import { TimePosition, pageOf, readCursor } from '../page-cursor.ts'
import { findRunning, findTimeEntry, listTimeEntries, readTrackedSpans } from './time-entries.repository.ts'

interface TimeEntriesOptions {
  readonly database: Db
  readonly operations: Operations
  readonly viewOf: ViewOf
  readonly now: () => number
  readonly newId: () => string
}

interface TimeEntryQuery {
  readonly limit: number
  readonly cursor?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly project?: string | undefined
  readonly label?: readonly string[] | undefined
  readonly task?: string | undefined
  readonly running?: boolean | undefined
  readonly idTail?: string | undefined
}

export function createTimeEntriesService(options: TimeEntriesOptions) {
  const { database, operations, viewOf, now, newId } = options
  const seconds = () => Math.floor(now() / 1000)

  const get = async (db: Db, userId: string, id: string): Promise<TimeEntry> => {
    const entry = await findTimeEntry(db, userId, id, seconds())
    if (entry === undefined) throw new AppError('time_entries.not_found')
    return entry
  }

  const listFrom = async (db: Db, userId: string, query: TimeEntryQuery) => {
    const { project, label = [], task, from, to, limit, cursor, ...rest } = query
    const view = viewOf(db, userId)
    if (task !== undefined) await requireTasks(view, [task])
    const filter = {
      ...rest,
      taskId: task,
      from: from === undefined ? undefined : fromInstantText(from),
      to: to === undefined ? undefined : fromInstantText(to),
      labelIds: await requireNamedIds(view, 'labels', label),
      projectId: project === undefined ? undefined : (await requireNamedIds(view, 'projects', [project]))[0],
    }
    const rows = await listTimeEntries(
      db,
      userId,
      filter,
      readCursor(cursor, TimePosition),
      limit + 1,
      seconds(),
    )
    return pageOf(
      rows,
      limit,
      (row) => [fromInstantText(row.start), row.id],
      (row) => row,
    )
  }

  return {
    get,
    trackedSpans: readTrackedSpans,
    running: (db: Db, userId: string) => findRunning(db, userId, seconds()),

    list: (userId: string, query: TimeEntryQuery) => listFrom(database, userId, query),
    listFrom,
    read: (userId: string, id: string) => get(database, userId, id),

    create: (actor: Actor, input: NewTimeEntry) =>
      operations.write(actor, 'timeEntries.create', async (tx, draft) => {
        const view = viewOf(tx, actor.userId)
        const { id } = await createEntry(view, draft, { source: 'api', ...input }, newId)
        return (after) => get(after, actor.userId, id)
      }),

    update: (actor: Actor, id: string, patch: TimeEntryPatch) =>
      operations.write(actor, 'timeEntries.update', async (tx, draft) => {
        await updateEntry(viewOf(tx, actor.userId), draft, id, patch, newId)
        return (after) => get(after, actor.userId, id)
      }),

    delete: (actor: Actor, id: string) =>
      operations.write(actor, 'timeEntries.delete', async (tx, draft) => {
        await deleteEntry(viewOf(tx, actor.userId), draft, id)
        return async () => undefined
      }),
  }
}
export type TimeEntriesService = ReturnType<typeof createTimeEntriesService>
