import type { TimeEntryBulk } from '@goalixa/contracts/bulk'
import { AppError } from '@goalixa/contracts/errors'
import type {
  GapQuery,
  TimeEntryFill,
  TimeEntryJoin,
  TimeEntryMove,
  TimeEntryResize,
  TimeEntrySplit,
} from '@goalixa/contracts/time-entries-surgery'
import type { NewTimeEntry, TimeEntry, TimeEntryPatch, TimedEntry } from '@goalixa/contracts/time-entries'
import { fromInstantText } from '@goalixa/domain/calendar'
import {
  fillEntry,
  joinEntries,
  moveEntry,
  resizeEntry,
  splitEntry,
} from '@goalixa/domain/plans/time-entries-surgery'
import { changeEntries } from '@goalixa/domain/plans/bulk'
import { findGaps } from '@goalixa/domain/plans/gaps'
import { filterOf, listedDates } from '@goalixa/domain/plans/filters'
import { requireNamedIds } from '@goalixa/domain/plans/names'
import { requireTasks } from '@goalixa/domain/plans/tasks'
import { createEntry, deleteEntry, updateEntry } from '@goalixa/domain/plans/time-entries'
import type { Dates } from '@goalixa/domain/untimed'
import { isTimed, placeOfEntry } from '@goalixa/domain/untimed'
import type { Db } from '@goalixa/service-kit/db'
import type { Draft, View } from '@goalixa/domain/plans/view'
import { filterNamesOf } from '../filters/filter-names.ts'
import type { Actor, Operations } from '../operations/operations.service.ts'
import { intoProject } from '../operations/project-scope.ts'
import type { ViewOf } from '../operations/sql-view.ts'
import { TimePosition, pageOf, readCursor } from '../page-cursor.ts'
import { findRunning, findTimeEntry, listTimeEntries, readTracked } from './time-entries.repository.ts'

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
  readonly filter?: string | undefined
  readonly zone?: string | undefined
  readonly weekStart?: number | undefined
  /** The days whose untimed entries are wanted, where the range is made of whole days; else those that it touches. */
  readonly dates?: Dates | undefined
  /** Of a token for one project: nothing but it, whatever else is asked for. */
  readonly within?: string | undefined
}

