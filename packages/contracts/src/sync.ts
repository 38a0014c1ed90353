/**
 * Synchronisation: devices send operations in order and receive the rows and history they have not seen.
 * `docs/sync.md` explains the protocol.
 */
import * as z from 'zod'
import { Id, Instant, QueryFlag, Text, page, pageQuery } from './primitives.ts'
import { route } from './route.ts'
import { maxOperations, syncProtocol } from './sync-limits.ts'

/** `[wallMs, counter, clientId]` of the hybrid logical clock. */
const Stamp = z.tuple([z.int().min(0), z.int().min(0), z.string().min(1).max(64)]).readonly()

/** A register's value and who wrote it when. */
const Register = z.object({ v: z.json(), stamp: Stamp })
const Registers = z.record(z.string().min(1).max(100), Register)
export const TableName = z.string().regex(/^[a-zA-Z]{1,40}$/)

const Patch = z.object({ table: TableName, id: Id, regs: Registers })

/**
 * One intent of a person, applied whole or not at all. `n` counts 1, 2, 3 … per client;
 * `undoes` names the operation that this one takes back. An import that is too large for one operation becomes several,
 * each applied whole; they share a `group`, and are taken back together.
 */
export const Operation = z.looseObject({
  n: z.int().min(1),
  v: z.int().min(1),
  intent: z.string().min(1).max(100),
  undoes: z.string().max(100).optional(),
  group: z.string().max(64).optional(),
  patches: z.array(Patch).min(1).max(20_000),
})
export type Operation = z.infer<typeof Operation>

/** A row with the sequence number of its last change. */
export const SyncedRow = z.object({ table: TableName, id: Id, regs: Registers, seq: z.int() })
export type SyncedRow = z.infer<typeof SyncedRow>

/** One register that an operation wrote. `before` is absent where it was new; `lost`: a later value stayed. */
const Change = z.object({
  register: z.string(),
  before: z.json().optional(),
  after: z.json(),
  stamp: Stamp,
  outcome: z.enum(['won', 'lost']),
})
export type Change = z.infer<typeof Change>

/** What an operation did to one row. `operation` is `<clientId>/<n>`; `at` in milliseconds of its author's clock. */
export const HistoryLine = z.object({
  seq: z.int(),
  operation: z.string(),
  intent: z.string(),
  undoes: z.string().nullable(),
  group: z.string().nullable().optional(),
  at: z.int(),
  table: TableName,
  rowId: Id,
  changes: z.array(Change),
})
export type HistoryLine = z.infer<typeof HistoryLine>

export const SyncRequest = z.strictObject({
  protocol: z.literal(syncProtocol),
  /** Version of the client's own store. */
  schema: z.int().min(1),
  clientId: z.string().regex(/^[0-9a-zA-Z-]{20,64}$/),
  /** Lineage of the server that the client has seen; null the first time. */
  epoch: Text(64).nullable(),
  /** Sequence number up to which the client has stored everything. */
  cursor: z.int().min(0),
  /**
   * The client loads everything from the first row on, within days, and this is not its first page: such a cursor is
   * never too old, and history is only told as far as it was told from 0.
   */
  loading: z.boolean().optional(),
  /** Milliseconds of the client's clock. */
  now: z.int().min(0),
  /** In order; what is not even an operation is refused one by one, never all together. */
  ops: z.array(z.looseObject({ n: z.int().min(1), v: z.int().min(1) })).max(maxOperations),
})
export type SyncRequest = z.input<typeof SyncRequest>

export const SyncResponse = z.object({
  epoch: z.string(),
  /** Operations up to this one are consumed: applied, or rejected for good. */
  ackedN: z.int(),
  /** Sequence number of the last row that they wrote. */
  ackedSeq: z.int(),
  rejected: z.array(z.object({ n: z.int(), code: z.string(), detail: z.string() })),
  /** The first operation of a version that this server does not know; it and what follows were not consumed. */
  stoppedAt: z.int().optional(),
  rows: z.array(SyncedRow),
  history: z.array(HistoryLine),
  /** Where the next request goes on. */
  cursor: z.int(),
  /** Is there more to read? Only `more: false` is a state in which all rows agree. */
  more: z.boolean(),
  /** Milliseconds of the server's clock. */
  serverTime: z.int(),
})
export type SyncResponse = z.output<typeof SyncResponse>

/** Why a client must start over with the server's rows, keeping its outbox. */
export const ResyncReason = z.enum(['epoch', 'cursor_too_old', 'client_forked', 'schema_too_old'])
export type ResyncReason = z.infer<typeof ResyncReason>

