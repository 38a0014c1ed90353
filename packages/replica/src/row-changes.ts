/**
 * Changes of rows within one transaction. What people see of a row follows from its copies: the confirmed and the
 * pending one merged, then rules across rows previewed. The preview is never sent: the server decides.
 */
import { closeAllButLatest } from '@goalixa/domain/one-running-timer'
import type { Registers, Row } from '@goalixa/domain/rows'
import { mergeRegisters, valueOf } from '@goalixa/domain/rows'
import { openTaskCycles, parentOf } from '@goalixa/domain/task-cycles'
import { separateNames } from '@goalixa/domain/unique-names'
import type { ReplicaState } from './replica-state.ts'
import type { ReplicaWriter, StoredRow } from './storage.ts'

export type RowKey = readonly [table: string, id: string]
type Copies = Pick<StoredRow, 'confirmed' | 'seq' | 'pending'>

export interface RowChanges {
  /** The row as it is now, changes included; without any copy when there is none. */
  get(table: string, id: string): Promise<StoredRow>
  set(table: string, id: string, copies: Partial<Copies>): Promise<void>
  /** Knows a row without asking the storage, where a caller is sure that it is absent. */
  assumeAbsent(): void
  /** Writes what changed, previews, and answers the state to store and the rows that look different now. */
  finish(state: ReplicaState): Promise<{ previewed: ReplicaState['previewed']; changed: RowKey[] }>
}

const keyOf = (table: string, id: string): string => `${table} ${id}`
const tablesWithNames = ['labels', 'clients', 'projects', 'savedViews']

/** Both copies merged: what the row is, before rules across rows. */
export function mergedOf({ confirmed, pending }: Pick<StoredRow, 'confirmed' | 'pending'>): Registers {
  if (pending === null) return confirmed ?? {}
  return confirmed === null ? pending : mergeRegisters(confirmed, pending)
}

export function createRowChanges(writer: ReplicaWriter): RowChanges {
  const rows = new Map<string, StoredRow>()
  const dirty = new Map<string, RowKey>()
  let absentUnlessKnown = false

  const get = async (table: string, id: string): Promise<StoredRow> => {
    const key = keyOf(table, id)
    const known = rows.get(key) ?? (absentUnlessKnown ? undefined : await writer.row(table, id))
    const row = known ?? { table, id, confirmed: null, seq: 0, pending: null, visible: {} }
    rows.set(key, row)
    return row
  }

  const set = async (table: string, id: string, copies: Partial<Copies>): Promise<void> => {
    const row = await get(table, id)
    rows.set(keyOf(table, id), { ...row, ...copies })
    dirty.set(keyOf(table, id), [table, id])
  }

  const show = async (row: StoredRow, visible: Registers): Promise<void> => {
    rows.set(keyOf(row.table, row.id), { ...row, visible })
    await writer.putRow({ ...row, visible })
  }

  /** The touched tasks and all that are above them, as people see them; those in the trash too. */
  const linesUp = async (): Promise<Row[]> => {
    const found = new Map<string, Row>()
    for (const [table, touchedId] of dirty.values()) {
      let id = table === 'tasks' ? touchedId : undefined
      while (id !== undefined && !found.has(id)) {
        const task = { table: 'tasks', id, regs: (await get('tasks', id)).visible }
        found.set(id, task)
        id = parentOf(task)
      }
    }
    return [...found.values()]
  }

  const preview = async (tables: ReadonlySet<string>): Promise<RowKey[]> => {
    const seenOtherwise: Row[] = []
    if (tables.has('timeEntries')) {
      const running = await writer.runningEntries()
      if (running.length > 1) seenOtherwise.push(...closeAllButLatest(running))
    }
    if (tables.has('tasks')) seenOtherwise.push(...openTaskCycles(await linesUp()))
    for (const table of tablesWithNames) {
      if (!tables.has(table)) continue
      const named = await sameNames(writer, table, [...dirty.values()])
      if (named.length === 0) continue
      const taken = new Set((await writer.rowsOf(table)).map((row) => valueOf(row, 'name')))
      seenOtherwise.push(...separateNames(named, (name) => taken.has(name)))
    }
    for (const { table, id, regs } of seenOtherwise) await show(await get(table, id), regs)
    return seenOtherwise.map(({ table, id }) => [table, id])
  }

  return {
    get,
    set,
    assumeAbsent() {
      absentUnlessKnown = true
    },
    async finish(state) {
      absentUnlessKnown = false
      for (const [table, id] of state.previewed) dirty.set(keyOf(table, id), [table, id])
      for (const [table, id] of dirty.values()) {
        const row = await get(table, id)
        if (row.confirmed === null && row.pending === null) await writer.deleteRow(table, id)
        else await show(row, mergedOf(row))
      }
      const previewed = await preview(new Set([...dirty.values()].map(([table]) => table)))
      return {
        previewed,
        changed: [...new Map([...dirty, ...previewed.map((key) => [keyOf(...key), key] as const)]).values()],
      }
    },
  }
}

/** All rows that share a name with one of these, where there are several. */
async function sameNames(writer: ReplicaWriter, table: string, touched: readonly RowKey[]): Promise<Row[]> {
  const names = new Set<string>()
  for (const [of, id] of touched) {
    if (of !== table) continue
    const name = (await writer.row(of, id))?.visible['name']?.v
    if (typeof name === 'string') names.add(name)
  }
  const found: Row[] = []
  for (const name of names) {
    const rows = await writer.rowsNamed(table, name)
    if (rows.length > 1) found.push(...rows)
  }
  return found
}
