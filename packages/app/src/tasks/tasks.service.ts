import { AppError } from '@goalixa/contracts/errors'
import type { NewTask, Task, TaskPatch } from '@goalixa/contracts/tasks'
import { fromInstantText } from '@goalixa/domain/calendar'
import { requireNamedIds } from '@goalixa/domain/plans/names'
import { createTask, deleteTask, setTaskStatus, updateTask } from '@goalixa/domain/plans/tasks'
import type { Db } from '@goalixa/service-kit/db'
import type { Actor, Operations } from '../operations/operations.service.ts'
import type { ViewOf } from '../operations/sql-view.ts'
import { TimePosition, pageOf, readCursor } from '../page-cursor.ts'
import { findTask, listTasks, taskLabelIds, taskNames } from './tasks.repository.ts'

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
}

export function createTasksService({ database, operations, viewOf, now, newId }: TasksOptions) {
  const seconds = () => Math.floor(now() / 1000)

  const get = async (db: Db, userId: string, id: string): Promise<Task> => {
    const task = await findTask(db, userId, id, seconds())
    if (task === undefined) throw new AppError('tasks.not_found')
    return task
  }

  const setStatus = (actor: Actor, intent: string, id: string, status: Task['status']) =>
    operations.write(actor, intent, async (tx, draft) => {
      await setTaskStatus(viewOf(tx, actor.userId), draft, id, status)
      return (after) => get(after, actor.userId, id)
    })

  const listFrom = async (db: Db, userId: string, query: TaskQuery) => {
    const { project, label = [], limit, cursor, ...rest } = query
    const view = viewOf(db, userId)
    const filter = {
      ...rest,
      labelIds: await requireNamedIds(view, 'labels', label),
      projectId: project === undefined ? undefined : (await requireNamedIds(view, 'projects', [project]))[0],
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
    get: (userId: string, id: string) => get(database, userId, id),
    names: taskNames,
    labelIds: taskLabelIds,

    list: (userId: string, query: TaskQuery) => listFrom(database, userId, query),
    listFrom,

    create: (actor: Actor, input: NewTask) =>
      operations.write(actor, 'tasks.create', async (tx, draft) => {
        const id = await createTask(viewOf(tx, actor.userId), draft, input, newId)
        return (after) => get(after, actor.userId, id)
      }),

    update: (actor: Actor, id: string, patch: TaskPatch) =>
      operations.write(actor, 'tasks.update', async (tx, draft) => {
        await updateTask(viewOf(tx, actor.userId), draft, id, patch, newId)
        return (after) => get(after, actor.userId, id)
      }),

    delete: (actor: Actor, id: string) =>
      operations.write(actor, 'tasks.delete', async (tx, draft) => {
        await deleteTask(viewOf(tx, actor.userId), draft, id)
        return async () => undefined
      }),

    done: (actor: Actor, id: string) => setStatus(actor, 'tasks.done', id, 'done'),
    reopen: (actor: Actor, id: string) => setStatus(actor, 'tasks.reopen', id, 'open'),
  }
}
export type TasksService = ReturnType<typeof createTasksService>