/**
 * The first line of a snapshot. `head`: the cursor to go on from once the last line is there. `recent`: so many of the
 * rows that follow, all that is open or of the last 90 days, come first: with them people can begin to work.
 */
export const SnapshotStart = z.object({
  epoch: z.string(),
  head: z.int(),
  schema: z.int(),
  recent: z.int(),
  /** Milliseconds of the server's clock. */
  serverTime: z.int(),
})
export type SnapshotStart = z.infer<typeof SnapshotStart>

/** The last line: without it the load was cut and counts for nothing. `count`: of rows; `history`: of history lines. */
export const SnapshotEnd = z.object({ end: z.literal(true), count: z.int(), history: z.int() })
export type SnapshotEnd = z.infer<typeof SnapshotEnd>

/** A line of a snapshot: the start, rows in no order but that of `recent`, history lines when asked for, the end. */
export const SnapshotLine = z.union([SnapshotStart, SyncedRow, HistoryLine, SnapshotEnd])
export type SnapshotLine = z.infer<typeof SnapshotLine>

/** `<clientId>/<n>`. */
const OperationName = z.string().regex(/^[0-9a-zA-Z-]{20,64}\/[1-9]\d{0,14}$/, 'write it as in the history')

/** What happened to one register. `before` is absent where it was new; of a rejected change it is never told. */
const HistoryChange = z.object({
  register: z.string(),
  before: z.json().optional(),
  after: z.json(),
  outcome: z.enum(['won', 'lost', 'rejected']),
})

/** One intent: an operation, or all operations of a group. */
export const HistoryItem = z.object({
  /** Of its first operation: `<clientId>/<n>`; undo takes it. */
  id: z.string(),
  intent: z.string(),
  /** When its author did it, by the author's clock. */
  at: Instant,
  /** The device that sent it; `rest`: a request, whose writes are numbered by the server under its epoch. */
  author: z.object({ clientId: z.string(), via: z.enum(['sync', 'rest']) }),
  /** The operation that it took back. */
  undoes: z.string().nullable(),
  /** Why it was refused for good; then its changes are `rejected`. */
  refusal: z.object({ code: z.string(), detail: z.string() }).nullable(),
  /** How many rows it touched; the first 200 are in `rows`. */
  rowCount: z.int(),
  rows: z.array(z.object({ table: z.string(), id: z.string(), changes: z.array(HistoryChange) })),
})
export type HistoryItem = z.infer<typeof HistoryItem>

/** What to take back: the named intent, without a name the latest one. */
export const Undo = z.strictObject({
  operation: OperationName.optional(),
  /** Where something was changed since: leave that and undo the `rest`, or go over it `anyway`. */
  choice: z.enum(['rest', 'anyway']).optional(),
})
export type Undo = z.output<typeof Undo>

export const Undone = z.object({
  /** The operation that took it back: undo it to do it again. Null where nothing was left to write. */
  operation: z.string().nullable(),
  /** What was taken back. */
  undone: z.object({ id: z.string(), intent: z.string(), at: Instant, rows: z.int() }),
})
export type Undone = z.infer<typeof Undone>

export const syncRoutes = {
  exchange: route({
    method: 'POST',
    path: '/v1/sync',
    summary: 'Send operations, receive what changed: one round trip',
    access: 'user',
    scope: 'write',
    body: SyncRequest,
    response: SyncResponse,
    timeoutMs: 30_000,
  }),
  snapshot: route({
    method: 'GET',
    path: '/v1/sync/snapshot',
    summary: 'Everything as it is at one moment, a JSON document a line: to begin with, and to begin anew',
    access: 'user',
    scope: 'read',
    query: z.strictObject({
      /** History lines of the latest 200 operations, too, behind the rows. */
      history: QueryFlag.optional(),
    }),
    response: SnapshotLine,
    produces: ['application/x-ndjson'],
    timeoutMs: 30_000,
  }),
  history: route({
    method: 'GET',
    path: '/v1/sync/history',
    summary: 'What was done in the last 30 days, latest first',
    access: 'user',
    scope: 'read',
    query: z.strictObject(pageQuery),
    response: page(HistoryItem),
  }),
  undo: route({
    method: 'POST',
    path: '/v1/sync/undo',
    summary: 'Take back the latest intent, or the one that is named; undoing an undo does it again',
    access: 'user',
    scope: 'write',
    body: Undo,
    response: Undone,
  }),
}
