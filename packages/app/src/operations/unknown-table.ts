/** Rows of tables that this version does not know: a newer device's work must survive an older server. */
import type { Db } from '@goalixa/service-kit/db'
import type { Sql } from '@goalixa/service-kit/sql'
import { nothing, sql } from '@goalixa/service-kit/sql'
import { scanRows } from './scan-rows.ts'
import type { StoredRow, StoredTable } from './stored-table.ts'

const selection = (userId: string, where: Sql): Sql => sql`
  select table_name as "table", id, registers as regs, seq from unknown_rows where user_id = ${userId} ${where}`

const select = (db: Db, userId: string, where: Sql): Promise<StoredRow[]> =>
  db.rows<StoredRow>(selection(userId, where))

/** The rows of one unknown table; without a name, of all of them. */
export const unknownTable = (name?: string): StoredTable => {
  const ofTable = name === undefined ? nothing : sql`and table_name = ${name}`
  return {
    name: name ?? 'unknown',
    absent: () => undefined,
    read: async (db, userId, ids) =>
      ids.length === 0 ? [] : select(db, userId, sql`${ofTable} and id = any(${ids})`),
    readSince: (db, userId, seq, limit) =>
      select(db, userId, sql`${ofTable} and seq > ${seq} order by seq limit ${limit}`),
    readAfter: (db, userId, id, limit) =>
      select(db, userId, sql`${ofTable} and id > ${id} order by id limit ${limit}`),
    // Nobody here can tell which of them are recent: they come with the rest.
    countRecent: async () => 0,
    async *scan(db, userId, { isRecent }) {
      if (!isRecent) yield* scanRows<StoredRow>(db, selection(userId, ofTable))
    },
    async write(db, userId, rows) {
      if (rows.length === 0) return
      await db.rows(sql`
        insert into unknown_rows (user_id, table_name, id, registers, seq)
        select ${userId}::uuid, "table", id, regs, seq
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given("table" text, id uuid, regs jsonb, seq bigint)
        on conflict (user_id, table_name, id) do update set registers = excluded.registers, seq = excluded.seq`)
    },
  }
}

/** Users with rows that were unknown when they came, of tables that are known now. */
export async function usersWithUnknownRows(db: Db, tables: readonly string[]): Promise<string[]> {
  const rows = await db.rows<{ userId: string }>(sql`
    select distinct user_id as "userId" from unknown_rows where table_name = any(${tables})`)
  return rows.map(({ userId }) => userId)
}

export async function forgetUnknownRows(
  db: Db,
  userId: string,
  table: string,
  ids: readonly string[],
): Promise<void> {
  await db.rows(sql`
    delete from unknown_rows where user_id = ${userId} and table_name = ${table} and id = any(${ids}::uuid[])`)
}
