import type { Client } from '@goalixa/contracts/clients'
import { toInstantText } from '@goalixa/domain/calendar'
import type { Db } from '@goalixa/service-kit/db'
import type { Sql } from '@goalixa/service-kit/sql'
import { nothing, sql } from '@goalixa/service-kit/sql'
import { single, storedTable } from '../operations/stored-table.ts'

export const clientsTable = storedTable({
  name: 'clients',
  table: 'clients',
  registers: {
    name: single('name', 'text', ''),
    colour: single('colour', 'text'),
    archived: single('archived', 'boolean', false),
    deleted: single('deleted', 'boolean', false),
  },
})

interface ClientRow extends Omit<Client, 'createdAt' | 'updatedAt'> {
  readonly createdAt: number
  readonly updatedAt: number
}

const toClient = (row: ClientRow): Client => ({
  ...row,
  createdAt: toInstantText(row.createdAt),
  updatedAt: toInstantText(row.updatedAt),
})

const selectClients = (where: Sql): Sql => sql`
  select id, name, colour, archived,
    extract(epoch from created_at)::bigint as "createdAt", extract(epoch from updated_at)::bigint as "updatedAt"
  from clients where not deleted and ${where}`

export async function findClient(db: Db, userId: string, id: string): Promise<Client | undefined> {
  const row = await db.row<ClientRow>(selectClients(sql`user_id = ${userId} and id = ${id}`))
  return row && toClient(row)
}

export interface ClientFilter {
  readonly archived?: boolean | undefined
  readonly name?: string | undefined
  readonly idTail?: string | undefined
}

/** By name, then id; begins after `after`. */
export async function listClients(
  db: Db,
  userId: string,
  filter: ClientFilter,
  after: readonly [name: string, id: string] | undefined,
  limit: number,
): Promise<Client[]> {
  const rows = await db.rows<ClientRow>(sql`
    ${selectClients(sql`user_id = ${userId}`)}
    ${filter.archived === undefined ? nothing : sql`and archived = ${filter.archived}`}
    ${filter.name === undefined ? nothing : sql`and name = ${filter.name}`}
    ${filter.idTail === undefined ? nothing : sql`and right(id::text, ${filter.idTail.length}) = ${filter.idTail}`}
    ${after === undefined ? nothing : sql`and (name, id) > (${after[0]}, ${after[1]}::uuid)`}
    order by name, id limit ${limit}`)
  return rows.map(toClient)
}

/** Live clients of these names. */
export const findClientsByName = (
  db: Db,
  userId: string,
  names: readonly string[],
): Promise<{ id: string; name: string }[]> =>
  db.rows(
    sql`select id, name from clients where user_id = ${userId} and name = any(${names}) and not deleted`,
  )

/** Names of all clients of a user, those in the trash too: their time stays in reports. */
export const clientNames = (db: Db, userId: string): Promise<{ id: string; name: string }[]> =>
  db.rows(sql`select id, name from clients where user_id = ${userId}`)
