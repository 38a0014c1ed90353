/** Rows of tables that this version does not know: a newer device's work must survive an older server. */
import type { Register } from '@goalixa/domain/rows'
import type { Db } from '@goalixa/service-kit/db'
import type { Sql } from '@goalixa/service-kit/sql'
import { nothing, sql } from '@goalixa/service-kit/sql'
import type { StoredRow, StoredTable } from './stored-table.ts'

const select = async (db: Db, userId: string, where: Sql): Promise<StoredRow[]> => {
  const rows = await db.rows<{ table: string; id: string; regs: Record<string, Register>; seq: number }>(sql`
    select table_name as "table", id, registers as regs, seq from unknown_rows where user_id = ${userId} ${where}`)
  return rows
}

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
