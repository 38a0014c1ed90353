import { AppError } from '@goalixa/contracts/errors'
import type { NewTask, Task, TaskPatch } from '@goalixa/contracts/tasks'
import { fromInstantText, toInstantText } from '@goalixa/domain/calendar'
import type { Json } from '@goalixa/domain/rows'
import { membersOf, membershipValues } from '@goalixa/domain/rows'
import type { Db } from '@goalixa/service-kit/db'
import type { LabelsService } from '../labels/labels.service.ts'
import type { Actor, Draft, Operations } from '../operations/operations.service.ts'
import { requireNewId } from '../operations/require-new-id.ts'
import { TimePosition, pageOf, readCursor } from '../page-cursor.ts'
import type { ProjectsService } from '../projects/projects.service.ts'
import {
  ancestorsOf,
  findTask,
  listTasks,
  liveTaskIds,
  taskLabelIds,
  taskNames,
  tasksTable,
} from './tasks.repository.ts'

interface TasksOptions {
  readonly database: Db
  readonly operations: Operations
  readonly labels: LabelsService
  readonly projects: ProjectsService
  /** Stops the running entry of a task at the moment of the draft. */
  readonly stopTimerOf: (tx: Db, draft: Draft, userId: string, taskId: string) => Promise<void>
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

export function createTasksService(options: TasksOptions) {
  const { database, operations, labels, projects, stopTimerOf, now, newId } = options
  const seconds = () => Math.floor(now() / 1000)

  const get = async (db: Db, userId: string, id: string): Promise<Task> => {
    const task = await findTask(db, userId, id, seconds())
    if (task === undefined) throw new AppError('tasks.not_found')
    return task
  }

  const requireTasks = async (tx: Db, userId: string, ids: readonly string[]) => {
    const live = await liveTaskIds(tx, userId, ids)
    const missing = ids.find((id) => !live.includes(id))
    if (missing !== undefined) throw new AppError('tasks.not_found', `there is no task ${missing}`)
  }

  /** Register values of an input: names become ids, memberships become registers. */
  const values = async (tx: Db, draft: Draft, userId: string, id: string, input: TaskPatch) => {
    const {
      labels: labelNames,
      project,
      projectId,
      dependsOn,
      status,
      due,
      scheduled,
      waitUntil,
      expiresAt,
      ...plain
    } = input
    const [row] = await tasksTable.read(tx, userId, [id])
    const membersNow = (membership: string) => (row ? membersOf(row.regs, membership) : [])
    const changes: Record<string, Json | undefined> = {
      ...plain,
      due: moment(due),
      scheduled: moment(scheduled),
      waitUntil: moment(waitUntil),
      expiresAt: moment(expiresAt),
      projectId: await projects.named(tx, draft, userId, { project, projectId }),
    }
    if (labelNames !== undefined) {
      const wanted = await labels.idsFor(tx, draft, userId, labelNames)
      Object.assign(changes, membershipValues('label', membersNow('label'), [...wanted.values()]))
    }
    if (dependsOn !== undefined) {
      await requireTasks(tx, userId, dependsOn)
      Object.assign(changes, membershipValues('dependsOn', membersNow('dependsOn'), dependsOn))
    }
    if (typeof plain.parentId === 'string') {
      await requireTasks(tx, userId, [plain.parentId])
      if ((await ancestorsOf(tx, userId, plain.parentId)).includes(id))
        throw new AppError('tasks.parent_cycle')
    }
    if (status !== undefined) Object.assign(changes, await statusValues(tx, draft, userId, id, status))
    return changes
  }

  /** Completing a task that is being timed stops its timer. */
  const statusValues = async (tx: Db, draft: Draft, userId: string, id: string, status: Task['status']) => {
    if (status === 'done') await stopTimerOf(tx, draft, userId, id)
    return { status: { status, completedAt: status === 'done' ? Math.floor(draft.nowMs / 1000) : null } }
  }

  /** Done twice is done once: the first moment of completion stays. */
  const setStatus = (actor: Actor, intent: string, id: string, status: Task['status']) =>
    operations.write(actor, intent, async (tx, draft) => {
      const task = await get(tx, actor.userId, id)
      if (task.status !== status)
        draft.patch('tasks', id, await statusValues(tx, draft, actor.userId, id, status))
      return (after) => get(after, actor.userId, id)
    })

  const listFrom = async (db: Db, userId: string, query: TaskQuery) => {
    const { project, label = [], limit, cursor, ...rest } = query
    const filter = {
      ...rest,
      labelIds: await labels.requireIds(db, userId, label),
      projectId: project === undefined ? undefined : (await projects.requireIds(db, userId, [project]))[0],
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
    requireTasks,
    isLive: async (db: Db, userId: string, id: string) => (await liveTaskIds(db, userId, [id])).length > 0,
    names: taskNames,
    labelIds: taskLabelIds,
    /** The project of a live task. */
    projectOf: async (tx: Db, userId: string, id: string) => (await get(tx, userId, id)).projectId,

    list: (userId: string, query: TaskQuery) => listFrom(database, userId, query),
    listFrom,

    create: (actor: Actor, input: NewTask) =>
      operations.write(actor, 'tasks.create', async (tx, draft) => {
        const { id = newId(), ...fields } = input
        await requireNewId(tx, actor.userId, tasksTable, id)
        const createdAt = Math.floor(draft.nowMs / 1000)
        draft.patch('tasks', id, { createdAt, ...(await values(tx, draft, actor.userId, id, fields)) })
        return (after) => get(after, actor.userId, id)
      }),

    update: (actor: Actor, id: string, patch: TaskPatch) =>
      operations.write(actor, 'tasks.update', async (tx, draft) => {
        const { status } = await get(tx, actor.userId, id)
        const { status: wanted, ...rest } = patch
        draft.patch('tasks', id, await values(tx, draft, actor.userId, id, wanted === status ? rest : patch))
        return (after) => get(after, actor.userId, id)
      }),

    delete: (actor: Actor, id: string) =>
      operations.write(actor, 'tasks.delete', async (tx, draft) => {
        await get(tx, actor.userId, id)
        draft.patch('tasks', id, { deleted: true })
        return async () => undefined
      }),

    done: (actor: Actor, id: string) => setStatus(actor, 'tasks.done', id, 'done'),
    reopen: (actor: Actor, id: string) => setStatus(actor, 'tasks.reopen', id, 'open'),
  }
}
export type TasksService = ReturnType<typeof createTasksService>

/** One spelling for a moment: a civil date stays, an instant is written in UTC. */
function moment(value: string | null | undefined): string | null | undefined {
  return typeof value === 'string' && value.length > 10 ? toInstantText(fromInstantText(value)) : value
}
