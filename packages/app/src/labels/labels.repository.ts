import type { Label } from '@goalixa/contracts/labels'
import { toInstantText } from '@goalixa/domain/calendar'
import type { Db } from '@goalixa/service-kit/db'
import type { Sql } from '@goalixa/service-kit/sql'
import { nothing, sql } from '@goalixa/service-kit/sql'
import { single, storedTable } from '../operations/stored-table.ts'

export const labelsTable = storedTable({
  name: 'labels',
  table: 'labels',
  registers: {
    name: single('name', 'text', ''),
    colour: single('colour', 'text'),
    archived: single('archived', 'boolean', false),
    deleted: single('deleted', 'boolean', false),
  },
})

interface LabelRow extends Omit<Label, 'createdAt' | 'updatedAt'> {
  readonly createdAt: number
  readonly updatedAt: number
}

const toLabel = (row: LabelRow): Label => ({
  ...row,
  createdAt: toInstantText(row.createdAt),
  updatedAt: toInstantText(row.updatedAt),
})

const selectLabels = (where: Sql): Sql => sql`
  select id, name, colour, archived,
    extract(epoch from created_at)::bigint as "createdAt", extract(epoch from updated_at)::bigint as "updatedAt"
  from labels where not deleted and ${where}`

export async function findLabel(db: Db, userId: string, id: string): Promise<Label | undefined> {
  const row = await db.row<LabelRow>(selectLabels(sql`user_id = ${userId} and id = ${id}`))
  return row && toLabel(row)
}

export interface LabelFilter {
  readonly archived?: boolean | undefined
  readonly name?: string | undefined
  readonly idTail?: string | undefined
}

/** By name, then id; begins after `after`. */
export async function listLabels(
  db: Db,
  userId: string,
  filter: LabelFilter,
  after: readonly [name: string, id: string] | undefined,
  limit: number,
): Promise<Label[]> {
  const rows = await db.rows<LabelRow>(sql`
    ${selectLabels(sql`user_id = ${userId}`)}
    ${filter.archived === undefined ? nothing : sql`and archived = ${filter.archived}`}
    ${filter.name === undefined ? nothing : sql`and name = ${filter.name}`}
    ${filter.idTail === undefined ? nothing : sql`and right(id::text, ${filter.idTail.length}) = ${filter.idTail}`}
    ${after === undefined ? nothing : sql`and (name, id) > (${after[0]}, ${after[1]}::uuid)`}
    order by name, id limit ${limit}`)
  return rows.map(toLabel)
}

/** Live labels of these names. */
export const findLabelsByName = (
  db: Db,
  userId: string,
  names: readonly string[],
): Promise<{ id: string; name: string }[]> =>
  db.rows(sql`select id, name from labels where user_id = ${userId} and name = any(${names}) and not deleted`)

/** Names of all live labels of a user. */
export const labelNames = (db: Db, userId: string): Promise<{ id: string; name: string }[]> =>
  db.rows(sql`select id, name from labels where user_id = ${userId} and not deleted`)
