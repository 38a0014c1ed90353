import type { TrashItem, TrashTable } from '@goalixa/contracts/trash'
import { toInstantText } from '@goalixa/domain/calendar'
import { namingRegister } from '@goalixa/domain/plans/trash'
import type { Db } from '@goalixa/service-kit/db'
import type { Sql } from '@goalixa/service-kit/sql'
import { identifier, join, nothing, sql } from '@goalixa/service-kit/sql'

const tables: Readonly<Record<TrashTable, string>> = {
  labels: 'labels',
  clients: 'clients',
  projects: 'projects',
  tasks: 'tasks',
  timeEntries: 'time_entries',
  goals: 'goals',
  subgoals: 'subgoals',
  weeklyGoals: 'weekly_goals',
  habits: 'habits',
  dailyTodos: 'daily_todos',
  reminders: 'reminders',
  savedViews: 'saved_views',
}

export interface TrashFilter {
  readonly table?: readonly TrashTable[] | undefined
  readonly name?: string | undefined
  readonly idTail?: string | undefined
}

/** When a row was removed is the stamp of its being so, in milliseconds. */
const removedFrom = (table: TrashTable, userId: string): Sql => sql`
  select ${table} as "table", id, nullif(${identifier(namingRegister(table))}, '') as name,
    (stamps -> 'deleted' ->> 0)::bigint / 1000 as removed
  from ${identifier(tables[table])} where user_id = ${userId} and deleted`

/** Last removed first; begins after `after`. */
export async function listTrash(
  db: Db,
  userId: string,
  { table = Object.keys(tables) as TrashTable[], name, idTail }: TrashFilter,
  after: readonly [removed: number, id: string] | undefined,
  limit: number,
): Promise<TrashItem[]> {
  const found = await db.rows<Omit<TrashItem, 'removedAt'> & { readonly removed: number }>(sql`
    select * from (${join(
      table.map((one) => removedFrom(one, userId)),
      ' union all ',
    )}) trash
    where true
    ${name === undefined ? nothing : sql`and lower(name) = lower(${name})`}
    ${idTail === undefined ? nothing : sql`and right(id::text, ${idTail.length}) = ${idTail}`}
    ${after === undefined ? nothing : sql`and (removed, id) < (${after[0]}, ${after[1]}::uuid)`}
    order by removed desc, id desc limit ${limit}`)
  return found.map(({ removed, ...row }) => ({ ...row, removedAt: toInstantText(removed) }))
}
