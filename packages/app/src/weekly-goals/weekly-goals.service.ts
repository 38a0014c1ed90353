import * as z from 'zod'
import { AppError } from '@goalixa/contracts/errors'
import { CivilDate } from '@goalixa/contracts/primitives'
import type { NewWeeklyGoal, WeeklyGoal, WeeklyGoalPatch } from '@goalixa/contracts/weekly-goals'
import type { WeekAsked } from '@goalixa/domain/plans/weekly-goals'
import { createWeeklyGoal, deleteWeeklyGoal, updateWeeklyGoal } from '@goalixa/domain/plans/weekly-goals'
import type { StoredWeeklyGoal } from '@goalixa/domain/weekly-goals'
import { weeklyGoalsOf } from '@goalixa/domain/weekly-goals'
import type { Database, Db } from '@goalixa/service-kit/db'
import type { Actor, Operations } from '../operations/operations.service.ts'
import type { ViewOf } from '../operations/sql-view.ts'
import { pageOf, readCursor } from '../page-cursor.ts'
import type { ReportsService } from '../reports/reports.service.ts'
import type { SettingsService } from '../settings/settings.service.ts'
import type { WeeklyGoalFilter } from './weekly-goals.repository.ts'
import { findWeeklyGoal, listWeeklyGoals } from './weekly-goals.repository.ts'

interface WeeklyGoalQuery extends WeeklyGoalFilter {
  readonly limit: number
  readonly cursor?: string | undefined
  readonly zone?: string | undefined
}

interface WeeklyGoalsOptions {
  readonly database: Database
  readonly operations: Operations
  readonly viewOf: ViewOf
  readonly reports: ReportsService
  readonly settings: SettingsService
  readonly now: () => number
  readonly newId: () => string
}

/** Where a list by week stands: the first day of the week, and the id. */
const WeekPosition = z.tuple([CivilDate, z.uuid()])

export function createWeeklyGoalsService(options: WeeklyGoalsOptions) {
  const { database, operations, viewOf, reports, settings, now, newId } = options

  const withProgress = async (
    tx: Db,
    userId: string,
    goals: readonly StoredWeeklyGoal[],
    zone: string | undefined,
  ): Promise<WeeklyGoal[]> =>
    weeklyGoalsOf(goals, {
      read: (range) => reports.tracked(tx, userId, range),
      zone,
      settings: await settings.get(tx, userId),
      nowMs: now(),
    })

  const get = async (tx: Db, userId: string, id: string, zone: string | undefined) => {
    const goal = await findWeeklyGoal(tx, userId, id)
    if (goal === undefined) throw new AppError('weekly_goals.not_found')
    return (await withProgress(tx, userId, [goal], zone))[0]!
  }

  const listFrom = async (tx: Db, userId: string, query: WeeklyGoalQuery) => {
    const { limit, cursor, zone, ...filter } = query
    const rows = await listWeeklyGoals(tx, userId, filter, readCursor(cursor, WeekPosition), limit + 1)
    const { items, nextCursor } = pageOf(
      rows,
      limit,
      (row) => [row.weekStart, row.id],
      (row) => row,
    )
    return { items: await withProgress(tx, userId, items, zone), nextCursor }
  }

  return {
    // A goal and the entries that it counts are read as of one moment.
    get: (userId: string, id: string, { zone }: WeekAsked) =>
      database.snapshot((tx) => get(tx, userId, id, zone)),

    list: (userId: string, query: WeeklyGoalQuery) => database.snapshot((tx) => listFrom(tx, userId, query)),
    listFrom,

    create: (actor: Actor, input: NewWeeklyGoal, asked: WeekAsked) =>
      operations.write(actor, 'weeklyGoals.create', async (tx, draft) => {
        const id = await createWeeklyGoal(viewOf(tx, actor.userId), draft, input, asked, newId)
        return (after) => get(after, actor.userId, id, asked.zone)
      }),

    update: (actor: Actor, id: string, patch: WeeklyGoalPatch, asked: WeekAsked) =>
      operations.write(actor, 'weeklyGoals.update', async (tx, draft) => {
        await updateWeeklyGoal(viewOf(tx, actor.userId), draft, id, patch, asked, newId)
        return (after) => get(after, actor.userId, id, asked.zone)
      }),

    delete: (actor: Actor, id: string) =>
      operations.write(actor, 'weeklyGoals.delete', async (tx, draft) => {
        await deleteWeeklyGoal(viewOf(tx, actor.userId), draft, id)
        return async () => undefined
      }),
  }
}
export type WeeklyGoalsService = ReturnType<typeof createWeeklyGoalsService>
