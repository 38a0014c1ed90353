import type { StoredTarget, StoredTodo } from '@goalixa/domain/planner'
import type { Db } from '@goalixa/service-kit/db'
import type { Sql } from '@goalixa/service-kit/sql'
import { nothing, sql } from '@goalixa/service-kit/sql'
import { single, storedTable } from '../operations/stored-table.ts'

export const dailyTodosTable = storedTable({
  name: 'dailyTodos',
  table: 'daily_todos',
  registers: {
    title: single('title', 'text', ''),
    logDate: single('log_date', 'date'),
    doneAt: single('done_at', 'instant'),
    order: single('order', 'text', ''),
    taskId: single('task_id', 'uuid'),
    deleted: single('deleted', 'boolean', false),
  },
})

export const dailyTargetsTable = storedTable({
  name: 'dailyTargets',
  table: 'daily_targets',
  registers: {
    logDate: single('log_date', 'date'),
    seconds: single('seconds', 'integer', 0),
    deleted: single('deleted', 'boolean', false),
  },
})

const selectTodos = (where: Sql): Sql => sql`
  select d.id, d.title, d.log_date as "logDate", d."order", d.task_id as "taskId", task.title as task,
    extract(epoch from d.done_at)::bigint as "doneAt",
    extract(epoch from d.created_at)::bigint as "createdAt", extract(epoch from d.updated_at)::bigint as "updatedAt"
  from daily_todos d left join tasks task
    on task.user_id = d.user_id and task.id = d.task_id and not task.deleted
  where not d.deleted and ${where}`

export const findTodo = (db: Db, userId: string, id: string): Promise<StoredTodo | undefined> =>
  db.row(selectTodos(sql`d.user_id = ${userId} and d.id = ${id}`))

/** All of a day, in any order. */
export const todosOf = (db: Db, userId: string, date: string): Promise<StoredTodo[]> =>
  db.rows(selectTodos(sql`d.user_id = ${userId} and d.log_date = ${date}::date`))

export interface TodoFilter {
  readonly date?: string | undefined
  readonly title?: string | undefined
  readonly idTail?: string | undefined
}

type After = readonly [logDate: string, id: string] | undefined

/** Latest day first, in it the newest first; begins after `after`. */
export const listTodos = (
  db: Db,
  userId: string,
  { date, title, idTail }: TodoFilter,
  after: After,
  limit: number,
): Promise<StoredTodo[]> =>
  db.rows(sql`
    ${selectTodos(sql`d.user_id = ${userId}`)}
    ${date === undefined ? nothing : sql`and d.log_date = ${date}::date`}
    ${title === undefined ? nothing : sql`and d.title = ${title}`}
    ${idTail === undefined ? nothing : sql`and right(d.id::text, ${idTail.length}) = ${idTail}`}
    ${after === undefined ? nothing : sql`and (d.log_date, d.id) < (${after[0]}::date, ${after[1]}::uuid)`}
    order by d.log_date desc, d.id desc limit ${limit}`)

/** Only rows whose id is that of their day: see `dailyTargetId`. */
const selectTargets = (userId: string): Sql => sql`
  select id, log_date as "logDate", seconds,
    extract(epoch from created_at)::bigint as "createdAt", extract(epoch from updated_at)::bigint as "updatedAt"
  from daily_targets
  where user_id = ${userId} and not deleted
    and id = (to_char(log_date, 'YYYYMMDD') || '-0000-8000-8000-' || right(user_id::text, 12))::uuid`

export const findTarget = (db: Db, userId: string, date: string): Promise<StoredTarget | undefined> =>
  db.row(sql`${selectTargets(userId)} and log_date = ${date}::date`)

/** Latest day first; begins after `after`. */
export const listTargets = (db: Db, userId: string, after: After, limit: number): Promise<StoredTarget[]> =>
  db.rows(sql`
    ${selectTargets(userId)}
    ${after === undefined ? nothing : sql`and (log_date, id) < (${after[0]}::date, ${after[1]}::uuid)`}
    order by log_date desc, id desc limit ${limit}`)
