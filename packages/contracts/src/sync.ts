/**
 * Synchronisation: devices send operations in order and receive the rows and history they have not seen.
 * `docs/sync.md` explains the protocol.
 */
import * as z from 'zod'
import { Id, Text } from './primitives.ts'
import { route } from './route.ts'

/** What clients and server speak; a breaking change raises it. */
export const syncProtocol = 1
/** The version of operations that this code makes and understands. */
export const operationVersion = 1
/** Operations in one request at most. */
export const maxOperations = 500
/** Bytes of one operation as JSON at most: it is refused when made, not when sent. */
export const maxOperationBytes = 512 * 1024
/** Bytes of one value as JSON at most. */
export const maxValueBytes = 64 * 1024

/** `[wallMs, counter, clientId]` of the hybrid logical clock. */
const Stamp = z.tuple([z.int().min(0), z.int().min(0), z.string().min(1).max(64)]).readonly()

/** A register's value and who wrote it when. */
const Register = z.object({ v: z.json(), stamp: Stamp })
const Registers = z.record(z.string().min(1).max(100), Register)
const TableName = z.string().regex(/^[a-zA-Z]{1,40}$/)

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
}
