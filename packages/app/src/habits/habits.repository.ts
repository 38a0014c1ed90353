import type { StoredHabit, StoredHabitLog } from '@goalixa/domain/habits'
import type { Db } from '@goalixa/service-kit/db'
import type { Sql } from '@goalixa/service-kit/sql'
import { nothing, sql } from '@goalixa/service-kit/sql'
import { single, storedTable } from '../operations/stored-table.ts'

export const habitsTable = storedTable({
  name: 'habits',
  table: 'habits',
  registers: {
    name: single('name', 'text', ''),
    frequency: single('frequency', 'jsonb', { kind: 'daily' }),
    targetAmount: single('target_amount', 'double precision'),
    unit: single('unit', 'text'),
    autoLabelId: single('auto_label_id', 'uuid'),
    autoSeconds: single('auto_seconds', 'integer'),
    timeOfDay: single('time_of_day', 'text', 'any'),
    reminder: single('reminder', 'text'),
    notes: single('notes', 'text', ''),
    goalId: single('goal_id', 'uuid'),
    subgoalId: single('subgoal_id', 'uuid'),
    colour: single('colour', 'text'),
    order: single('order', 'text', ''),
    archived: single('archived', 'boolean', false),
    deleted: single('deleted', 'boolean', false),
  },
})

export const habitLogsTable = storedTable({
  name: 'habitLogs',
  table: 'habit_logs',
  registers: {
    habitId: single('habit_id', 'uuid'),
    logDate: single('log_date', 'date'),
    amount: single('amount', 'double precision'),
    state: single('state', 'text', 'done'),
    source: single('source', 'text', 'api'),
    deleted: single('deleted', 'boolean', false),
  },
})

const selectHabits = (where: Sql): Sql => sql`
  select h.id, h.name, h.frequency, h.target_amount as "targetAmount", h.unit, h.auto_label_id as "autoLabelId",
    label.name as "autoLabel", h.auto_seconds as "autoSeconds", h.time_of_day as "timeOfDay", h.reminder, h.notes,
    h.goal_id as "goalId", goal.name as goal, h.subgoal_id as "subgoalId", h.colour, h."order", h.archived,
    extract(epoch from h.created_at)::bigint as "createdAt", extract(epoch from h.updated_at)::bigint as "updatedAt"
  from habits h left join labels label
    on label.user_id = h.user_id and label.id = h.auto_label_id and not label.deleted
    left join goals goal on goal.user_id = h.user_id and goal.id = h.goal_id and not goal.deleted
  where not h.deleted and ${where}`

export const findHabit = (db: Db, userId: string, id: string): Promise<StoredHabit | undefined> =>
  db.row(selectHabits(sql`h.user_id = ${userId} and h.id = ${id}`))

export interface HabitFilter {
  readonly archived?: boolean | undefined
  readonly name?: string | undefined
  readonly idTail?: string | undefined
}

/** By rank, then id; begins after `after`. */
export const listHabits = (
  db: Db,
  userId: string,
  { archived, name, idTail }: HabitFilter,
  after: readonly [order: string, id: string] | undefined,
  limit: number,
): Promise<StoredHabit[]> =>
  db.rows(sql`
    ${selectHabits(sql`h.user_id = ${userId}`)}
    ${archived === undefined ? nothing : sql`and h.archived = ${archived}`}
    ${name === undefined ? nothing : sql`and h.name = ${name}`}
    ${idTail === undefined ? nothing : sql`and right(h.id::text, ${idTail.length}) = ${idTail}`}
    ${after === undefined ? nothing : sql`and (h."order", h.id) > (${after[0]}, ${after[1]}::uuid)`}
    order by h."order", h.id limit ${limit}`)

const selectLogs = (where: Sql): Sql => sql`
  select id, habit_id as "habitId", log_date as "logDate", amount, state, source,
    extract(epoch from created_at)::bigint as "createdAt", extract(epoch from updated_at)::bigint as "updatedAt"
  from habit_logs where not deleted and ${where}`

/** All that is logged of these habits, in no order. */
export const logsOf = (db: Db, userId: string, habitIds: readonly string[]): Promise<StoredHabitLog[]> =>
  db.rows(selectLogs(sql`user_id = ${userId} and habit_id = any(${habitIds}::uuid[])`))

interface LogFilter {
  /** Of all live habits without it. */
  readonly habitId?: string | undefined
  /** Civil dates; `to` is exclusive. */
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/** Latest day first; begins after `after`. */
export const listLogs = (
  db: Db,
  userId: string,
  { habitId, from, to }: LogFilter,
  after: readonly [logDate: string, id: string] | undefined,
  limit: number,
): Promise<StoredHabitLog[]> =>
  db.rows(sql`
    ${selectLogs(sql`user_id = ${userId}`)}
    ${
      habitId === undefined
        ? sql`and exists (select from habits h where h.user_id = ${userId} and h.id = habit_id and not h.deleted)`
        : sql`and habit_id = ${habitId}`
    }
    ${from === undefined ? nothing : sql`and log_date >= ${from}::date`}
    ${to === undefined ? nothing : sql`and log_date < ${to}::date`}
    ${after === undefined ? nothing : sql`and (log_date, id) < (${after[0]}::date, ${after[1]}::uuid)`}
    order by log_date desc, id desc limit ${limit}`)
