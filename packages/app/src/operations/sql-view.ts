/** What the rules of the features read, over the stored tables. */
import type { TableName } from '@goalixa/domain/rows'
import type { NamedTable, View } from '@goalixa/domain/plans/view'
import type { Db } from '@goalixa/service-kit/db'
import { viewWithin } from './project-scope.ts'
import type { StoredTable } from './stored-table.ts'

interface SqlViewOptions {
  readonly tables: readonly StoredTable<TableName>[]
  /** Live rows that have exactly one of these names. */
  readonly namedIn: Readonly<
    Record<
      NamedTable,
      (db: Db, userId: string, names: readonly string[]) => Promise<{ id: string; name: string }[]>
    >
  >
  readonly runningEntryIds: (db: Db, userId: string) => Promise<string[]>
  readonly latestEndedId: (db: Db, userId: string, within?: string) => Promise<string | undefined>
  readonly touchingEntryIds: (db: Db, userId: string, from: number, to: number) => Promise<string[]>
}

/** The rows of a user as this connection or transaction sees them; of one project with `within`, the id of it. */
export type ViewOf = (db: Db, userId: string, within?: string) => View

export function createSqlView(options: SqlViewOptions): ViewOf {
  const { tables, namedIn, runningEntryIds, latestEndedId, touchingEntryIds } = options
  const tableOf = new Map(tables.map((table) => [table.name, table]))
  return (db, userId, within) => {
    const rows: View['rows'] = (table, ids) => tableOf.get(table)!.read(db, userId, ids)
    const view: View = {
      userId,
      rows,
      named: (table, names) => namedIn[table](db, userId, names),
      running: async () => (await rows('timeEntries', await runningEntryIds(db, userId)))[0],
      async latestEnded() {
        const id = await latestEndedId(db, userId, within)
        return id === undefined ? undefined : (await rows('timeEntries', [id]))[0]
      },
      entriesTouching: async (from, to) => rows('timeEntries', await touchingEntryIds(db, userId, from, to)),
    }
    return within === undefined ? view : viewWithin(view, within)
  }
}
