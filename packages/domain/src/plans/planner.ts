/** The planner: to-dos made, changed, done, reopened, carried over and put in the trash; targets set and taken away. */
import { AppError } from '@goalixa/contracts/errors'
import type { DailyTodoPatch, NewDailyTarget, NewDailyTodo, PlannerCarry } from '@goalixa/contracts/planner'
import { civilDate } from '../calendar.ts'
import { dailyTargetId } from '../planner.ts'
import { rankAt } from '../ranks.ts'
import type { Row } from '../rows.ts'
import { requireNewId } from './new-rows.ts'
import { requireTasks } from './tasks.ts'
import type { Draft, NewId, View } from './view.ts'
import { findLive, findRow, isLive, said, secondsOf } from './view.ts'

/** Whose days are meant, where it is not the zone of the settings. */
export interface Zoned {
  readonly zone?: string | undefined
}

async function requireTodo(view: View, id: string): Promise<Row> {
  const row = await findLive(view, 'dailyTodos', id)
  if (row === undefined) throw new AppError('daily_todos.not_found')
  return row
}

/** Today, as the civil date of the zone asked for, else of the settings. */
export async function todayOf(view: View, draft: Draft, { zone }: Zoned): Promise<string> {
  if (zone !== undefined) return civilDate(secondsOf(draft), zone)
  const row = await findRow(view, 'settings', view.userId)
  return civilDate(secondsOf(draft), (row && (said(row, 'zone') as string | null)) ?? 'UTC')
}

/** Answers the id. @throws AppError `request.id_taken`, `tasks.not_found` */
export async function createTodo(
  view: View,
  draft: Draft,
  input: NewDailyTodo,
  zoned: Zoned,
  newId: NewId,
): Promise<string> {
  const { id = newId(), logDate, ...fields } = input
  await requireNewId(view, 'dailyTodos', id)
  await requireTasks(view, typeof fields.taskId === 'string' ? [fields.taskId] : [])
  draft.patch('dailyTodos', id, {
    createdAt: secondsOf(draft),
    order: rankAt(draft.nowMs),
    logDate: logDate ?? (await todayOf(view, draft, zoned)),
    ...fields,
  })
  return id
}

/** @throws AppError `daily_todos.not_found`, `tasks.not_found` */
export async function updateTodo(view: View, draft: Draft, id: string, patch: DailyTodoPatch): Promise<void> {
  await requireTodo(view, id)
  await requireTasks(view, typeof patch.taskId === 'string' ? [patch.taskId] : [])
  draft.patch('dailyTodos', id, patch)
}

/** Done twice is done once: the first moment stays. @throws AppError `daily_todos.not_found` */
export async function setTodoDone(view: View, draft: Draft, id: string, isDone: boolean): Promise<void> {
  const row = await requireTodo(view, id)
  if ((said(row, 'doneAt') !== null) !== isDone)
    draft.patch('dailyTodos', id, { doneAt: isDone ? secondsOf(draft) : null })
}

/** @throws AppError `daily_todos.not_found` */
export async function deleteTodo(view: View, draft: Draft, id: string): Promise<void> {
  await requireTodo(view, id)
  draft.patch('dailyTodos', id, { deleted: true })
}

/** Moves those of these to-dos to a day that are not done; they keep their order. Answers their ids. */
export async function carryTodos(
  view: View,
  draft: Draft,
  ids: readonly string[],
  to: string,
): Promise<string[]> {
  const rows = ids.length === 0 ? [] : await view.rows('dailyTodos', ids)
  const carried = rows.filter((row) => isLive(row) && said(row, 'doneAt') === null)
  for (const { id } of carried) draft.patch('dailyTodos', id, { logDate: to })
  return carried.map(({ id }) => id)
}

/** Answers the id. */
export async function setTarget(
  view: View,
  draft: Draft,
  logDate: string,
  { seconds }: NewDailyTarget,
): Promise<string> {
  const id = dailyTargetId(view.userId, logDate)
  const row = await findRow(view, 'dailyTargets', id)
  const made = row === undefined ? { createdAt: secondsOf(draft) } : { deleted: false }
  draft.patch('dailyTargets', id, { ...made, logDate, seconds })
  return id
}

/** @throws AppError `daily_targets.not_found` */
export async function deleteTarget(view: View, draft: Draft, logDate: string): Promise<void> {
  const id = dailyTargetId(view.userId, logDate)
  if ((await findLive(view, 'dailyTargets', id)) === undefined) throw new AppError('daily_targets.not_found')
  draft.patch('dailyTargets', id, { deleted: true })
}

/** From yesterday to today, unless said; `today` is asked for only when it is needed. */
export async function carryDays(
  { from, to }: PlannerCarry,
  today: () => Promise<string>,
): Promise<{ readonly from: string; readonly to: string }> {
  const last = to ?? (await today())
  return { from: from ?? Temporal.PlainDate.from(last).subtract({ days: 1 }).toString(), to: last }
}
