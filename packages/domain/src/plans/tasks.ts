/** Tasks: made, changed, completed, reopened and put in the trash. */
import { AppError } from '@goalixa/contracts/errors'
import type { NewTask, Task, TaskPatch } from '@goalixa/contracts/tasks'
import { fromInstantText, toInstantText } from '../calendar.ts'
import type { Json, Row } from '../rows.ts'
import { membersOf, membershipValues, valueOf } from '../rows.ts'
import { labelValues } from './labels.ts'
import { requireNewId } from './new-rows.ts'
import { projectNamed } from './projects.ts'
import { stopTimerOf } from './running-entry.ts'
import type { Draft, NewId, Values, View } from './view.ts'
import { findLive, findRow, isLive, said, secondsOf } from './view.ts'

/** The task, unless it is in the trash. @throws AppError `tasks.not_found` */
export async function requireTask(view: View, id: string): Promise<Row> {
  const row = await findLive(view, 'tasks', id)
  if (row === undefined) throw new AppError('tasks.not_found')
  return row
}

/** @throws AppError `tasks.not_found` that names the first id that is no live task */
export async function requireTasks(view: Pick<View, 'rows'>, ids: readonly string[]): Promise<void> {
  const live = new Set(
    (ids.length === 0 ? [] : await view.rows('tasks', ids)).filter(isLive).map(({ id }) => id),
  )
  const missing = ids.find((id) => !live.has(id))
  if (missing !== undefined) throw new AppError('tasks.not_found', `there is no task ${missing}`)
}

/** Answers the id. @throws AppError `request.id_taken` and what {@link updateTask} throws */
export async function createTask(view: View, draft: Draft, input: NewTask, newId: NewId): Promise<string> {
  const { id = newId(), ...fields } = input
  await requireNewId(view, 'tasks', id)
  const createdAt = secondsOf(draft)
  draft.patch('tasks', id, { createdAt, ...(await values(view, draft, id, undefined, fields, newId)) })
  return id
}

/** @throws AppError `tasks.not_found`, `tasks.parent_cycle`, `projects.not_found`, `request.invalid` */
export async function updateTask(
  view: View,
  draft: Draft,
  id: string,
  patch: TaskPatch,
  newId: NewId,
): Promise<void> {
  const row = await requireTask(view, id)
  const { status, ...rest } = patch
  const changes = status === statusOf(row) ? rest : patch
  draft.patch('tasks', id, await values(view, draft, id, row, changes, newId))
}

/** Done twice is done once: the first moment of completion stays. @throws AppError `tasks.not_found` */
export async function setTaskStatus(
  view: View,
  draft: Draft,
  id: string,
  status: Task['status'],
): Promise<void> {
  const row = await requireTask(view, id)
  if (statusOf(row) !== status) draft.patch('tasks', id, await statusValues(view, draft, id, status))
}

/** @throws AppError `tasks.not_found` */
export async function deleteTask(view: View, draft: Draft, id: string): Promise<void> {
  await requireTask(view, id)
  draft.patch('tasks', id, { deleted: true })
}

/** Register values of an input: names become ids, memberships become registers. */
async function values(
  view: View,
  draft: Draft,
  id: string,
  row: Row | undefined,
  input: TaskPatch,
  newId: NewId,
): Promise<Values> {
  const { labels, project, projectId, dependsOn, status, due, scheduled, waitUntil, expiresAt, ...plain } =
    input
  const changes: Values = {
    ...plain,
    due: moment(due),
    scheduled: moment(scheduled),
    waitUntil: moment(waitUntil),
    expiresAt: moment(expiresAt),
    projectId: await projectNamed(view, draft, { project, projectId }, newId),
    ...(await labelValues(view, draft, row, labels, newId)),
  }
  if (dependsOn !== undefined) {
    await requireTasks(view, dependsOn)
    const now = row ? membersOf(row.regs, 'dependsOn') : []
    Object.assign(changes, membershipValues('dependsOn', now, dependsOn))
  }
  if (typeof plain.parentId === 'string') {
    await requireTasks(view, [plain.parentId])
    if (await isBelow(view, plain.parentId, id)) throw new AppError('tasks.parent_cycle')
  }
  if (status !== undefined) Object.assign(changes, await statusValues(view, draft, id, status))
  return changes
}

/** Completing a task that is being timed stops its timer. */
async function statusValues(view: View, draft: Draft, id: string, status: Task['status']): Promise<Values> {
  if (status === 'done') await stopTimerOf(view, draft, id)
  return { status: { status, completedAt: status === 'done' ? secondsOf(draft) : null } }
}

const statusOf = (row: Row): string => (said(row, 'status') as { readonly status: string }).status

/** Is it `ancestor`, or below it? Parents in the trash count; a circle that is there already comes to an end. */
async function isBelow(view: View, id: string, ancestor: string): Promise<boolean> {
  const seen = new Set<string>()
  for (let at: Json | undefined = id; typeof at === 'string' && !seen.has(at);) {
    if (at === ancestor) return true
    seen.add(at)
    const row: Row | undefined = await findRow(view, 'tasks', at)
    at = row && valueOf(row, 'parentId')
  }
  return false
}

/** One spelling for a moment: a civil date stays, an instant is written in UTC. */
function moment(value: string | null | undefined): string | null | undefined {
  return typeof value === 'string' && value.length > 10 ? toInstantText(fromInstantText(value)) : value
}
