/**
 * What the replica asks of a database on the device. SQLite and IndexedDB answer alike; a contract test holds both to it.
 *
 * Inside `read` and `write` await nothing but the handle's own promises: IndexedDB ends a transaction that idles.
 * Never call `read` or `write` of the storage inside of them: they wait for each other.
 */
import type { HistoryLine, Operation } from '@goalixa/contracts/sync'
import type { Json, Registers, Row } from '@goalixa/domain/rows'

/** One row with all that is known of it. A row that has neither a confirmed nor a pending copy is not stored. */
export interface StoredRow {
  readonly table: string
  readonly id: string
  /** The server's copy; null while only this device has the row. */
  readonly confirmed: Registers | null
  /** Sequence number of the server's copy, 0 without one. */
  readonly seq: number
  /** What waits to be sent, merged; null when nothing does. */
  readonly pending: Registers | null
  /** What people see: both merged, and rules across rows previewed. */
  readonly visible: Registers
}

/** An operation that waits to be sent or confirmed. */
export interface OutboxItem {
  readonly n: number
  /** Length of the operation as JSON. */
  readonly bytes: number
  readonly operation: Operation
}

/** The rows that an operation touches, without what it writes to them. */
export interface TouchedRows {
  readonly n: number
  readonly rows: readonly (readonly [table: string, id: string])[]
}

/** An operation that will never be accepted as it is; it waits for a person. `key` is `<clientId>/<n>`. */
export interface DeadLetter {
  readonly key: string
  readonly code: string
  readonly detail: string
  /** Milliseconds of this device's clock. */
  readonly atMs: number
  readonly operation: Operation
}

/** What one operation did: made here and pending, or told by the server. `operation` is `<clientId>/<n>`. */
export interface IntentRecord {
  readonly operation: string
  /** Sorts as text in the order in which people did things. */
  readonly order: string
  readonly intent: string
  readonly undoes: string | null
  /** The same for all operations of one intent that was too large for one. */
  readonly group: string | null
  /** Milliseconds of its author's clock. */
  readonly at: number
  readonly pending: boolean
  readonly lines: readonly IntentLine[]
}
/** `seq` is 0 while the operation is pending. */
export type IntentLine = Pick<HistoryLine, 'seq' | 'table' | 'rowId' | 'changes'>

/** A value that lost against one whose author did not know it. */
export interface Conflict {
  readonly id: string
  readonly order: string
  readonly table: string
  readonly rowId: string
  readonly register: string
  readonly lost: Json
  /** Who wrote the lost value, as far as it is known. */
  readonly operation: string | null
  readonly at: number
}

/** A row of a page that waits for the last page. */
export interface StagedRow {
  readonly table: string
  readonly id: string
  readonly regs: Registers
  readonly seq: number
}

interface LatestQuery {
  readonly limit: number
  /** Only entries before this one in the order: start descending, then id descending. */
  readonly before?: { readonly start: number; readonly id: string }
}

/** Rows come as people see them; those in the trash, and those that lack what a row needs, are left out. */
export interface ReplicaReader {
  meta(key: string): Promise<Json | undefined>
  /** Also a row in the trash. */
  row(table: string, id: string): Promise<StoredRow | undefined>
  /** All rows, also those in the trash: for resync and comparison, not for screens. */
  storedRows(): Promise<StoredRow[]>
  rowsOf(table: string): Promise<Row[]>
  rowsNamed(table: string, name: string): Promise<Row[]>
  /** @param tail the last 5 characters of the id or more */
  rowsByIdTail(table: string, tail: string): Promise<Row[]>
  /** More than one only while a change is being applied. */
  runningEntries(): Promise<Row[]>
  /** Entries that touch `[from, to)`, epoch seconds, earliest start first; an empty one touches where it is. */
  entriesTouching(from: number, to: number): Promise<Row[]>
  /** Latest start first. */
  latestEntries(query: LatestQuery): Promise<Row[]>
  /** Latest start first. */
  entriesOfTask(taskId: string): Promise<Row[]>
  /**
   * In order, those after number `after`: at most `limit`, and no more than `bytes` together, unless the first alone has
   * more. All of them, which may be more than fits into memory, without either.
   */
  outbox(after: number, limit?: number, bytes?: number): Promise<OutboxItem[]>
  /** The rows that operations touch: of those after number `after`, at most `limit` of them, in order. */
  outboxRows(after: number, limit: number): Promise<TouchedRows[]>
  outboxSize(): Promise<number>
  deadLetters(): Promise<DeadLetter[]>
  /** Latest first. */
  intents(): Promise<IntentRecord[]>
  intent(operation: string): Promise<IntentRecord | undefined>
  /** Latest first. */
  conflicts(): Promise<Conflict[]>
  /** By table and id, those after the row `after`: at most `limit`; all of them without either. */
  stagedRows(after?: Pick<StagedRow, 'table' | 'id'>, limit?: number): Promise<StagedRow[]>
  /** By `seq`, those after `after`: at most `limit`; all of them without either. */
  stagedHistory(after?: number, limit?: number): Promise<HistoryLine[]>
}

export interface ReplicaWriter extends ReplicaReader {
  setMeta(key: string, value: Json): Promise<void>
  putRow(row: StoredRow): Promise<void>
  deleteRow(table: string, id: string): Promise<void>
  /** Forgets the server's copies: rows that wait to be sent stay, as pending only. */
  deleteAllConfirmed(): Promise<void>
  putOutbox(item: OutboxItem): Promise<void>
  /** Deletes the items from `from` up to and with `to`. */
  deleteOutbox(from: number, to: number): Promise<void>
  putDeadLetter(letter: DeadLetter): Promise<void>
  deleteDeadLetter(key: string): Promise<void>
  putIntent(intent: IntentRecord): Promise<void>
  deleteIntent(operation: string): Promise<void>
  /** Keeps the latest `keep`, all of the same moment as the last of these, and all that are pending. */
  trimIntents(keep: number): Promise<void>
  putConflict(conflict: Conflict): Promise<void>
  deleteConflict(id: string): Promise<void>
  trimConflicts(keep: number): Promise<void>
  stage(rows: readonly StagedRow[], history: readonly HistoryLine[]): Promise<void>
  clearStaged(): Promise<void>
}

export interface ReplicaStorage {
  /** One moment, unchanged while `work` reads. */
  read<Result>(work: (reader: ReplicaReader) => Promise<Result>): Promise<Result>
  /** All or nothing, and durable once the promise resolves. What `work` throws undoes it and is thrown on. */
  write<Result>(work: (writer: ReplicaWriter) => Promise<Result>): Promise<Result>
  close(): Promise<void>
}

/** Version of what the stores hold. A store of a greater version is refused, never changed. */
export const storeSchema = 1
