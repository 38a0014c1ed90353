/** All that a database holds of a user, for tests: looked at as a whole, and copied to somebody new. */
import type { Database } from '../db.ts'
import type { Sql } from '../sql.ts'
import { identifier, join, sql } from '../sql.ts'

/** A column that says whose a row is. */
export interface Owner {
  readonly schema: string
  readonly column: string
  /** Where only one table is meant: `id` owns rows of `accounts` alone. */
  readonly table?: string
}

export interface UserRows {
  /** By table, or by `schema.table.column` where several columns own; rows are in a stable order. */
  rowsOf(userId: string): Promise<Record<string, unknown[]>>
  /** Every row of one is a row of the other as well: ids are unique within a user alone. */
  copyRows(from: string, to: string): Promise<void>
}

interface OwnedTable {
  readonly schema: string
  readonly table: string
  readonly owner: string
  /** Without those that the database numbers. */
  readonly columns: readonly string[]
}

export async function findUserRows(database: Database, owners: readonly Owner[]): Promise<UserRows> {
  const columns = await database.rows<OwnedTable>(sql`
    select c.table_schema as schema, c.table_name as table, o.owner,
      array_agg(c.column_name::text) filter (where c.is_identity = 'NO') as columns
    from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    join (select schema, owner, one_table from jsonb_to_recordset(${JSON.stringify(
      owners.map(({ schema, column, table }) => ({ schema, owner: column, one_table: table })),
    )}::jsonb) as o(schema text, owner text, one_table text)) o
      on o.schema = c.table_schema and coalesce(o.one_table, c.table_name) = c.table_name
    where t.table_type = 'BASE TABLE'
    group by 1, 2, 3
    having bool_or(c.column_name = o.owner)
    order by 1, 2, 3`)
  const tableOf = ({ schema, table }: OwnedTable): Sql => sql`${identifier(schema)}.${identifier(table)}`
  const nameOf = ({ schema, table, owner }: OwnedTable): string =>
    owners.length === 1 ? table : `${schema}.${table}.${owner}`
  return {
    async rowsOf(userId) {
      const each = columns.map(
        (owned) => sql`
          select ${nameOf(owned)}::text as name,
            coalesce(jsonb_agg(to_jsonb(t) order by to_jsonb(t)::text), '[]') as rows
          from ${tableOf(owned)} t where t.${identifier(owned.owner)} = ${userId}`,
      )
      const found = await database.rows<{ name: string; rows: unknown[] }>(join(each, ' union all '))
      return Object.fromEntries(found.map(({ name, rows }) => [name, rows]))
    },
    async copyRows(from, to) {
      const each = columns.map((owned, index) => {
        const names = owned.columns.map((name) => identifier(name))
        const values = owned.columns.map((name) =>
          name === owned.owner ? sql`${to}::uuid` : identifier(name),
        )
        return sql`${identifier(`copy_${index}`)} as (
          insert into ${tableOf(owned)} (${join(names, ', ')})
          select ${join(values, ', ')} from ${tableOf(owned)} where ${identifier(owned.owner)} = ${from})`
      })
      await database.transaction(async (tx) => {
        // Tables refer to each other, and the copies come in any order.
        await tx.rows(sql`set local session_replication_role = replica`)
        await tx.rows(sql`with ${join(each, ', ')} select 1`)
      })
    },
  }
}
