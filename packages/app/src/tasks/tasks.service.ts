import * as z from 'zod'
import { AppError } from '@goalixa/contracts/errors'
import { CivilDate } from '@goalixa/contracts/primitives'
import type { TaskBulk } from '@goalixa/contracts/bulk'
import type { NewTask, Task, TaskPatch } from '@goalixa/contracts/tasks'
import { fromInstantText, startOfDay } from '@goalixa/domain/calendar'
import { changeTasks } from '@goalixa/domain/plans/bulk'
import { filterOf } from '@goalixa/domain/plans/filters'
import { requireNamedIds } from '@goalixa/domain/plans/names'
import { requireTasks } from '@goalixa/domain/plans/tasks'
import { createTask, deleteTask, setTaskStatus, updateTask } from '@goalixa/domain/plans/task-changes'
import { checkTask, uncheckTask } from '@goalixa/domain/plans/task-checks'
import type { Db } from '@goalixa/service-kit/db'
import { filterNamesOf } from '../filters/filter-names.ts'
import type { Actor, Operations } from '../operations/operations.service.ts'
import { intoProject } from '../operations/project-scope.ts'
import type { ViewOf } from '../operations/sql-view.ts'
import { TimePosition, pageOf, readCursor } from '../page-cursor.ts'
import {
  findTask,
  listChecks,
  listTasks,
  taskLabelIds,
  taskNames,
  tasksOfProjects,
} from './tasks.repository.ts'

interface TasksOptions {
  readonly database: Db
  readonly operations: Operations
  readonly viewOf: ViewOf
  readonly now: () => number
  readonly newId: () => string
}

interface TaskQuery {
  readonly limit: number
  readonly cursor?: string | undefined
  readonly status?: readonly string[] | undefined
  readonly project?: string | undefined
  readonly label?: readonly string[] | undefined
  readonly title?: string | undefined
  readonly idTail?: string | undefined
  readonly parent?: string | undefined
  readonly previous?: string | undefined
  readonly plannedBy?: string | undefined
  readonly zone?: string | undefined
  readonly filter?: string | undefined
  readonly weekStart?: number | undefined
  /** Of a token for one project. */
  readonly within?: string | undefined
}

const DatePosition = z.tuple([CivilDate, z.uuid()])

/** Epoch seconds at which the day is over in the zone. */
const endOfDay = (day: string, zone: string): number =>
  startOfDay(Temporal.PlainDate.from(day).add({ days: 1 }).toString(), zone)

export function createTasksService({ database, operations, viewOf, now, newId }: TasksOptions) {
  const seconds = () => Math.floor(now() / 1000)

  const get = async (db: Db, userId: string, id: string, within?: string): Promise<Task> => {
    const task = await findTask(db, userId, id, seconds(), within)
    if (task === undefined) throw new AppError('tasks.not_found')
    return task
  }

  const setStatus = (actor: Actor, intent: string, id: string, status: Task['status']) =>
    operations.write(actor, intent, async (tx, draft) => {
      await setTaskStatus(viewOf(tx, actor.userId, actor.projectId), draft, id, status)
      return (after) => get(after, actor.userId, id, actor.projectId)
    })

  /** Of one task, or of all. */
  const checksFrom = async (
    db: Db,
    userId: string,
    query: Pick<TaskQuery, 'limit' | 'cursor'> & { readonly taskId?: string | undefined },
  ) => {
    const { taskId, limit, cursor } = query
    const rows = await listChecks(db, userId, taskId, readCursor(cursor, DatePosition), limit + 1)
    return pageOf(
      rows,
      limit,
      (row) => [row.checkDate, row.id],
      (row) => row,
    )
  }

  const listFrom = async (db: Db, userId: string, query: TaskQuery) => {
    const { project, label = [], limit, cursor, plannedBy, zone, weekStart, filter: asked, ...rest } = query
    const view = viewOf(db, userId, rest.within)
    await requireTasks(
      view,
      [rest.parent, rest.previous].filter((id) => id !== undefined),
    )
    const filter = {
      ...rest,
      planned:
        plannedBy === undefined ? undefined : { day: plannedBy, until: endOfDay(plannedBy, zone ?? 'UTC') },
      labelIds: await requireNamedIds(view, 'labels', label),
      projectId: project === undefined ? undefined : (await requireNamedIds(view, 'projects', [project]))[0],
      filter:
        asked === undefined
          ? undefined
          : await filterOf({ filter: asked, zone, weekStart }, 'tasks', {
              view,
              names: filterNamesOf(db, userId, rest.within),
              nowMs: now(),
            }),
    }
    const rows = await listTasks(db, userId, filter, readCursor(cursor, TimePosition), limit + 1, seconds())
    return pageOf(
      rows,
      limit,
      (row) => [fromInstantText(row.createdAt), row.id],
      (row) => row,
    )
  }

  return {
    get: (userId: string, id: string, within?: string) => get(database, userId, id, within),
    names: taskNames,
    labelIds: taskLabelIds,
    ofProjects: tasksOfProjects,

    list: (userId: string, query: TaskQuery) => listFrom(database, userId, query),
    listFrom,

    create: (actor: Actor, input: NewTask) =>
      operations.write(actor, 'tasks.create', async (tx, draft) => {
        const view = viewOf(tx, actor.userId, actor.projectId)
        const id = await createTask(view, draft, intoProject(input, actor.projectId), newId)
        return (after) => get(after, actor.userId, id, actor.projectId)
      }),

    update: (actor: Actor, id: string, patch: TaskPatch) =>
      operations.write(actor, 'tasks.update', async (tx, draft) => {
        await updateTask(viewOf(tx, actor.userId, actor.projectId), draft, id, patch, newId)
        return (after) => get(after, actor.userId, id, actor.projectId)
      }),

    delete: (actor: Actor, id: string) =>
      operations.write(actor, 'tasks.delete', async (tx, draft) => {
        await deleteTask(viewOf(tx, actor.userId, actor.projectId), draft, id)
        return async () => undefined
      }),

    /** Many at once: one operation, one in the history. */
    bulk: (actor: Actor, input: TaskBulk) =>
      operations.write(actor, `tasks.${input.verb}`, async (tx, draft) => {
        await changeTasks(viewOf(tx, actor.userId, actor.projectId), draft, input, newId)
        return async () => ({ ids: input.ids })
      }),

    checks: async (
      userId: string,
      taskId: string,
      { within, ...query }: Pick<TaskQuery, 'limit' | 'cursor' | 'within'>,
    ) => {
      await get(database, userId, taskId, within)
      return checksFrom(database, userId, { ...query, taskId })
    },
    checksFrom,

    check: (actor: Actor, id: string, date: string) =>
      operations.write(actor, 'tasks.check', async (tx, draft) => {
        await checkTask(viewOf(tx, actor.userId, actor.projectId), draft, id, date)
        return (after) => get(after, actor.userId, id, actor.projectId)
      }),

    uncheck: (actor: Actor, id: string, date: string) =>
      operations.write(actor, 'tasks.uncheck', async (tx, draft) => {
        await uncheckTask(viewOf(tx, actor.userId, actor.projectId), draft, id, date)
        return (after) => get(after, actor.userId, id, actor.projectId)
      }),

    done: (actor: Actor, id: string) => setStatus(actor, 'tasks.done', id, 'done'),
    reopen: (actor: Actor, id: string) => setStatus(actor, 'tasks.reopen', id, 'open'),
  }
}
export type TasksService = ReturnType<typeof createTasksService>
