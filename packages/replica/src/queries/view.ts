/** The rules' view of a replica: rows as people see them, inside one transaction. */
import type { View } from '@goalixa/domain/plans/view'
import type { Row, TableName } from '@goalixa/domain/rows'
import { valueOf } from '@goalixa/domain/rows'
import { spanOf } from '@goalixa/domain/one-running-timer'
import { placeOf, untimedOf } from '@goalixa/domain/untimed'
import type { ReplicaReader, StoredRow } from '../storage.ts'

const visible = ({ table, id, visible: regs }: StoredRow): Row => ({ table, id, regs })

/** The row, also one in the trash. */
export async function findRow(reader: ReplicaReader, table: TableName, id: string): Promise<Row | undefined> {
  const found = await reader.row(table, id)
  return found && visible(found)
}

export function viewOf(reader: ReplicaReader, userId: string): View {
  return {
    userId,
    async rows(table, ids) {
      const found: Row[] = []
      for (const id of new Set(ids)) {
        const row = await findRow(reader, table, id)
        if (row !== undefined) found.push(row)
      }
      return found
    },
    async named(table, names) {
      const found: { id: string; name: string }[] = []
      for (const name of new Set(names)) {
        for (const row of await reader.rowsNamed(table, name)) found.push({ id: row.id, name })
      }
      return found
    },
    running: async () => (await reader.runningEntries()).at(-1),
    latestEnded: () => findLatestEnded(reader),
    entriesTouching: async (from, to) => (await reader.entriesTouching(from, to)).filter(hasTimes),
  }
}

const entriesAtOnce = 10

const hasTimes = (row: Row): boolean => untimedOf(row) === undefined

async function findLatestEnded(reader: ReplicaReader): Promise<Row | undefined> {
  for (let before: { start: number; id: string } | undefined; ;) {
    const rows = await reader.latestEntries({ limit: entriesAtOnce, ...(before && { before }) })
    const ended = rows.find((row) => hasTimes(row) && spanOf(row).end !== null)
    const last = rows.at(-1)
    if (ended !== undefined || last === undefined || rows.length < entriesAtOnce) return ended
    before = { start: placeOf(valueOf(last, 'span')), id: last.id }
  }
}

/** Rows read once each, for queries that meet the same project or label again and again. */
export interface Lookup {
  row(table: TableName, id: string): Promise<Row | undefined>
}

export function createLookup(reader: ReplicaReader): Lookup {
  const known = new Map<string, Row | undefined>()
  return {
    async row(table, id) {
      const key = `${table} ${id}`
      if (!known.has(key)) known.set(key, await findRow(reader, table, id))
      return known.get(key)
    },
  }
}

const titled: ReadonlySet<string> = new Set(['tasks', 'subgoals', 'weeklyGoals', 'dailyTodos', 'reminders'])

/** What a row is called, also one in the trash; null when there is none. */
export function nameOf(row: Row | undefined): string | null {
  const name = row && valueOf(row, titled.has(row.table) ? 'title' : 'name')
  return typeof name === 'string' ? name : null
}
