/** A storage in memory, as quick as simulations need it. A transaction that fails leaves no trace. */
import type { HistoryLine } from '@goalixa/contracts/sync'
import type { Json, Row } from '@goalixa/domain/rows'
import type { RowColumns } from '../row-columns.ts'
import { touchedBy } from '../operations.ts'
import { columnsOf, touches } from '../row-columns.ts'
import type {
  Conflict,
  DeadLetter,
  IntentRecord,
  OutboxItem,
  ReplicaStorage,
  ReplicaWriter,
  StagedRow,
  StoredRow,
} from '../storage.ts'

interface Tables {
  readonly meta: Map<string, Json>
  readonly rows: Map<string, StoredRow>
  readonly outbox: Map<number, OutboxItem>
  readonly deadLetters: Map<string, DeadLetter>
  readonly intents: Map<string, IntentRecord>
  readonly conflicts: Map<string, Conflict>
  readonly stagedRows: Map<string, StagedRow>
  readonly stagedHistory: Map<number, HistoryLine>
}

export interface MemoryStorage extends ReplicaStorage {
  /** Another storage that holds the same. */
  copy(): MemoryStorage
}

const emptyTables = (): Tables => ({
  meta: new Map(),
  rows: new Map(),
  outbox: new Map(),
  deadLetters: new Map(),
  intents: new Map(),
  conflicts: new Map(),
  stagedRows: new Map(),
  stagedHistory: new Map(),
})

export function createMemoryStorage(tables: Tables = emptyTables()): MemoryStorage {
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const turn = last.then(work, work)
    last = turn.catch(() => undefined)
    return turn
  }
  return {
    read: (work) => inTurn(() => work(createWriter(tables, undefined))),
    write: (work) =>
      inTurn(async () => {
        const journal: Journal = []
        try {
          return await work(createWriter(tables, journal))
        } catch (error) {
          while (journal.length > 0) journal.pop()!()
          throw error
        }
      }),
    close: async () => undefined,
    // Values are never changed in place, so that maps of the same values are enough.
    copy: () =>
      createMemoryStorage(
        Object.fromEntries(
          Object.entries(tables).map(([name, map]) => [name, new Map(map)]),
        ) as unknown as Tables,
      ),
  }
}

type Journal = (() => void)[]

