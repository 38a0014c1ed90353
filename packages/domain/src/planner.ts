/** A day of the planner as a document, the same from the server's tables and from the store of a device. */
import type { DailyTarget, DailyTodo, DayPlan } from '@goalixa/contracts/planner'
import type { DaySettings } from '@goalixa/contracts/settings'
import type { Task } from '@goalixa/contracts/tasks'
import { civilDate, fromInstantText, plainDate, toInstantText } from './calendar.ts'
import type { ReportRange, Tracked } from './plans/reports.ts'
import { reportOf, reportRange } from './plans/reports.ts'

/** What is stored of a to-do, and the title of its task unless that is in the trash; times in epoch seconds. */
export interface StoredTodo extends Pick<
  DailyTodo,
  'id' | 'title' | 'logDate' | 'order' | 'taskId' | 'task'
> {
  readonly doneAt: number | null
  readonly createdAt: number
  readonly updatedAt: number
}

/** What is stored of a day's target; times in epoch seconds. */
export interface StoredTarget extends Pick<DailyTarget, 'id' | 'logDate' | 'seconds'> {
  readonly createdAt: number
  readonly updatedAt: number
}

/** The id of the target of a day: two devices that set it make the same row (D19). */
export const dailyTargetId = (userId: string, logDate: string): string =>
  `${logDate.replaceAll('-', '')}-0000-8000-8000-${userId.slice(-12)}`

export const dailyTodoOf = (stored: StoredTodo): DailyTodo => ({
  id: stored.id,
  title: stored.title,
  logDate: stored.logDate,
  doneAt: stored.doneAt === null ? null : toInstantText(stored.doneAt),
  order: stored.order,
  taskId: stored.taskId,
  task: stored.task,
  createdAt: toInstantText(stored.createdAt),
  updatedAt: toInstantText(stored.updatedAt),
})

export const dailyTargetOf = (stored: StoredTarget): DailyTarget => ({
  id: stored.id,
  logDate: stored.logDate,
  seconds: stored.seconds,
  createdAt: toInstantText(stored.createdAt),
  updatedAt: toInstantText(stored.updatedAt),
})

/** Where the data of a day comes from: all of one moment. */
interface Reading {
  /** Those of a civil date, in any order. */
  readonly todosOf: (date: string) => Promise<readonly StoredTodo[]>
  readonly targetOf: (date: string) => Promise<StoredTarget | undefined>
  /** All open tasks that may be due or scheduled up to and with a civil date; others among them do no harm. */
  readonly tasksUpTo: (date: string, zone: string) => Promise<readonly Task[]>
  readonly tracked: (range: ReportRange) => Promise<Pick<Tracked, 'own' | 'inherited' | 'labelNames'>>
  readonly settings: DaySettings
  readonly nowMs: number
}

interface Asked {
  readonly date?: string | undefined
  readonly zone?: string | undefined
}

export async function dayPlanOf({ date: given, zone: inZone }: Asked, reading: Reading): Promise<DayPlan> {
  const { settings, nowMs } = reading
  const zone = inZone ?? settings.zone ?? 'UTC'
  const today = civilDate(Math.floor(nowMs / 1000), zone)
  const date = given ?? today
  const day = Temporal.PlainDate.from(date)
  const range = reportRange(
    { from: date, to: day.add({ days: 1 }).toString(), by: 'day', zone },
    settings,
    nowMs,
  )
  const { totals } = reportOf(range, {
    ...(await reading.tracked(range)),
    wantedLabels: [],
    names: new Map(),
  })
  const trackedSeconds = totals.wallClockSeconds + totals.untimedSeconds
  const target = await reading.targetOf(date)
  const before = await reading.todosOf(day.subtract({ days: 1 }).toString())
  const tasks = await reading.tasksUpTo(date, zone)
  return {
    date,
    zone,
    todos: inOrder(await reading.todosOf(date)).map(dailyTodoOf),
    undoneBefore: before.filter(({ doneAt }) => doneAt === null).length,
    target:
      target === undefined
        ? null
        : { seconds: target.seconds, leftSeconds: Math.max(0, target.seconds - trackedSeconds) },
    trackedSeconds,
    ...dueTasks(tasks, { date, today, zone }),
  }
}

/** By rank byte by byte, then by id. */
export const inOrder = <Todo extends { readonly order: string; readonly id: string }>(
  todos: readonly Todo[],
): Todo[] => todos.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))

// A blank sorts before all that a rank is made of.
const keyOf = ({ order, id }: { readonly order: string; readonly id: string }) => `${order} ${id}`

/** The civil date of a moment of a task, which is a date or an instant. */
const dayOf = (moment: string | null, zone: string): string | undefined => {
  if (moment === null) return undefined
  return moment.length === 10 ? moment : plainDate(fromInstantText(moment), zone).toString()
}

/**
 * Open tasks of a day: those due or scheduled on it, and those that were due before it and before today. All-day dues
 * stay on their date whatever the zone (D10).
 */
function dueTasks(
  tasks: readonly Task[],
  { date, today, zone }: { readonly date: string; readonly today: string; readonly zone: string },
): Pick<DayPlan, 'due' | 'overdue'> {
  const open = tasks.filter(({ status }) => status === 'open')
  const known = open.map((task) => ({
    task,
    due: dayOf(task.due, zone),
    scheduled: dayOf(task.scheduled, zone),
  }))
  const key = (task: Task) => `${task.due ?? task.scheduled ?? ''} ${task.id}`
  const sorted = (some: typeof known) =>
    some.map(({ task }) => task).toSorted((a, b) => (key(a) < key(b) ? -1 : 1))
  const limit = date < today ? date : today
  const isOverdue = ({ due }: (typeof known)[number]) => due !== undefined && due < limit
  return {
    due: sorted(known.filter((one) => !isOverdue(one) && (one.due === date || one.scheduled === date))),
    overdue: sorted(known.filter(isOverdue)),
  }
}
