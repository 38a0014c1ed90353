/** The planner from the replica: the day that the server would answer for the same rows. */
import { AppError } from '@goalixa/contracts/errors'
import type { DailyTarget, DailyTodo, DayPlan, plannerRoutes } from '@goalixa/contracts/planner'
import type { Task } from '@goalixa/contracts/tasks'
import { dailyTargetId, dailyTargetOf, dailyTodoOf, dayPlanOf } from '@goalixa/domain/planner'
import type { StoredTarget, StoredTodo } from '@goalixa/domain/planner'
import { weekPlanOf } from '@goalixa/domain/planner-week'
import type { PlannedDay, PlannedTodo } from '@goalixa/domain/planner-week'
import type { Zoned } from '@goalixa/domain/plans/planner'
import { isLive, said } from '@goalixa/domain/plans/view'
import type { Row } from '@goalixa/domain/rows'
import type * as z from 'zod'
import type { ReplicaReader } from '../storage.ts'
import type { Position } from './in-order.ts'
import { comparePositions } from './in-order.ts'
import type { Asking } from './lists.ts'
import type { Page } from './pages.ts'
import { pageOf, readCursor } from './pages.ts'
import { trackedIn } from './reports.ts'
import { createShapes, createdOf, readSettings, updatedOf } from './shapes.ts'
import type { Lookup } from './view.ts'
import { createLookup, findRow, nameOf } from './view.ts'

export type TodoQuery = z.output<(typeof plannerRoutes)['listTodos']['query']>
export type TargetQuery = z.output<(typeof plannerRoutes)['listTargets']['query']>

export async function readDayPlan(
  reader: ReplicaReader,
  { userId, nowMs }: Asking,
  asked: Zoned & { readonly date?: string | undefined },
): Promise<DayPlan> {
  return dayPlanOf(asked, {
    todosOf: (date) => todosOf(reader, date),
    async targetOf(date) {
      const row = await findRow(reader, 'dailyTargets', dailyTargetId(userId, date))
      return isLive(row) ? storedTarget(row) : undefined
    },
    tasksUpTo: () => openTasksWithDays(reader, nowMs),
    tracked: (range) => trackedIn(reader, range),
    settings: await readSettings(reader, userId),
    nowMs,
  })
}

/** The seven days from a civil date on, by one look at the to-dos. */
export async function readWeekPlan(
  reader: ReplicaReader,
  userId: string,
  from: string,
): Promise<PlannedDay[]> {
  const first = Temporal.PlainDate.from(from)
  const dates = Array.from({ length: 7 }, (_, at) => first.add({ days: at }).toString())
  const isOfWeek = new Set(dates)
  const lookup = createLookup(reader)
  const todos: PlannedTodo[] = []
  for (const row of await reader.rowsOf('dailyTodos'))
    if (isLive(row) && isOfWeek.has(dayOf(row))) todos.push(await plannedTodo(lookup, row))
  const targets: StoredTarget[] = []
  for (const date of dates) {
    const row = await findRow(reader, 'dailyTargets', dailyTargetId(userId, date))
    if (isLive(row)) targets.push(storedTarget(row))
  }
  return weekPlanOf(dates, todos, targets)
}

/** Of a civil date, in any order. */
export async function todosOf(reader: ReplicaReader, date: string): Promise<StoredTodo[]> {
  const lookup = createLookup(reader)
  const todos: StoredTodo[] = []
  for (const row of await reader.rowsOf('dailyTodos')) {
    if (isLive(row) && said(row, 'logDate') === date) todos.push(await storedTodo(lookup, row))
  }
  return todos
}

