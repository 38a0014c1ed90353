import type { SavedView, SavedViewKind } from '@goalixa/contracts/saved-views'
import { toInstantText } from '@goalixa/domain/calendar'
import type { Db } from '@goalixa/service-kit/db'
import type { Sql } from '@goalixa/service-kit/sql'
import { nothing, sql } from '@goalixa/service-kit/sql'
import { single, storedTable } from '../operations/stored-table.ts'

export const savedViewsTable = storedTable({
  name: 'savedViews',
  table: 'saved_views',
  registers: {
    name: single('name', 'text', ''),
    kind: single('kind', 'text', 'task'),
    query: single('query', 'text', ''),
    deleted: single('deleted', 'boolean', false),
  },
})

interface SavedViewRow extends Omit<SavedView, 'createdAt' | 'updatedAt'> {
  readonly createdAt: number
  readonly updatedAt: number
}

const toSavedView = (row: SavedViewRow): SavedView => ({
  ...row,
  createdAt: toInstantText(row.createdAt),
  updatedAt: toInstantText(row.updatedAt),
})

const selectViews = (where: Sql): Sql => sql`
  select id, name, kind, query,
    extract(epoch from created_at)::bigint as "createdAt", extract(epoch from updated_at)::bigint as "updatedAt"
  from saved_views where not deleted and ${where}`

export async function findSavedView(db: Db, userId: string, id: string): Promise<SavedView | undefined> {
  const row = await db.row<SavedViewRow>(selectViews(sql`user_id = ${userId} and id = ${id}`))
  return row && toSavedView(row)
}

export interface SavedViewFilter {
  readonly kind?: SavedViewKind | undefined
  readonly name?: string | undefined
  readonly idTail?: string | undefined
}

/** By name, then id; begins after `after`. */
export async function listSavedViews(
  db: Db,
  userId: string,
  { kind, name, idTail }: SavedViewFilter,
  after: readonly [name: string, id: string] | undefined,
  limit: number,
): Promise<SavedView[]> {
  const rows = await db.rows<SavedViewRow>(sql`
    ${selectViews(sql`user_id = ${userId}`)}
    ${kind === undefined ? nothing : sql`and kind = ${kind}`}
    ${name === undefined ? nothing : sql`and name = ${name}`}
    ${idTail === undefined ? nothing : sql`and right(id::text, ${idTail.length}) = ${idTail}`}
    ${after === undefined ? nothing : sql`and (name, id) > (${after[0]}, ${after[1]}::uuid)`}
    order by name, id limit ${limit}`)
  return rows.map(toSavedView)
}

/** Live views of these names. */
export const findSavedViewsByName = (
  db: Db,
  userId: string,
  names: readonly string[],
): Promise<{ id: string; name: string }[]> =>
  db.rows(
    sql`select id, name from saved_views where user_id = ${userId} and name = any(${names}) and not deleted`,
  )
