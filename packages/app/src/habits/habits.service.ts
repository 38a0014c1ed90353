import * as z from 'zod'
import { AppError } from '@goalixa/contracts/errors'
import type { HabitHeatMap } from '@goalixa/contracts/habit-days'
import type { Habit, HabitDay, HabitPatch, NewHabit, NewHabitLog } from '@goalixa/contracts/habits'
import { CivilDate, Text } from '@goalixa/contracts/primitives'
import { habitLogId } from '@goalixa/domain/habit-log-ids'
import type { HabitReading, StoredHabit } from '@goalixa/domain/habits'
import { habitHeatMap, habitsOf, toHabitLog } from '@goalixa/domain/habits'
import { checkHabit, uncheckHabit } from '@goalixa/domain/plans/habit-logs'
import { createHabit, deleteHabit, updateHabit } from '@goalixa/domain/plans/habits'
import type { Database, Db } from '@goalixa/service-kit/db'
import type { Actor, Operations } from '../operations/operations.service.ts'
import type { ViewOf } from '../operations/sql-view.ts'
import { pageOf, readCursor } from '../page-cursor.ts'
import type { ReportsService } from '../reports/reports.service.ts'
import type { SettingsService } from '../settings/settings.service.ts'
import type { HabitFilter } from './habits.repository.ts'
import { findHabit, listHabits, listLogs, logsOf } from './habits.repository.ts'

/** Whose days and weeks are meant, where they are not those of the settings. */
interface Asked {
  readonly zone?: string | undefined
  readonly weekStart?: number | undefined
}
interface Page {
  readonly limit: number
  readonly cursor?: string | undefined
}
interface LogQuery extends Page {
  readonly from?: string | undefined
  readonly to?: string | undefined
}

interface HabitsOptions {
  readonly database: Database
  readonly operations: Operations
  readonly viewOf: ViewOf
  readonly reports: ReportsService
  readonly settings: SettingsService
  readonly now: () => number
  readonly newId: () => string
}

const OrderPosition = z.tuple([Text(200), z.uuid()])
const DatePosition = z.tuple([CivilDate, z.uuid()])

export function createHabitsService(options: HabitsOptions) {
  const { database, operations, viewOf, reports, settings, now, newId } = options

  const readingOf = async (
    tx: Db,
    userId: string,
    habits: readonly StoredHabit[],
    { zone, weekStart }: Asked,
  ): Promise<HabitReading> => ({
    logs:
      habits.length === 0
        ? []
        : await logsOf(
            tx,
            userId,
            habits.map(({ id }) => id),
          ),
    read: (range) => reports.tracked(tx, userId, range),
    zone,
    weekStart,
    settings: await settings.get(tx, userId),
    nowMs: now(),
  })

  const withDays = async (
    tx: Db,
    userId: string,
    habits: readonly StoredHabit[],
    asked: Asked,
  ): Promise<Habit[]> => habitsOf(habits, await readingOf(tx, userId, habits, asked))

  const require = async (tx: Db, userId: string, id: string): Promise<StoredHabit> => {
    const habit = await findHabit(tx, userId, id)
    if (habit === undefined) throw new AppError('habits.not_found')
    return habit
  }

  const get = async (tx: Db, userId: string, id: string, asked: Asked): Promise<Habit> =>
    (await withDays(tx, userId, [await require(tx, userId, id)], asked))[0]!

  const listFrom = async (tx: Db, userId: string, query: HabitFilter & Page & Asked) => {
    const { limit, cursor, zone, weekStart, ...filter } = query
    const rows = await listHabits(tx, userId, filter, readCursor(cursor, OrderPosition), limit + 1)
    const { items, nextCursor } = pageOf(
      rows,
      limit,
      (row) => [row.order, row.id],
      (row) => row,
    )
    return { items: await withDays(tx, userId, items, { zone, weekStart }), nextCursor }
  }

  /** Of one habit, or of all. */
  const logsFrom = async (tx: Db, userId: string, query: LogQuery & { habitId?: string | undefined }) => {
    const { limit, cursor, ...filter } = query
    const rows = await listLogs(tx, userId, filter, readCursor(cursor, DatePosition), limit + 1)
    return pageOf(rows, limit, (row) => [row.logDate, row.id], toHabitLog)
  }

  const day = async (tx: Db, userId: string, id: string, date: string, asked: Asked): Promise<HabitDay> => {
    const logId = habitLogId(userId, id, date)
    const log = (await logsOf(tx, userId, [id])).find((one) => one.id === logId)
    return { habit: await get(tx, userId, id, asked), log: log === undefined ? null : toHabitLog(log) }
  }

  return {
    // A habit, its logs and the entries that it counts are read as of one moment.
    get: (userId: string, id: string, asked: Asked) => database.snapshot((tx) => get(tx, userId, id, asked)),

    list: (userId: string, query: HabitFilter & Page & Asked) =>
      database.snapshot((tx) => listFrom(tx, userId, query)),
    listFrom,

    heatMap: (userId: string, id: string, asked: Asked): Promise<HabitHeatMap> =>
      database.snapshot(async (tx) => {
        const habit = await require(tx, userId, id)
        return habitHeatMap(habit, await readingOf(tx, userId, [habit], asked))
      }),

    logs: (userId: string, id: string, query: LogQuery) =>
      database.snapshot(async (tx) => {
        await require(tx, userId, id)
        return logsFrom(tx, userId, { ...query, habitId: id })
      }),
    logsFrom,

    create: (actor: Actor, input: NewHabit, asked: Asked) =>
      operations.write(actor, 'habits.create', async (tx, draft) => {
        const id = await createHabit(viewOf(tx, actor.userId), draft, input, newId)
        return (after) => get(after, actor.userId, id, asked)
      }),

    update: (actor: Actor, id: string, patch: HabitPatch, asked: Asked) =>
      operations.write(actor, 'habits.update', async (tx, draft) => {
        await updateHabit(viewOf(tx, actor.userId), draft, id, patch, newId)
        return (after) => get(after, actor.userId, id, asked)
      }),

    delete: (actor: Actor, id: string) =>
      operations.write(actor, 'habits.delete', async (tx, draft) => {
        await deleteHabit(viewOf(tx, actor.userId), draft, id)
        return async () => undefined
      }),

    check: (actor: Actor, id: string, date: string, input: NewHabitLog, asked: Asked) =>
      operations.write(actor, 'habits.check', async (tx, draft) => {
        await checkHabit(viewOf(tx, actor.userId), draft, id, date, input)
        return (after) => day(after, actor.userId, id, date, asked)
      }),

    uncheck: (actor: Actor, id: string, date: string, asked: Asked) =>
      operations.write(actor, 'habits.uncheck', async (tx, draft) => {
        await uncheckHabit(viewOf(tx, actor.userId), draft, id, date)
        return (after) => day(after, actor.userId, id, date, asked)
      }),
  }
}
export type HabitsService = ReturnType<typeof createHabitsService>