export function createTimeEntriesService(options: TimeEntriesOptions) {
  const { database, operations, viewOf, now, newId } = options
  const seconds = () => Math.floor(now() / 1000)

  const get = async (db: Db, userId: string, id: string, within?: string): Promise<TimeEntry> => {
    const entry = await findTimeEntry(db, userId, id, seconds(), within)
    if (entry === undefined) throw new AppError('time_entries.not_found')
    return entry
  }

  /** One that the rules have found to have times. */
  const getTimed = async (db: Db, userId: string, id: string): Promise<TimedEntry> => {
    const entry = await get(db, userId, id)
    if (!isTimed(entry)) throw new AppError('time_entries.untimed')
    return entry
  }

  const listFrom = async (db: Db, userId: string, query: TimeEntryQuery) => {
    const {
      project,
      label = [],
      task,
      from,
      to,
      limit,
      cursor,
      zone,
      weekStart,
      filter: asked,
      dates,
      within,
      ...rest
    } = query
    const view = viewOf(db, userId, within)
    if (task !== undefined) await requireTasks(view, [task])
    const bounds = {
      from: from === undefined ? undefined : fromInstantText(from),
      to: to === undefined ? undefined : fromInstantText(to),
    }
    const filter = {
      ...rest,
      ...bounds,
      within,
      taskId: task,
      dates: dates ?? (await listedDates(view, { ...bounds, zone }, now())),
      labelIds: await requireNamedIds(view, 'labels', label),
      projectId: project === undefined ? within : (await requireNamedIds(view, 'projects', [project]))[0],
      filter:
        asked === undefined
          ? undefined
          : await filterOf({ filter: asked, zone, weekStart }, 'timeEntries', {
              view,
              names: filterNamesOf(db, userId, within),
              nowMs: now(),
            }),
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
      (row) => [placeOfEntry(row), row.id],
      (row) => row,
    )
  }

  /** A rule that changes one entry; answers it as it is then. */
  const change = <Answer = TimedEntry>(
    actor: Actor,
    verb: string,
    id: string,
    rule: (view: View, draft: Draft) => Promise<void>,
    answer: (db: Db, userId: string, id: string) => Promise<Answer | TimedEntry> = getTimed,
  ): Promise<Answer | TimedEntry> =>
    operations.write(actor, `timeEntries.${verb}`, async (tx, draft) => {
      await rule(viewOf(tx, actor.userId, actor.projectId), draft)
      return (after) => answer(after, actor.userId, id)
    })

  return {
    get,
    getTimed,
    trackedSpans: readTracked,
    running: (db: Db, userId: string, within?: string) => findRunning(db, userId, seconds(), within),

    list: (userId: string, query: TimeEntryQuery) => listFrom(database, userId, query),
    listFrom,
    read: (userId: string, id: string, within?: string) => get(database, userId, id, within),

    create: (actor: Actor, input: NewTimeEntry) =>
      operations.write(actor, 'timeEntries.create', async (tx, draft) => {
        const view = viewOf(tx, actor.userId, actor.projectId)
        const { id } = await createEntry(
          view,
          draft,
          { source: 'api', ...intoProject(input, actor.projectId) },
          newId,
        )
        return (after) => get(after, actor.userId, id)
      }),

    update: (actor: Actor, id: string, patch: TimeEntryPatch) =>
      change(actor, 'update', id, (view, draft) => updateEntry(view, draft, id, patch, newId), get),

    delete: (actor: Actor, id: string) =>
      operations.write(actor, 'timeEntries.delete', async (tx, draft) => {
        await deleteEntry(viewOf(tx, actor.userId, actor.projectId), draft, id)
        return async () => undefined
      }),

    /** Many at once: one operation, one in the history. */
    bulk: (actor: Actor, input: TimeEntryBulk) =>
      operations.write(actor, `timeEntries.${input.verb}`, async (tx, draft) => {
        await changeEntries(viewOf(tx, actor.userId, actor.projectId), draft, input, newId)
        return async () => ({ ids: input.ids })
      }),

    split: (actor: Actor, id: string, input: TimeEntrySplit) =>
      operations.write(actor, 'timeEntries.split', async (tx, draft) => {
        const ids = await splitEntry(viewOf(tx, actor.userId, actor.projectId), draft, id, input, newId)
        return async (after) => {
          const items: TimedEntry[] = []
          for (const part of ids) items.push(await getTimed(after, actor.userId, part))
          return { items }
        }
      }),

    join: (actor: Actor, input: TimeEntryJoin) =>
      operations.write(actor, 'timeEntries.join', async (tx, draft) => {
        const plan = await joinEntries(viewOf(tx, actor.userId, actor.projectId), draft, input, newId)
        const { kept, removed, filledSeconds, overlapSeconds } = plan
        return async (after) => ({
          ...(await getTimed(after, actor.userId, kept)),
          removed: [...removed],
          filledSeconds,
          overlapSeconds,
        })
      }),

    move: (actor: Actor, id: string, input: TimeEntryMove) =>
      change(actor, 'move', id, (view, draft) => moveEntry(view, draft, id, input, newId)),
    resize: (actor: Actor, id: string, input: TimeEntryResize) =>
      change(actor, 'resize', id, (view, draft) => resizeEntry(view, draft, id, input, newId)),
    fill: (actor: Actor, id: string, input: TimeEntryFill) =>
      change(actor, 'fill', id, (view, draft) => fillEntry(view, draft, id, input, newId)),

    gaps: (userId: string, query: GapQuery, within?: string) =>
      findGaps(viewOf(database, userId, within), query, now()),
  }
}
export type TimeEntriesService = ReturnType<typeof createTimeEntriesService>
