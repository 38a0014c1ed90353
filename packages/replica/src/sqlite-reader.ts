import type { HistoryLine, Operation } from '@goalixa/contracts/sync'
import type { Row } from '@goalixa/domain/rows'
import { touchedBy } from './operations.ts'
import { tailLength, longEntrySeconds } from './row-columns.ts'
import type { Sql } from './sqlite-statements.ts'
import type {
  Conflict,
  DeadLetter,
  IntentRecord,
  OutboxItem,
  ReplicaReader,
  StagedRow,
  StoredRow,
} from './storage.ts'

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
interface FoundOutbox {
  readonly n: number
  readonly bytes: number
  readonly operation: string
}
interface FoundItem {
  readonly item: string
}

const toRow = (found: FoundRow): Row => ({
  table: found.table_name,
  id: found.id,
  regs: JSON.parse(found.regs),
})

function toStored(found: FoundStored): StoredRow {
  const confirmed = found.confirmed === null ? null : JSON.parse(found.confirmed)
  const pending = found.pending === null ? null : JSON.parse(found.pending)
  return {
    table: found.table_name,
    id: found.id,
    confirmed,
    seq: found.seq,
    pending,
    visible: found.visible === null ? (confirmed ?? pending) : JSON.parse(found.visible),
  }
}

const parsed = (found: unknown): unknown => JSON.parse((found as FoundItem).item)

const select = 'select table_name, id, coalesce(visible, confirmed, pending) as regs from rows'
const selectStored = 'select table_name, id, confirmed, seq, pending, visible from rows'
const latestFirst = 'order by start_at desc, id desc'
// Conditions are those of the partial indexes, to the letter: otherwise they are not used.
const isLongEntry = `start_at is not null and (end_at is null or end_at - start_at > ${longEntrySeconds})`

export function createSqliteReader(sql: Sql): ReplicaReader {
  const rows = (text: string, ...values: (string | number)[]) =>
    (sql.all(`${select} ${text}`, ...values) as FoundRow[]).map(toRow)
  const items = (text: string, ...values: (string | number)[]) => sql.all(text, ...values).map(parsed)
  return {
    async meta(key) {
      const found = sql.one('select value from meta where key = ?', key) as { value: string } | undefined
      return found && JSON.parse(found.value)
    },
    async row(table, id) {
      const found = sql.one(`${selectStored} where table_name = ? and id = ?`, table, id) as
        | FoundStored
        | undefined
      return found && toStored(found)
    },
    storedRows: async () => (sql.all(selectStored) as FoundStored[]).map(toStored),
    rowsOf: async (table) => rows('where table_name = ? and tail is not null order by id', table),
    rowsNamed: async (table, name) => rows('where table_name = ? and name = ? order by id', table, name),
    rowsByIdTail: async (table, tail) =>
      rows('where table_name = ? and tail = ? order by id', table, tail.slice(-tailLength)).filter(({ id }) =>
        id.endsWith(tail),
      ),
    runningEntries: async () => rows('where start_at is not null and end_at is null order by start_at, id'),
    async entriesTouching(from, to) {
      const dayBefore = from - longEntrySeconds
      const after = 'and start_at < ? and (end_at is null or end_at > ? or start_at >= ?)'
      const found = [
        ...rows(
          `where start_at <= ? and ${isLongEntry} ${after} order by start_at, id`,
          dayBefore,
          to,
          from,
          from,
        ),
        ...rows(`where start_at > ? ${after} order by start_at, id`, dayBefore, to, from, from),
      ]
      return found
    },
    latestEntries: async ({ limit, before }) =>
      before === undefined
        ? rows(`where start_at is not null ${latestFirst} limit ?`, limit)
        : rows(
            `where (start_at, id) < (?, ?) and start_at is not null ${latestFirst} limit ?`,
            before.start,
            before.id,
            limit,
          ),
    entriesOfTask: async (taskId) => rows(`where task_id = ? ${latestFirst}`, taskId),
    async outbox(after, limit = -1, bytesAtMost = Infinity) {
      const found = sql.each(
        'select n, bytes, operation from outbox where n > ? order by n limit ?',
        after,
        limit,
      ) as Iterable<FoundOutbox>
      const taken: OutboxItem[] = []
      let sum = 0
      for (const { n, bytes, operation } of found) {
        sum += bytes
        if (taken.length > 0 && sum > bytesAtMost) break
        taken.push({ n, bytes, operation: JSON.parse(operation) as Operation })
      }
      return taken
    },
    outboxRows: async (after, limit) =>
      (
        sql.all(
          `select n, coalesce(touched, '') as touched, case when touched is null then operation end as operation
           from outbox where n > ? order by n limit ?`,
          after,
          limit,
        ) as { n: number; touched: string; operation: string | null }[]
      ).map(({ n, touched, operation }) => ({
        n,
        rows: operation === null ? JSON.parse(touched) : touchedBy(JSON.parse(operation)),
      })),
    outboxSize: async () => (sql.one('select count(*) as size from outbox') as { size: number }).size,
    deadLetters: async () => items('select item from dead_letters order by key') as DeadLetter[],
    intents: async () => items('select item from intents order by sort desc') as IntentRecord[],
    async intent(operation) {
      const found = sql.one('select item from intents where operation = ?', operation)
      return found === undefined ? undefined : (parsed(found) as IntentRecord)
    },
    conflicts: async () => items('select item from conflicts order by sort desc') as Conflict[],
    stagedRows: async ({ table, id } = { table: '', id: '' }, limit = -1) =>
      items(
        'select item from staged_rows where (table_name, id) > (?, ?) order by table_name, id limit ?',
        table,
        id,
        limit,
      ) as StagedRow[],
    stagedHistory: async (after = -1, limit = -1) =>
      items(
        'select item from staged_history where seq > ? order by seq limit ?',
        after,
        limit,
      ) as HistoryLine[],
  }
}
