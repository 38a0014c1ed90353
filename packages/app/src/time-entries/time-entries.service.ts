import { AppError } from '@goalixa/contracts/errors'
import type { NewTimeEntry, TimeEntry, TimeEntryPatch } from '@goalixa/contracts/time-entries'
import { fromInstantText, toInstantText } from '@goalixa/domain/calendar'
import type { Span } from '@goalixa/domain/one-running-timer'
import { spanOf } from '@goalixa/domain/one-running-timer'
import type { Json } from '@goalixa/domain/rows'
import { membersOf, membershipValues, valueOf } from '@goalixa/domain/rows'
import type { Db } from '@goalixa/service-kit/db'
import type { LabelsService } from '../labels/labels.service.ts'
import type { Actor, Draft, Operations } from '../operations/operations.service.ts'
import { requireNewId } from '../operations/require-new-id.ts'
import type { StoredRow } from '../operations/stored-table.ts'
import { TimePosition, pageOf, readCursor } from '../page-cursor.ts'
import type { ProjectsService } from '../projects/projects.service.ts'
import type { TasksService } from '../tasks/tasks.service.ts'
import {
  findLatestEnded,
  findRunning,
  findTimeEntry,
  listTimeEntries,
  readTrackedSpans,
  runningEntries,
  timeEntriesTable,
} from './time-entries.repository.ts'