/** Latest day first, in it the newest first. @throws AppError `request.invalid` for a cursor of another list */
export async function listTodos(
  reader: ReplicaReader,
  { limit, cursor, date, title, idTail }: TodoQuery,
): Promise<Page<DailyTodo>> {
  const after = readCursor(cursor, 'string')
  const candidates =
    idTail === undefined ? await reader.rowsOf('dailyTodos') : await reader.rowsByIdTail('dailyTodos', idTail)
  const rows = candidates
    .filter((row) => isLive(row))
    .filter((row) => idTail === undefined || row.id.endsWith(idTail))
    .filter((row) => date === undefined || said(row, 'logDate') === date)
    .filter((row) => title === undefined || said(row, 'title') === title)
  const lookup = createLookup(reader)
  return pageOf(latestDayFirst(rows, after).slice(0, limit + 1), limit, positionOf, async (row) =>
    dailyTodoOf(await storedTodo(lookup, row)),
  )
}

/** @throws AppError `daily_todos.not_found` */
export async function getTodo(reader: ReplicaReader, id: string): Promise<DailyTodo> {
  const row = await findRow(reader, 'dailyTodos', id)
  if (!isLive(row)) throw new AppError('daily_todos.not_found')
  return dailyTodoOf(await storedTodo(createLookup(reader), row))
}

/** Latest day first. @throws AppError `request.invalid` for a cursor of another list */
export async function listTargets(
  reader: ReplicaReader,
  userId: string,
  { limit, cursor }: TargetQuery,
): Promise<Page<DailyTarget>> {
  const after = readCursor(cursor, 'string')
  const rows = (await reader.rowsOf('dailyTargets'))
    .filter((row) => isLive(row))
    .filter((row) => row.id === dailyTargetId(userId, dayOf(row)))
  return pageOf(latestDayFirst(rows, after).slice(0, limit + 1), limit, positionOf, async (row) =>
    dailyTargetOf(storedTarget(row)),
  )
}

/** @throws AppError `daily_targets.not_found` */
export async function getTarget(reader: ReplicaReader, userId: string, date: string): Promise<DailyTarget> {
  const row = await findRow(reader, 'dailyTargets', dailyTargetId(userId, date))
  if (!isLive(row)) throw new AppError('daily_targets.not_found')
  return dailyTargetOf(storedTarget(row))
}

const dayOf = (row: Row): string => said(row, 'logDate') as string
const positionOf = (row: Row): Position => [dayOf(row), row.id]

const latestDayFirst = (rows: readonly Row[], after: Position | undefined): Row[] =>
  rows
    .filter((row) => after === undefined || comparePositions(positionOf(row), after) < 0)
    .toSorted((a, b) => comparePositions(positionOf(b), positionOf(a)))

async function storedTodo(lookup: Lookup, row: Row): Promise<StoredTodo> {
  const taskId = said(row, 'taskId') as string | null
  const task = taskId === null ? undefined : await lookup.row('tasks', taskId)
  return {
    id: row.id,
    title: said(row, 'title') as string,
    logDate: dayOf(row),
    doneAt: said(row, 'doneAt') as number | null,
    order: said(row, 'order') as string,
    taskId,
    task: isLive(task) ? nameOf(task) : null,
    createdAt: createdOf(row),
    updatedAt: updatedOf(row),
  }
}

async function plannedTodo(lookup: Lookup, row: Row): Promise<PlannedTodo> {
  const { logDate, doneAt, taskId } = await storedTodo(lookup, row)
  const task = taskId === null ? undefined : await lookup.row('tasks', taskId)
  const estimateSeconds = isLive(task) ? (said(task, 'estimateSeconds') as number | null) : null
  return { logDate, doneAt, taskId, estimateSeconds }
}

const storedTarget = (row: Row): StoredTarget => ({
  id: row.id,
  logDate: dayOf(row),
  seconds: said(row, 'seconds') as number,
  createdAt: createdOf(row),
  updatedAt: updatedOf(row),
})

async function openTasksWithDays(reader: ReplicaReader, nowMs: number): Promise<Task[]> {
  const { toTask } = createShapes(reader, nowMs)
  const tasks: Task[] = []
  for (const row of await reader.rowsOf('tasks')) {
    const { status } = said(row, 'status') as { status: Task['status'] }
    const hasDay = said(row, 'due') !== null || said(row, 'scheduled') !== null
    if (isLive(row) && status === 'open' && hasDay) tasks.push(await toTask(row))
  }
  return tasks
}
