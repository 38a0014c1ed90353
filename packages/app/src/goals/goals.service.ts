import { AppError } from '@goalixa/contracts/errors'
import type { Goal, GoalPatch, NewGoal, NewSubgoal, SubgoalPatch } from '@goalixa/contracts/goals'
import type { StoredGoal } from '@goalixa/domain/goals'
import { goalsOf } from '@goalixa/domain/goals'
import { createGoal, deleteGoal, setGoalDone, updateGoal } from '@goalixa/domain/plans/goals'
import { createSubgoal, deleteSubgoal, setSubgoalDone, updateSubgoal } from '@goalixa/domain/plans/subgoals'
import type { Draft, View } from '@goalixa/domain/plans/view'
import type { Database, Db } from '@goalixa/service-kit/db'
import type { Actor, Operations } from '../operations/operations.service.ts'
import type { ViewOf } from '../operations/sql-view.ts'
import { NamePosition, pageOf, readCursor } from '../page-cursor.ts'
import type { ReportsService } from '../reports/reports.service.ts'
import type { SettingsService } from '../settings/settings.service.ts'
import type { GoalFilter } from './goals.repository.ts'
import { findGoal, listGoals } from './goals.repository.ts'

/** Whose days are counted, where it is not the zone of the settings. */
interface Zoned {
  readonly zone?: string | undefined
}

interface GoalQuery extends GoalFilter, Zoned {
  readonly limit: number
  readonly cursor?: string | undefined
}

interface GoalsOptions {
  readonly database: Database
  readonly operations: Operations
  readonly viewOf: ViewOf
  readonly reports: ReportsService
  readonly settings: SettingsService
  readonly now: () => number
  readonly newId: () => string
}

/** A rule that answers the id of the goal that it changed. */
type Rule = (view: View, draft: Draft) => Promise<string>

export function createGoalsService(options: GoalsOptions) {
  const { database, operations, viewOf, reports, settings, now, newId } = options

  const withProgress = async (
    tx: Db,
    userId: string,
    goals: readonly StoredGoal[],
    { zone }: Zoned,
  ): Promise<Goal[]> =>
    goalsOf(goals, {
      read: (time, links) => reports.linked(tx, userId, time, links),
      zone,
      settings: await settings.get(tx, userId),
      nowMs: now(),
    })

  const get = async (tx: Db, userId: string, id: string, asked: Zoned) => {
    const goal = await findGoal(tx, userId, id)
    if (goal === undefined) throw new AppError('goals.not_found')
    return (await withProgress(tx, userId, [goal], asked))[0]!
  }

  const listFrom = async (tx: Db, userId: string, query: GoalQuery) => {
    const { limit, cursor, zone, ...filter } = query
    const rows = await listGoals(tx, userId, filter, readCursor(cursor, NamePosition), limit + 1)
    const page = pageOf(
      rows,
      limit,
      (row) => [row.order, row.id],
      (row) => row,
    )
    return { ...page, items: await withProgress(tx, userId, page.items, { zone }) }
  }

  const write = (actor: Actor, intent: string, asked: Zoned, rule: Rule): Promise<Goal> =>
    operations.write(actor, intent, async (tx, draft) => {
      const id = await rule(viewOf(tx, actor.userId), draft)
      return (after) => get(after, actor.userId, id, asked)
    })

  /** The same for a rule about the goal itself. */
  const writeGoal = (
    actor: Actor,
    intent: string,
    asked: Zoned,
    id: string,
    rule: (view: View, draft: Draft) => Promise<void>,
  ): Promise<Goal> =>
    write(actor, intent, asked, async (view, draft) => {
      await rule(view, draft)
      return id
    })

  return {
    // A goal and the entries that it counts are read as of one moment.
    get: (userId: string, id: string, asked: Zoned) => database.snapshot((tx) => get(tx, userId, id, asked)),
    list: (userId: string, query: GoalQuery) => database.snapshot((tx) => listFrom(tx, userId, query)),
    listFrom,

    create: (actor: Actor, input: NewGoal, asked: Zoned) =>
      write(actor, 'goals.create', asked, (view, draft) => createGoal(view, draft, input, newId)),
    update: (actor: Actor, id: string, patch: GoalPatch, asked: Zoned) =>
      writeGoal(actor, 'goals.update', asked, id, (view, draft) => updateGoal(view, draft, id, patch, newId)),
    delete: (actor: Actor, id: string) =>
      operations.write(actor, 'goals.delete', async (tx, draft) => {
        await deleteGoal(viewOf(tx, actor.userId), draft, id)
        return async () => undefined
      }),
    done: (actor: Actor, id: string, asked: Zoned) =>
      writeGoal(actor, 'goals.done', asked, id, (view, draft) => setGoalDone(view, draft, id, true)),
    reopen: (actor: Actor, id: string, asked: Zoned) =>
      writeGoal(actor, 'goals.reopen', asked, id, (view, draft) => setGoalDone(view, draft, id, false)),

    subgoals: {
      create: (actor: Actor, goalId: string, input: NewSubgoal, asked: Zoned) =>
        write(actor, 'subgoals.create', asked, (view, draft) =>
          createSubgoal(view, draft, goalId, input, newId),
        ),
      update: (actor: Actor, id: string, patch: SubgoalPatch, asked: Zoned) =>
        write(actor, 'subgoals.update', asked, (view, draft) => updateSubgoal(view, draft, id, patch, newId)),
      delete: (actor: Actor, id: string, asked: Zoned) =>
        write(actor, 'subgoals.delete', asked, (view, draft) => deleteSubgoal(view, draft, id)),
      done: (actor: Actor, id: string, asked: Zoned) =>
        write(actor, 'subgoals.done', asked, (view, draft) => setSubgoalDone(view, draft, id, true)),
      reopen: (actor: Actor, id: string, asked: Zoned) =>
        write(actor, 'subgoals.reopen', asked, (view, draft) => setSubgoalDone(view, draft, id, false)),
    },
  }
}
export type GoalsService = ReturnType<typeof createGoalsService>
