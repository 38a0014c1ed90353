/** The stored rows that operations may touch, loaded before they are applied and written back after. */
import type { Patch, RowChange, WorkingRows } from '@goalixa/domain/apply-operations'
import { rowKey } from '@goalixa/domain/apply-operations'
import { tableNames } from '@goalixa/domain/rows'
import type { Db } from '@goalixa/service-kit/db'
import type { StoredRow, StoredTable } from './stored-table.ts'
import { unknownTable } from './unknown-table.ts'

export interface WorkingRowsOptions {
  readonly tables: readonly StoredTable[]
  /** Ids of rows, beside those that are patched, that a rule across rows looks at when a table is patched. */
  readonly ruledIds: Readonly<
    Record<string, (db: Db, userId: string, patched: readonly Patch[]) => Promise<string[]>>
  >
}

export function createWorkingRows({ tables, ruledIds }: WorkingRowsOptions) {
  const tableOf = (name: string): StoredTable =>
    tables.find((table) => table.name === name) ?? unknownTable(name)
  return {
    /** Loads the rows that are patched, and those that the rules of their tables look at. */
    async load(tx: Db, userId: string, patches: readonly Patch[]): Promise<WorkingRows> {
      const rows = new Map<string, StoredRow>()
      const absent: WorkingRows['absent'] = (table, register) => tableOf(table).absent(register)
      for (const [name, patched] of Map.groupBy(patches, (patch) => patch.table)) {
        const ruled = (await ruledIds[name]?.(tx, userId, patched)) ?? []
        const ids = [...new Set([...patched.map((patch) => patch.id), ...ruled])]
        for (const row of await tableOf(name).read(tx, userId, ids)) rows.set(rowKey(name, row.id), row)
      }
      return { rows, absent }
    },

    read: (tx: Db, userId: string, table: string, ids: readonly string[]): Promise<StoredRow[]> =>
      tableOf(table).read(tx, userId, ids),

    /** Writes the rows that changed, each under its last sequence number, in the order that references need. */
    async store(tx: Db, userId: string, working: WorkingRows, changes: readonly RowChange[]): Promise<void> {
      const lastSeq = new Map(changes.map((change) => [rowKey(change.table, change.rowId), change.seq]))
      const changed = [...lastSeq].map(([key, seq]): StoredRow => ({ ...working.rows.get(key)!, seq }))
      const byTable = Map.groupBy(changed, (row) => row.table)
      const known: readonly string[] = tableNames
      const names = [
        ...known.filter((name) => byTable.has(name)),
        ...[...byTable.keys()].filter((name) => !known.includes(name)),
      ]
      for (const name of names) await tableOf(name).write(tx, userId, byTable.get(name)!)
    },
  }
}
export type WorkingRowsStore = ReturnType<typeof createWorkingRows>
