import * as z from 'zod'
import { AppError } from '@goalixa/contracts/errors'
import type {
  CarriedOver,
  DailyTarget,
  DailyTodo,
  DailyTodoPatch,
  DayPlan,
  NewDailyTarget,
  NewDailyTodo,
  PlannerCarry,
} from '@goalixa/contracts/planner'
import { CivilDate } from '@goalixa/contracts/primitives'
import type { Task } from '@goalixa/contracts/tasks'
import { dailyTargetOf, dailyTodoOf, dayPlanOf, inOrder } from '@goalixa/domain/planner'
import type { Zoned } from '@goalixa/domain/plans/planner'
import {
  carryDays,
  carryTodos,
  createTodo,
  deleteTarget,
  deleteTodo,
  setTarget,
  setTodoDone,
  todayOf,
  updateTodo,
} from '@goalixa/domain/plans/planner'
import type { Database, Db } from '@goalixa/service-kit/db'
import type { Actor, Operations } from '../operations/operations.service.ts'
import type { ViewOf } from '../operations/sql-view.ts'
import { pageOf, readCursor } from '../page-cursor.ts'
import type { ReportsService } from '../reports/reports.service.ts'
import type { SettingsService } from '../settings/settings.service.ts'
import type { TasksService } from '../tasks/tasks.service.ts'
import type { TodoFilter } from './planner.repository.ts'
import { findTarget, findTodo, listTargets, listTodos, todosOf } from './planner.repository.ts'

interface Paged {
  readonly limit: number
  readonly cursor?: string | undefined
}

interface PlannerOptions {
  readonly database: Database
  readonly operations: Operations
  readonly viewOf: ViewOf
  readonly reports: ReportsService
  readonly settings: SettingsService
  readonly tasks: TasksService
  readonly now: () => number
  readonly newId: () => string
}

const tasksAtOnce = 500

/** Where a list by day stands: the day, and the id. */
const DayPosition = z.tuple([CivilDate, z.uuid()])

export function createPlannerService(options: PlannerOptions) {
  const { database, operations, viewOf, reports, settings, tasks, now, newId } = options

  const getTodo = async (tx: Db, userId: string, id: string): Promise<DailyTodo> => {
    const todo = await findTodo(tx, userId, id)
    if (todo === undefined) throw new AppError('daily_todos.not_found')
    return dailyTodoOf(todo)
  }

  const tasksUpTo = async (tx: Db, userId: string, date: string, zone: string): Promise<Task[]> => {
    const query = { status: ['open'], plannedBy: date, zone, limit: tasksAtOnce }
    const found: Task[] = []
    let cursor: string | undefined
    do {
      const page = await tasks.listFrom(tx, userId, { ...query, cursor })
      found.push(...page.items)
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    return found
  }

  const day = async (tx: Db, userId: string, asked: Zoned & { readonly date?: string | undefined }) =>
    dayPlanOf(asked, {
      todosOf: (date) => todosOf(tx, userId, date),
      targetOf: (date) => findTarget(tx, userId, date),
      tasksUpTo: (date, zone) => tasksUpTo(tx, userId, date, zone),
      tracked: (range) => reports.tracked(tx, userId, range),
      settings: await settings.get(tx, userId),
      nowMs: now(),
    })

  const listTodosFrom = async (tx: Db, userId: string, { limit, cursor, ...filter }: Paged & TodoFilter) => {
    const rows = await listTodos(tx, userId, filter, readCursor(cursor, DayPosition), limit + 1)
    return pageOf(rows, limit, (row) => [row.logDate, row.id], dailyTodoOf)
  }
  const listTargetsFrom = async (tx: Db, userId: string, { limit, cursor }: Paged) => {
    const rows = await listTargets(tx, userId, readCursor(cursor, DayPosition), limit + 1)
    return pageOf(rows, limit, (row) => [row.logDate, row.id], dailyTargetOf)
  }

  const setDone = (actor: Actor, verb: 'done' | 'reopen', id: string) =>
    operations.write(actor, `dailyTodos.${verb}`, async (tx, draft) => {
      await setTodoDone(viewOf(tx, actor.userId), draft, id, verb === 'done')
      return (after) => getTodo(after, actor.userId, id)
    })

  return {
    // A day and what is tracked in it are read as of one moment.
    get: (userId: string, asked: Zoned & { readonly date?: string | undefined }): Promise<DayPlan> =>
      database.snapshot((tx) => day(tx, userId, asked)),

    listTodos: (userId: string, query: Paged & TodoFilter) => listTodosFrom(database, userId, query),
    listTodosFrom,
    getTodo: (userId: string, id: string) => getTodo(database, userId, id),

    createTodo: (actor: Actor, input: NewDailyTodo, asked: Zoned) =>
      operations.write(actor, 'dailyTodos.create', async (tx, draft) => {
        const id = await createTodo(viewOf(tx, actor.userId), draft, input, asked, newId)
        return (after) => getTodo(after, actor.userId, id)
      }),

    updateTodo: (actor: Actor, id: string, patch: DailyTodoPatch) =>
      operations.write(actor, 'dailyTodos.update', async (tx, draft) => {
        await updateTodo(viewOf(tx, actor.userId), draft, id, patch)
        return (after) => getTodo(after, actor.userId, id)
      }),

    deleteTodo: (actor: Actor, id: string) =>
      operations.write(actor, 'dailyTodos.delete', async (tx, draft) => {
        await deleteTodo(viewOf(tx, actor.userId), draft, id)
        return async () => undefined
      }),

    doneTodo: (actor: Actor, id: string) => setDone(actor, 'done', id),
    reopenTodo: (actor: Actor, id: string) => setDone(actor, 'reopen', id),

    carry: (actor: Actor, { from, to }: PlannerCarry, asked: Zoned) =>
      operations.write(
        actor,
        'dailyTodos.carry',
        async (tx, draft): Promise<(after: Db) => Promise<CarriedOver>> => {
          const view = viewOf(tx, actor.userId)
          const days = await carryDays({ from, to }, () => todayOf(view, draft, asked))
          const ids = (await todosOf(tx, actor.userId, days.from)).map(({ id }) => id)
          const carried = await carryTodos(view, draft, ids, days.to)
          return async (after) => {
            const rows = await todosOf(after, actor.userId, days.to)
            return {
              to: days.to,
              items: inOrder(rows.filter(({ id }) => carried.includes(id))).map(dailyTodoOf),
            }
          }
        },
      ),

    listTargets: (userId: string, query: Paged) => listTargetsFrom(database, userId, query),
    listTargetsFrom,

    setTarget: (actor: Actor, date: string, input: NewDailyTarget) =>
      operations.write(actor, 'dailyTargets.set', async (tx, draft) => {
        await setTarget(viewOf(tx, actor.userId), draft, date, input)
        return async (after): Promise<DailyTarget> =>
          dailyTargetOf((await findTarget(after, actor.userId, date))!)
      }),

    deleteTarget: (actor: Actor, date: string) =>
      operations.write(actor, 'dailyTargets.delete', async (tx, draft) => {
        await deleteTarget(viewOf(tx, actor.userId), draft, date)
        return async () => undefined
      }),
  }
}
export type PlannerService = ReturnType<typeof createPlannerService>
