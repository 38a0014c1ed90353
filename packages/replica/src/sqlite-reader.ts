import type { HistoryLine, Operation } from '@goalixa/contracts/sync'
import type { Row } from '@goalixa/domain/rows'
import { tailLength, longEntrySeconds } from './row-columns.ts'
import type { Sql } from './sqlite-statements.ts'
import type { Conflict, DeadLetter, IntentRecord, ReplicaReader, StagedRow, StoredRow } from './storage.ts'

interface FoundRow {
  readonly table_name: string
  readonly id: string
  readonly regs: string
}
interface FoundStored {
  readonly table_name: string
  readonly id: string
  readonly confirmed: string | null
  readonly seq: number
  readonly pending: string | null
  readonly visible: string | null
}
interface FoundItem {
  readonly item: string
}

const toRow = (found: FoundRow): Row => ({ table: found.table_name, id: found.id, regs: JSON.parse(found.regs) }) as Row

function toStored(found: FoundStored): StoredRow {
  const confirmed = found.confirmed === null ? null : JSON.parse(found.confirmed)
  return {
    table: found.table_name,
    id: found.id,
    confirmed,
    seq: found.seq,
    pending: found.pending === null ? null : JSON.parse(found.pending),
    visible: found.visible === null ? confirmed : JSON.parse(found.visible),
  }
}

const parsed = <Item>({ item }: FoundItem): Item => JSON.parse(item)

const select = 'select table_name, id, coalesce(visible, confirmed) as regs from rows'
const selectStored = 'select table_name, id, confirmed, seq, pending, visible from rows'
const latestFirst = 'order by start_at desc, id desc'
// Conditions are those of the partial indexes, to the letter: otherwise they are not used.
const isLongEntry = `start_at is not null and (end_at is null or end_at - start_at > ${longEntrySeconds})`

export function createSqliteReader(sql: Sql): ReplicaReader {
  const rows = (text: string, ...values: (string | number)[]) => sql.all<FoundRow>(`${select} ${text}`, ...values).map(toRow)
  const items = <Item>(text: string) => sql.all<FoundItem>(text).map((found) => parsed<Item>(found))
  return {
    async meta(key) {
      const found = sql.one<{ value: string }>('select value from meta where key = ?', key)
      return found && JSON.parse(found.value)
    },
    async row(table, id) {
      const found = sql.one<FoundStored>(`${selectStored} where table_name = ? and id = ?`, table, id)
      return found && toStored(found)
    },
    storedRows: async () => sql.all<FoundStored>(selectStored).map(toStored),
    rowsOf: async (table) => rows('where table_name = ? and tail is not null order by id', table),
    rowsNamed: async (table, name) => rows('where table_name = ? and name = ? order by id', table, name),
    rowsByIdTail: async (table, tail) =>
      rows('where table_name = ? and tail = ? order by id', table, tail.slice(-tailLength)).filter(({ id }) => id.endsWith(tail)),
    runningEntries: async () => rows('where start_at is not null and end_at is null order by start_at, id'),
    async entriesTouching(from, to) {
      const dayBefore = from - longEntrySeconds
      const after = 'and start_at < ? and (end_at is null or end_at > ? or start_at >= ?)'
      const found = [
        ...rows(`where start_at <= ? and ${isLongEntry} ${after} order by start_at, id`, dayBefore, to, from, from),
        ...rows(`where start_at > ? ${after} order by start_at, id`, dayBefore, to, from, from),
      ]
      return found
    },
    latestEntries: async ({ limit, before }) =>
      before === undefined
        ? rows(`where start_at is not null ${latestFirst} limit ?`, limit)
        : rows(`where (start_at, id) < (?, ?) and start_at is not null ${latestFirst} limit ?`, before.start, before.id, limit),
    entriesOfTask: async (taskId) => rows(`where task_id = ? ${latestFirst}`, taskId),
    outbox: async (after, limit) =>
      sql
        .all<{ n: number; bytes: number; operation: string }>('select n, bytes, operation from outbox where n > ? order by n limit ?', after, limit)
        .map(({ n, bytes, operation }) => ({ n, bytes, operation: JSON.parse(operation) as Operation })),
    outboxSize: async () => sql.one<{ size: number }>('select count(*) as size from outbox')!.size,
    deadLetters: async () => items<DeadLetter>('select item from dead_letters order by key'),
    intents: async () => items<IntentRecord>('select item from intents order by sort desc'),
    async intent(operation) {
      const found = sql.one<FoundItem>('select item from intents where operation = ?', operation)
      return found && parsed<IntentRecord>(found)
    },
    conflicts: async () => items<Conflict>('select item from conflicts order by sort desc'),
    stagedRows: async () => items<StagedRow>('select item from staged_rows'),
    stagedHistory: async () => items<HistoryLine>('select item from staged_history order by seq'),
  }
}
