/** A week of the planner: how much each day holds, and how much it was meant to hold. */
import type { StoredTarget, StoredTodo } from './planner.ts'

/** A to-do with the estimate of its task, seconds; null where there is no task (any more), or none was made. */
export interface PlannedTodo extends Pick<StoredTodo, 'logDate' | 'doneAt' | 'taskId'> {
  readonly estimateSeconds: number | null
}

export interface PlannedDay {
  /** `YYYY-MM-DD` */
  readonly date: string
  readonly todos: number
  readonly done: number
  /** What the day has room for: its target; null without one. */
  readonly targetSeconds: number | null
  readonly plannedSeconds: number
}

/**
 * How long the to-dos of one day will take, seconds: the sum of the estimates of their tasks. A task counts once, however
 * many to-dos it has that day, and also once it is done: a day does not get emptier by working.
 */
export function plannedSecondsOf(todos: readonly Pick<PlannedTodo, 'taskId' | 'estimateSeconds'>[]): number {
  const estimates = new Map(todos.map(({ taskId, estimateSeconds }) => [taskId, estimateSeconds ?? 0]))
  estimates.delete(null)
  return [...estimates.values()].reduce((sum, seconds) => sum + seconds, 0)
}

/** One day for each of these dates, in their order. To-dos and targets of other days do no harm. */
export function weekPlanOf(
  dates: readonly string[],
  todos: readonly PlannedTodo[],
  targets: readonly Pick<StoredTarget, 'logDate' | 'seconds'>[],
): PlannedDay[] {
  const byDay = Map.groupBy(todos, ({ logDate }) => logDate)
  return dates.map((date) => {
    const here = byDay.get(date) ?? []
    return {
      date,
      todos: here.length,
      done: here.filter(({ doneAt }) => doneAt !== null).length,
      targetSeconds: targets.find(({ logDate }) => logDate === date)?.seconds ?? null,
      plannedSeconds: plannedSecondsOf(here),
    }
  })
}
