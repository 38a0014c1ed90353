/** What the planner shows of a day, all of one moment. */
import type { DayPlan } from '@goalixa/contracts/planner'
import type { Task } from '@goalixa/contracts/tasks'
import type { StoredTodo } from '@goalixa/domain/planner'
import { inOrder } from '@goalixa/domain/planner'
import type { PlannedDay } from '@goalixa/domain/planner-week'
import { isLive } from '@goalixa/domain/plans/view'
import { readDayPlan, readWeekPlan, todosOf } from '@goalixa/replica/queries/planner'
import { createShapes } from '@goalixa/replica/queries/shapes'
import { findRow } from '@goalixa/replica/queries/view'
import { addDays, todayIn, weekOf, zone } from '../../store/dates.ts'
import type { Query } from '../../store/store.ts'

export interface PlannerDay {
  readonly plan: DayPlan
  readonly today: string
  /** Those of the to-dos that are not in the trash, by id. */
  readonly tasks: ReadonlyMap<string, Task>
  /** Of the day before and not done, in their order. */
  readonly unfinished: readonly StoredTodo[]
  /** Overdue ones first; without those that a to-do of the day is of. */
  readonly suggested: readonly Task[]
  readonly week: readonly PlannedDay[]
}

/** @param date undefined for today, whatever day that is by then */
export const readPlannerDay =
  (date: string | undefined): Query<PlannerDay> =>
  async (reader, asking) => {
    const { today } = todayIn(zone(), asking.nowMs)
    const shown = date ?? today
    const plan = await readDayPlan(reader, asking, { date: shown, zone: zone() })
    const { toTask } = createShapes(reader, asking.nowMs)
    const tasks = new Map<string, Task>()
    for (const { taskId } of plan.todos) {
      const row = taskId === null ? undefined : await findRow(reader, 'tasks', taskId)
      if (isLive(row)) tasks.set(row.id, await toTask(row))
    }
    const before = await todosOf(reader, addDays(shown, -1))
    return {
      plan,
      today,
      tasks,
      unfinished: inOrder(before.filter(({ doneAt }) => doneAt === null)),
      suggested: [...plan.overdue, ...plan.due].filter(({ id }) => !tasks.has(id)),
      week: await readWeekPlan(reader, asking.userId, weekOf(shown).from),
    }
  }