function createWriter(tables: Tables, journal: Journal | undefined): ReplicaWriter {
  const set = <Key, Value>(map: Map<Key, Value>, key: Key, value: Value | undefined) => {
    if (journal === undefined) throw new Error('a reader cannot write')
    const before = map.get(key)
    journal.push(() => void (before === undefined ? map.delete(key) : map.set(key, before)))
    if (value === undefined) map.delete(key)
    else map.set(key, value)
  }
  const keyOf = (table: string, id: string) => `${table} ${id}`
  const live = (table?: string): (Row & { columns: RowColumns })[] =>
    [...tables.rows.values()]
      .filter((row) => table === undefined || row.table === table)
      .flatMap((row) => {
        const columns = columnsOf(row.table, row.id, row.visible)
        return columns === undefined ? [] : [{ table: row.table, id: row.id, regs: row.visible, columns }]
      })
  const entries = (test: (columns: RowColumns) => boolean): Row[] =>
    live('timeEntries')
      .filter(({ columns }) => test(columns))
      .toSorted((a, b) => a.columns.start! - b.columns.start! || (a.id < b.id ? -1 : 1))
      .map(plain)
  const byOrder = <Item extends { readonly order: string }>(map: Map<unknown, Item>) =>
    [...map.values()].toSorted((a, b) => (a.order < b.order ? 1 : -1))
  return {
    meta: async (key) => tables.meta.get(key),
    row: async (table, id) => tables.rows.get(keyOf(table, id)),
    storedRows: async () => [...tables.rows.values()],
    rowsOf: async (table) => live(table).map(plain).toSorted(byId),
    rowsNamed: async (table, name) =>
      live(table)
        .filter((row) => row.columns.name === name)
        .map(plain)
        .toSorted(byId),
    rowsByIdTail: async (table, tail) =>
      live(table)
        .filter((row) => row.id.endsWith(tail))
        .map(plain)
        .toSorted(byId),
    runningEntries: async () => entries(({ end }) => end === null),
    entriesTouching: async (from, to) => entries((columns) => touches(columns, from, to)),
    latestEntries: async ({ limit, before }) =>
      entries(() => true)
        .toReversed()
        .filter((row) => before === undefined || isBefore(row, before))
        .slice(0, limit),
    entriesOfTask: async (taskId) => entries((columns) => columns.taskId === taskId).toReversed(),
    async outbox(after, limit, bytesAtMost = Infinity) {
      let sum = 0
      return [...tables.outbox.values()]
        .filter(({ n }) => n > after)
        .toSorted((a, b) => a.n - b.n)
        .slice(0, limit)
        .filter(({ bytes }, index) => (sum += bytes) <= bytesAtMost || index === 0)
    },
    outboxRows: async (after, limit) =>
      [...tables.outbox.values()]
        .filter(({ n }) => n > after)
        .toSorted((a, b) => a.n - b.n)
        .slice(0, limit)
        .map(({ n, operation }) => ({ n, rows: touchedBy(operation) })),
    outboxSize: async () => tables.outbox.size,
    deadLetters: async () => [...tables.deadLetters.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    intents: async () => byOrder(tables.intents),
    intent: async (operation) => tables.intents.get(operation),
    conflicts: async () => byOrder(tables.conflicts),
    stagedRows: async (after, limit) =>
      [...tables.stagedRows.values()]
        .filter((row) => after === undefined || isAfter(row, after))
        .toSorted((a, b) => (isAfter(a, b) ? 1 : -1))
        .slice(0, limit),
    stagedHistory: async (after = -1, limit) =>
      [...tables.stagedHistory.values()]
        .filter(({ seq }) => seq > after)
        .toSorted((a, b) => a.seq - b.seq)
        .slice(0, limit),
    setMeta: async (key, value) => set(tables.meta, key, value),
    putRow: async (row) => set(tables.rows, keyOf(row.table, row.id), row),
    deleteRow: async (table, id) => set(tables.rows, keyOf(table, id), undefined),
    async deleteAllConfirmed() {
      for (const [key, row] of tables.rows)
        set(tables.rows, key, row.pending === null ? undefined : { ...row, confirmed: null, seq: 0 })
    },
    putOutbox: async (item) => set(tables.outbox, item.n, item),
    async deleteOutbox(from, to) {
      for (const n of tables.outbox.keys()) if (n >= from && n <= to) set(tables.outbox, n, undefined)
    },
    putDeadLetter: async (letter) => set(tables.deadLetters, letter.key, letter),
    deleteDeadLetter: async (key) => set(tables.deadLetters, key, undefined),
    putIntent: async (intent) => set(tables.intents, intent.operation, intent),
    deleteIntent: async (operation) => set(tables.intents, operation, undefined),
    async trimIntents(keep) {
      const kept = byOrder(tables.intents).slice(0, keep).at(-1)
      for (const { operation, pending, order } of byOrder(tables.intents).slice(keep))
        if (!pending && order !== kept?.order) set(tables.intents, operation, undefined)
    },
    putConflict: async (conflict) => set(tables.conflicts, conflict.id, conflict),
    deleteConflict: async (id) => set(tables.conflicts, id, undefined),
    async trimConflicts(keep) {
      for (const { id } of byOrder(tables.conflicts).slice(keep)) set(tables.conflicts, id, undefined)
    },
    async stage(rows, history) {
      for (const row of rows) set(tables.stagedRows, keyOf(row.table, row.id), row)
      for (const line of history) set(tables.stagedHistory, line.seq, line)
    },
    async clearStaged() {
      for (const key of tables.stagedRows.keys()) set(tables.stagedRows, key, undefined)
      for (const key of tables.stagedHistory.keys()) set(tables.stagedHistory, key, undefined)
    },
  }
}

const plain = ({ table, id, regs }: Row): Row => ({ table, id, regs })
const byId = (a: Row, b: Row): number => (a.id < b.id ? -1 : 1)

type RowName = Pick<StagedRow, 'table' | 'id'>
const isAfter = (a: RowName, b: RowName): boolean => a.table > b.table || (a.table === b.table && a.id > b.id)

function isBefore(row: Row, before: { readonly start: number; readonly id: string }): boolean {
  const { start } = row.regs['span']!.v as { start: number }
  return start < before.start || (start === before.start && row.id < before.id)
}
