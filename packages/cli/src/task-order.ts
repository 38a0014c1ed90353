/** Tasks in the order that somebody asks for. */
import type { Task } from '@goalixa/contracts/tasks'
import { fromInstantText, startOfDay } from '@goalixa/domain/calendar'
import { rankBetween } from '@goalixa/domain/ranks'
import { UsageError } from './failure.ts'
import { findTask } from './find-rows.ts'
import type { Store } from './store.ts'

export const taskSorts = ['created', 'due', 'order', 'priority'] as const
export type TaskSort = (typeof taskSorts)[number]

type Query = Parameters<Store['tasks']['list']>[0]

/** All that fit, newest first. */
export async function allTasks(store: Pick<Store, 'tasks'>, query: Query): Promise<Task[]> {
  const found: Task[] = []
  for (let cursor: string | undefined; ;) {
    const page = await store.tasks.list({ ...query, limit: 500, cursor })
    found.push(...page.items)
    if (page.nextCursor === null) return found
    cursor = page.nextCursor
  }
}

const urgency = { high: 0, medium: 1, low: 2, none: 3 } as const

/** What is alike stays newest first. What has no date comes after what has one; a day comes before its times. */
export function sortTasks(tasks: readonly Task[], sort: TaskSort, zone: string): Task[] {
  if (sort === 'created') return [...tasks]
  if (sort === 'order') return tasks.toSorted(byOrder)
  if (sort === 'priority') return tasks.toSorted((a, b) => urgency[a.priority] - urgency[b.priority])
  const at = new Map(tasks.map((task) => [task, momentOf(task.due ?? task.scheduled, zone)]))
  return tasks.toSorted((a, b) => at.get(a)! - at.get(b)! || urgency[a.priority] - urgency[b.priority])
}

const byOrder = (a: Task, b: Task): number =>
  a.order < b.order ? -1 : a.order > b.order ? 1 : a.id < b.id ? -1 : 1

/** Beyond every instant that can be written. */
const never = 1e12

const momentOf = (text: string | null, zone: string): number =>
  text === null ? never : text.includes('T') ? fromInstantText(text) : startOfDay(text, zone)

interface Place {
  /** A task, as people name it. */
  readonly before?: string | undefined
  readonly after?: string | undefined
}

/** The rank of a task that is put ahead of another or behind it; undefined when no place is given. */
export async function taskOrder(
  store: Pick<Store, 'tasks'>,
  id: string,
  { before, after }: Place,
): Promise<string | undefined> {
  const beside = before ?? after
  if (beside === undefined) return undefined
  const other = await findTask(store, beside)
  if (other.id === id) throw new UsageError('A task cannot be put beside itself')
  // What came before a task that comes back has its rank: only those that one sees are stepped between.
  const open = await allTasks(store, { status: ['open'] })
  const others = [...open.filter((task) => task.id !== id && task.id !== other.id), other].toSorted(byOrder)
  const at = others.findIndex((task) => task.id === other.id) + (before === undefined ? 1 : 0)
  return rankBetween(others[at - 1]?.order ?? '', others[at]?.order ?? null)
}
