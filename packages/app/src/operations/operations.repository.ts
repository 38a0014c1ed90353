/** SQL of the write path: the user's head, operations, history and remembered answers. */
import type { RowChange } from '@goalixa/domain/apply-operations'
import type { ClockState } from '@goalixa/domain/clock'
import type { Db } from '@goalixa/service-kit/db'
import { sql } from '@goalixa/service-kit/sql'

export interface Head {
  readonly epoch: string
  readonly seq: number
  readonly minRetainedSeq: number
  readonly clock: ClockState
}

const selectHead = (userId: string) => sql`
  select epoch, head_seq as seq, min_retained_seq as "minRetainedSeq", clock_wall_ms as wall, clock_counter as counter,
    lineage is not distinct from sync_lineage(tableoid) as "isOfHere"
  from sync_heads where user_id = ${userId}`
type HeadRow = Omit<Head, 'clock'> & {
  readonly wall: number
  readonly counter: number
  /** Does the epoch belong to this database? Not, if that was restored since. */
  readonly isOfHere: boolean
}
const toHead = ({ wall, counter, isOfHere: _isOfHere, ...head }: HeadRow): Head => ({
  ...head,
  clock: { wallMs: wall, counter },
})

/**
 * Locks the user's head until the transaction ends: one writer per user at a time. Made when absent; in a database
 * that was restored it gets a new epoch, so that devices learn of it before anything is written.
 */
export async function lockHead(db: Db, userId: string): Promise<Head> {
  const select = sql`${selectHead(userId)} for update`
  let found = await db.row<HeadRow>(select)
  if (found === undefined) {
    await db.rows(sql`insert into sync_heads (user_id) values (${userId}) on conflict do nothing`)
    found = (await db.row<HeadRow>(select))!
  }
  if (found.isOfHere) return toHead(found)
  const renewed = await db.row<{ epoch: string }>(sql`
    update sync_heads set epoch = gen_random_uuid(), lineage = sync_lineage(tableoid)
    where user_id = ${userId} returning epoch`)
  return toHead({ ...found, ...renewed })
}

/**
 * The head as it is, without waiting for writers. Undefined where one must be made first, or get a new epoch: while the
 * user has written nothing, and after a restore.
 */
export async function readHead(db: Db, userId: string): Promise<Head | undefined> {
  const found = await db.row<HeadRow>(selectHead(userId))
  return found?.isOfHere === true ? toHead(found) : undefined
}

export async function moveHead(db: Db, userId: string, seq: number, clock: ClockState): Promise<void> {
  await db.rows(sql`
    update sync_heads set head_seq = ${seq}, clock_wall_ms = ${clock.wallMs}, clock_counter = ${clock.counter}
    where user_id = ${userId}`)
}

/** An operation that was consumed; `firstSeq` to `headSeq` are the sequence numbers it used. */
export interface ConsumedOperation {
  readonly clientId: string
  readonly n: number
  readonly intent: string
  readonly undoes: string | undefined
  /** The same for all operations of one intent that was too large for one. */
  readonly group: string | undefined
  /** Milliseconds of its author's clock. */
  readonly madeAtMs: number
  readonly requestId: string | undefined
  readonly fingerprint: string | undefined
  readonly refusal: { readonly code: string; readonly detail: string } | undefined
  /** What was refused, as JSON text: it may hold what no column of JSON takes. */
  readonly refused: string | undefined
  readonly firstSeq: number
  readonly headSeq: number
  readonly changes: readonly RowChange[]
}

/** Writes operations and what they did to the history. */
export async function recordOperations(
  db: Db,
  userId: string,
  operations: readonly ConsumedOperation[],
): Promise<void> {
  await db.rows(sql`
    insert into operations
      (user_id, client_id, n, intent, undoes, group_id, made_at, request_id, fingerprint, refusal, refused, first_seq, head_seq)
    select ${userId}::uuid, "clientId", n, intent, undoes, "group", to_timestamp("madeAtMs" / 1000.0), "requestId", fingerprint,
      refusal, refused, "firstSeq", "headSeq"
    from jsonb_to_recordset(${JSON.stringify(operations)}::jsonb) as given(
      "clientId" text, n bigint, intent text, undoes text, "group" text, "madeAtMs" bigint, "requestId" text, fingerprint text,
      refusal jsonb, refused text, "firstSeq" bigint, "headSeq" bigint)`)
  const lines = operations.flatMap(({ clientId, n, changes }) =>
    changes.map((change) => ({ ...change, clientId, n })),
  )
  await db.rows(sql`
    insert into history (user_id, seq, client_id, n, table_name, row_id, changes)
    select ${userId}::uuid, seq, "clientId", n, "table", "rowId", changes
    from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb)
      as given(seq bigint, "clientId" text, n bigint, "table" text, "rowId" uuid, changes jsonb)`)
}

export interface RememberedAnswer {
  readonly fingerprint: string
  readonly answer: unknown
}

export const findAnswer = (db: Db, userId: string, key: string): Promise<RememberedAnswer | undefined> =>
  db.row(sql`select fingerprint, answer from idempotency_keys where user_id = ${userId} and key = ${key}`)

/** Keeps an answer for two days; older ones of the user go. */
export async function rememberAnswer(
  db: Db,
  userId: string,
  key: string,
  given: RememberedAnswer,
): Promise<void> {
  await db.rows(sql`
    delete from idempotency_keys where user_id = ${userId} and created_at < now() - interval '48 hours'`)
  await db.rows(sql`
    insert into idempotency_keys (user_id, key, fingerprint, answer)
    values (${userId}, ${key}, ${given.fingerprint}, ${given.answer === undefined ? null : JSON.stringify(given.answer)}::json)`)
}