interface TimeEntriesOptions {
  readonly database: Db
  readonly operations: Operations
  readonly labels: LabelsService
  readonly projects: ProjectsService
  readonly tasks: TasksService
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

type NewEntryFields = Omit<NewTimeEntry, 'id'>

export function createTimeEntriesService(options: TimeEntriesOptions) {
  const { database, operations, labels, projects, tasks, now, newId } = options
  const seconds = () => Math.floor(now() / 1000)

  const get = async (db: Db, userId: string, id: string): Promise<TimeEntry> => {
    const entry = await findTimeEntry(db, userId, id, seconds())
    if (entry === undefined) throw new AppError('time_entries.not_found')
    return entry
  }

  /** Register values of the fields beside the span: names become ids, memberships become registers. */
  const values = async (
    tx: Db,
    draft: Draft,
    userId: string,
    row: StoredRow | undefined,
    input: Partial<NewEntryFields>,
  ) => {
    const { labels: labelNames, project, projectId, description, taskId, billable, source } = input
    const changes: Record<string, Json | undefined> = { description, taskId, billable, source }
    changes['projectId'] = await projects.named(tx, draft, userId, { project, projectId })
    if (typeof taskId === 'string') {
      await tasks.requireTasks(tx, userId, [taskId])
      // Time on a task belongs to the project the task has now, unless the entry says otherwise.
      if (row === undefined && changes['projectId'] === undefined)
        changes['projectId'] = await tasks.projectOf(tx, userId, taskId)
    }
    const into = changes['projectId']
    if (row === undefined && billable === undefined && typeof into === 'string') {
      changes['billable'] = await projects.billableDefault(tx, userId, into)
    }
    if (labelNames !== undefined) {
      const wanted = await labels.idsFor(tx, draft, userId, labelNames)
      Object.assign(
        changes,
        membershipValues('label', row ? membersOf(row.regs, 'label') : [], [...wanted.values()]),
      )
    }
    return changes
  }

  /** Drafts a new entry; a running one stops the timer that runs. Answers the id of the entry it stopped. */
  const draftEntry = async (
    tx: Db,
    draft: Draft,
    userId: string,
    id: string,
    input: NewEntryFields,
  ): Promise<string | null> => {
    await requireNewId(tx, userId, timeEntriesTable, id)
    const span = {
      start: fromInstantText(input.start),
      end: input.end === null ? null : fromInstantText(input.end),
      zone: input.zone ?? 'UTC',
    }
    requireOrder(span)
    const stopped = span.end === null ? await draftStop(tx, draft, userId, span.start) : null
    const createdAt = Math.floor(draft.nowMs / 1000)
    draft.patch('timeEntries', id, {
      createdAt,
      source: 'api',
      ...(await values(tx, draft, userId, undefined, input)),
      span,
    })
    return stopped
  }

  /** Drafts the end of the running entry; answers its id, or null when none runs. */
  const draftStop = async (tx: Db, draft: Draft, userId: string, at: number): Promise<string | null> => {
    const [running] = await runningEntries(tx, userId)
    if (running === undefined) return null
    const span = spanOf(running)
    if (at < span.start) {
      throw new AppError(
        'time_entries.already_running',
        `the running timer began at ${toInstantText(span.start)}, after ${toInstantText(at)}`,
      )
    }
    draft.patch('timeEntries', running.id, { span: { ...span, end: at } })
    return running.id
  }

  const listFrom = async (db: Db, userId: string, query: TimeEntryQuery) => {
    const { project, label = [], task, from, to, limit, cursor, ...rest } = query
    if (task !== undefined) await tasks.requireTasks(db, userId, [task])
    const filter = {
      ...rest,
      taskId: task,
      from: from === undefined ? undefined : fromInstantText(from),
      to: to === undefined ? undefined : fromInstantText(to),
      labelIds: await labels.requireIds(db, userId, label),
      projectId: project === undefined ? undefined : (await projects.requireIds(db, userId, [project]))[0],
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
    latestEnded: (db: Db, userId: string) => findLatestEnded(db, userId, seconds()),
    draftEntry,
    draftStop,

    /** What a new entry takes over from an earlier one; a task or project that is in the trash by now is left out. */
    async fieldsLike(tx: Db, userId: string, entry: TimeEntry) {
      const { description, labels, billable, zone, taskId, projectId } = entry
      return {
        description,
        labels,
        billable,
        zone,
        taskId: taskId !== null && (await tasks.isLive(tx, userId, taskId)) ? taskId : null,
        projectId: projectId !== null && (await projects.isLive(tx, userId, projectId)) ? projectId : null,
      }
    },

    /** Ends the running entry at the moment of the draft if it is on this task, never before its own start. */
    async stopTimerOf(tx: Db, draft: Draft, userId: string, taskId: string): Promise<void> {
      const [running] = await runningEntries(tx, userId)
      if (running === undefined || valueOf(running, 'taskId') !== taskId) return
      const span = spanOf(running)
      draft.patch('timeEntries', running.id, {
        span: { ...span, end: Math.max(span.start, Math.floor(draft.nowMs / 1000)) },
      })
    },

    list: (userId: string, query: TimeEntryQuery) => listFrom(database, userId, query),
    listFrom,
    read: (userId: string, id: string) => get(database, userId, id),

    create: (actor: Actor, { id = newId(), ...input }: NewTimeEntry) =>
      operations.write(actor, 'timeEntries.create', async (tx, draft) => {
        await draftEntry(tx, draft, actor.userId, id, input)
        return (after) => get(after, actor.userId, id)
      }),

    update: (actor: Actor, id: string, patch: TimeEntryPatch) =>
      operations.write(actor, 'timeEntries.update', async (tx, draft) => {
        await get(tx, actor.userId, id)
        const [row] = await timeEntriesTable.read(tx, actor.userId, [id])
        const { start, end, zone, ...fields } = patch
        const before = spanOf(row!)
        const span: Span = {
          start: start === undefined ? before.start : fromInstantText(start),
          end: end === undefined ? before.end : end === null ? null : fromInstantText(end),
          zone: zone ?? before.zone,
        }
        requireOrder(span)
        if (before.end !== null && span.end === null && (await runningEntries(tx, actor.userId)).length > 0) {
          throw new AppError('time_entries.already_running')
        }
        draft.patch('timeEntries', id, {
          ...(await values(tx, draft, actor.userId, row, fields)),
          span: { ...span },
        })
        return (after) => get(after, actor.userId, id)
      }),

    delete: (actor: Actor, id: string) =>
      operations.write(actor, 'timeEntries.delete', async (tx, draft) => {
        await get(tx, actor.userId, id)
        draft.patch('timeEntries', id, { deleted: true })
        return async () => undefined
      }),
  }
}
export type TimeEntriesService = ReturnType<typeof createTimeEntriesService>

/** @throws AppError `time_entries.end_before_start` */
function requireOrder({ start, end }: Span): void {
  if (end !== null && end < start) {
    const message = `it would end at ${toInstantText(end)}, before it starts at ${toInstantText(start)}`
    throw new AppError('time_entries.end_before_start', message, { fields: [{ path: 'end', message }] })
  }
}
