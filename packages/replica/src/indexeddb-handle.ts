import type { IDBPDatabase, IDBPTransaction } from 'idb'
import type { Row } from '@goalixa/domain/rows'
import { touchedBy } from './operations.ts'
import { columnsOf, isLong, longEntrySeconds, tailLength } from './row-columns.ts'
import type { OutboxItem, ReplicaReader, ReplicaWriter, StoredRow, TouchedRows } from './storage.ts'

type Key = string | number | readonly Key[]
/** Of the browser; the types of the DOM are not loaded, so that code for both cannot lean on them. */
declare const IDBKeyRange: {
  only(key: Key): never
  bound(from: Key, to: Key, fromOpen?: boolean, toOpen?: boolean): never
  upperBound(to: Key, open?: boolean): never
  lowerBound(from: Key, open?: boolean): never
}
/** Sorts after every text. */
const last: Key = []

export const storeNames = [
  'meta',
  'rows',
  'outbox',
  'deadLetters',
  'intents',
  'conflicts',
  'stagedRows',
  'stagedHistory',
]

/** Called when the store is new or older; a later version adds its step. */
export function createStores(database: IDBPDatabase, oldVersion: number): void {
  if (oldVersion >= 1) return
  database.createObjectStore('meta')
  const rows = database.createObjectStore('rows', { keyPath: ['table', 'id'] })
  for (const index of ['byTable', 'byName', 'byTail', 'byStart', 'byLongStart', 'running', 'byTask'])
    rows.createIndex(index, index)
  database.createObjectStore('outbox', { keyPath: 'n' })
  database.createObjectStore('deadLetters', { keyPath: 'key' })
  database.createObjectStore('intents', { keyPath: 'operation' }).createIndex('order', 'order')
  database.createObjectStore('conflicts', { keyPath: 'id' }).createIndex('order', 'order')
  database.createObjectStore('stagedRows', { keyPath: ['table', 'id'] })
  database.createObjectStore('stagedHistory', { keyPath: 'seq' })
}

/** The row with the keys of its indexes: a row that is not to be found has none, and so is in no index. */
function withKeys(row: StoredRow): object {
  const columns = columnsOf(row.table, row.id, row.visible)
  if (columns === undefined) return row
  const { name, tail, start, end, taskId } = columns
  return {
    ...row,
    byTable: [row.table, row.id],
    byTail: [row.table, tail, row.id],
    ...(name === null ? {} : { byName: [row.table, name, row.id] }),
    ...(start === null ? {} : { byStart: [start, row.id] }),
    ...(isLong(columns) ? { byLongStart: [start, row.id] } : {}),
    ...(start !== null && end === null ? { running: [start, row.id] } : {}),
    ...(taskId === null ? {} : { byTask: [taskId, start, row.id] }),
  }
}

const toStored = ({ table, id, confirmed, seq, pending, visible }: StoredRow): StoredRow => ({
  table,
  id,
  confirmed,
  seq,
  pending,
  visible,
})
const toRow = ({ table, id, visible }: StoredRow): Row => ({ table, id, regs: visible })

/** In either mode: the wrapper's types tell them apart, but a reader has no function that writes. */
export type Transaction = IDBPTransaction<unknown, string[], 'readwrite'>

