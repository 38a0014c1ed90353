/** Tasks: made, changed, completed, reopened and put in the trash. */
import { AppError } from '@goalixa/contracts/errors'
import type { NewTask, Task, TaskPatch } from '@goalixa/contracts/tasks'
import { fromInstantText, toInstantText } from '../calendar.ts'
import { rankAt } from '../ranks.ts'
import type { Json, Row } from '../rows.ts'
import { membersOf, membershipValues, valueOf } from '../rows.ts'
import { labelValues } from './labels.ts'
import { requireNewId } from './new-rows.ts'
import { projectNamed } from './projects.ts'
import { stopTimerOf } from './running-entry.ts'
import { makeNext, refuseBadRule, removeNext } from './task-recurrence.ts'
import { requireTask, requireTasks } from './tasks.ts'
import type { Draft, NewId, Values, View } from './view.ts'
import { findRow, said, secondsOf } from './view.ts'

/** Answers the id. @throws AppError `request.id_taken` and what {@link updateTask} throws */
export async function createTask(view: View, draft: Draft, input: NewTask, newId: NewId): Promise<string> {
  const { id = newId(), ...fields } = input
  await requireNewId(view, 'tasks', id)
  const createdAt = secondsOf(draft)
  const made = await values(view, draft, id, undefined, fields, newId)
  if (typeof fields.recurrence === 'string') await refuseBadRule(view, rowWith(id, undefined, made))
  draft.patch('tasks', id, { createdAt, order: rankAt(draft.nowMs), ...made })
  return id
}

/** @throws AppError `tasks.not_found`, `tasks.parent_cycle`, `tasks.dependency_cycle`, `projects.not_found`, `request.invalid` */
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
  const changed = await values(view, draft, id, row, changes, newId)
  const after = rowWith(id, row, changed)
  if (typeof patch.recurrence === 'string') await refuseBadRule(view, after)
  draft.patch('tasks', id, changed)
  if (status !== undefined && status !== statusOf(row)) await followStatus(view, draft, row, after)
}

/** Done twice is done once: the first moment of completion stays. @throws AppError `tasks.not_found` */
export async function setTaskStatus(
  view: View,
  draft: Draft,
  id: string,
  status: Task['status'],
): Promise<void> {
  const row = await requireTask(view, id)
  if (statusOf(row) === status) return
  const changed = await statusValues(view, draft, id, status)
  draft.patch('tasks', id, changed)
  await followStatus(view, draft, row, rowWith(id, row, changed))
}

/** A task that comes back does so when it is done; opened again, it takes the place of what came after it. */
async function followStatus(view: View, draft: Draft, before: Row, after: Row): Promise<void> {
  if (statusOf(after) === 'done') await makeNext(view, draft, after, secondsOf(draft))
  else if (statusOf(before) === 'done') await removeNext(view, draft, before)
}

/** The row as a write leaves it. Stamps are none of its business. */
function rowWith(id: string, row: Row | undefined, values: Values): Row {
  const given = Object.entries(values).filter((entry): entry is [string, Json] => entry[1] !== undefined)
  const changed = given.map(([register, v]) => [register, { v, stamp: [0, 0, ''] as const }] as const)
  return { table: 'tasks', id, regs: { ...row?.regs, ...Object.fromEntries(changed) } }
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
    if (await needs(view, dependsOn, id)) throw new AppError('tasks.dependency_cycle')
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

/** Do these tasks, or those that they depend on, wait for `id`? */
async function needs(view: View, ids: readonly string[], id: string): Promise<boolean> {
  const seen = new Set<string>()
  for (let level = [...ids]; level.length > 0;) {
    if (level.includes(id)) return true
    for (const one of level) seen.add(one)
    const rows = await view.rows('tasks', level)
    level = [...new Set(rows.flatMap((row) => membersOf(row.regs, 'dependsOn')))].filter(
      (one) => !seen.has(one),
    )
  }
  return false
}

/** One spelling for a moment: a civil date stays, an instant is written in UTC. */
function moment(value: string | null | undefined): string | null | undefined {
  return typeof value === 'string' && value.length > 10 ? toInstantText(fromInstantText(value)) : value
}