export function createIndexedDbReader(transaction: Transaction): ReplicaReader {
  const store = (name: string) => transaction.objectStore(name)
  const rows = async (index: string, range?: never): Promise<Row[]> =>
    (await (store('rows').index(index).getAll(range) as Promise<StoredRow[]>)).map(toRow)
  const under = (...prefix: string[]) => IDBKeyRange.bound(prefix, [...prefix, last])
  const latest = async <Item>(name: string): Promise<Item[]> =>
    ((await store(name).index('order').getAll()) as Item[]).toReversed()
  return {
    meta: (key) => store('meta').get(key),
    async row(table, id) {
      const found = await store('rows').get([table, id] as never)
      return found && toStored(found)
    },
    storedRows: async () => ((await store('rows').getAll()) as StoredRow[]).map(toStored),
    rowsOf: (table) => rows('byTable', under(table)),
    rowsNamed: (table, name) => rows('byName', under(table, name)),
    rowsByIdTail: async (table, tail) =>
      (await rows('byTail', under(table, tail.slice(-tailLength)))).filter(({ id }) => id.endsWith(tail)),
    runningEntries: () => rows('running'),
    async entriesTouching(from, to) {
      const dayBefore = from - longEntrySeconds
      const long = await rows('byLongStart', IDBKeyRange.upperBound([dayBefore, last]))
      const near =
        to > dayBefore ? await rows('byStart', IDBKeyRange.bound([dayBefore, last], [to], true, true)) : []
      return [...long, ...near].filter((row) => {
        const { start, end } = columnsOf(row.table, row.id, row.regs)!
        return start! < to && (end === null || end > from || start! >= from)
      })
    },
    async latestEntries({ limit, before }) {
      const index = store('rows').index('byStart')
      const until = before && ([before.start, before.id] as const)
      const range = until && IDBKeyRange.upperBound(until, true)
      // Two steps to the earliest of them, then all at once: a cursor would ask for each.
      const latest = limit > 0 ? await index.openKeyCursor(range, 'prev') : null
      if (latest === null) return []
      const earliest = limit > 1 ? await latest.advance(limit - 1) : latest
      const from = earliest?.key as Key | undefined
      const all =
        from === undefined
          ? range
          : until === undefined
            ? IDBKeyRange.lowerBound(from)
            : IDBKeyRange.bound(from, until, false, true)
      return (await rows('byStart', all)).toReversed()
    },
    entriesOfTask: async (taskId) => (await rows('byTask', under(taskId))).toReversed(),
    async outbox(after, limit, bytesAtMost) {
      const range = IDBKeyRange.lowerBound(after, true)
      if (bytesAtMost === undefined) return store('outbox').getAll(range, limit)
      const taken: OutboxItem[] = []
      let sum = 0
      let cursor = await store('outbox').openCursor(range)
      while (cursor !== null && taken.length !== limit) {
        const item = cursor.value as OutboxItem
        sum += item.bytes
        if (taken.length > 0 && sum > bytesAtMost) break
        taken.push(item)
        cursor = await cursor.continue()
      }
      return taken
    },
    async outboxRows(after, limit) {
      const found: TouchedRows[] = []
      let cursor = await store('outbox').openCursor(IDBKeyRange.lowerBound(after, true))
      while (cursor !== null && found.length < limit) {
        const { n, operation } = cursor.value as OutboxItem
        found.push({ n, rows: touchedBy(operation) })
        cursor = await cursor.continue()
      }
      return found
    },
    outboxSize: () => store('outbox').count(),
    deadLetters: () => store('deadLetters').getAll(),
    intents: () => latest('intents'),
    intent: (operation) => store('intents').get(operation),
    conflicts: () => latest('conflicts'),
    stagedRows: (after, limit) =>
      store('stagedRows').getAll(
        after === undefined ? undefined : IDBKeyRange.lowerBound([after.table, after.id], true),
        limit,
      ),
    stagedHistory: (after = -1, limit) =>
      store('stagedHistory').getAll(IDBKeyRange.lowerBound(after, true), limit),
  }
}

/** Of writes: more would be held in memory for nothing. */
const mostUnanswered = 100

export function createIndexedDbWriter(transaction: Transaction): ReplicaWriter {
  const store = (name: string) => transaction.objectStore(name)
  let unanswered = 0
  /**
   * Answers are not waited for, until there are many: requests of a transaction are done in their order, and one that
   * fails makes all of it fail, with its reason.
   */
  const put = (name: string, value: unknown, key?: string): Promise<void> => {
    const answered = store(name).put(value, key)
    unanswered += 1
    const counted = answered.then(
      () => void (unanswered -= 1),
      () => undefined,
    )
    return unanswered > mostUnanswered ? counted : Promise.resolve()
  }
  /** Deletes what `test` picks of all but the first `keep` and those of the last one's moment, latest first. */
  const trim = async (name: string, keep: number, test: (item: never) => boolean): Promise<void> => {
    let cursor = await store(name).index('order').openCursor(null, 'prev')
    if (cursor !== null && keep > 1) cursor = await cursor.advance(keep - 1)
    const spared = keep > 0 ? cursor?.key : undefined
    while (cursor !== null && cursor.key === spared) cursor = await cursor.continue()
    while (cursor !== null) {
      if (test(cursor.value as never)) await cursor.delete()
      cursor = await cursor.continue()
    }
  }
  return {
    ...createIndexedDbReader(transaction),
    setMeta: (key, value) => put('meta', value, key),
    putRow: (row) => put('rows', withKeys(row)),
    deleteRow: (table, id) => store('rows').delete([table, id] as never),
    async deleteAllConfirmed() {
      const kept = ((await store('rows').getAll()) as StoredRow[]).filter(({ pending }) => pending !== null)
      await store('rows').clear()
      for (const row of kept) await put('rows', withKeys({ ...toStored(row), confirmed: null, seq: 0 }))
    },
    putOutbox: (item) => put('outbox', item),
    deleteOutbox: (from, to) =>
      from > to ? Promise.resolve() : store('outbox').delete(IDBKeyRange.bound(from, to)),
    putDeadLetter: (letter) => put('deadLetters', letter),
    deleteDeadLetter: (key) => store('deadLetters').delete(key),
    putIntent: (intent) => put('intents', intent),
    deleteIntent: (operation) => store('intents').delete(operation),
    trimIntents: (keep) => trim('intents', keep, ({ pending }: { pending: boolean }) => !pending),
    putConflict: (conflict) => put('conflicts', conflict),
    deleteConflict: (id) => store('conflicts').delete(id),
    trimConflicts: (keep) => trim('conflicts', keep, () => true),
    async stage(rows, history) {
      for (const row of rows) await put('stagedRows', row)
      for (const line of history) await put('stagedHistory', line)
    },
    async clearStaged() {
      await store('stagedRows').clear()
      await store('stagedHistory').clear()
    },
  }
}
