/** SQL of the write path: the user's head, operations, history and remembered answers. */
import type { ClockState } from '@goalixa/domain/clock'
import type { Json, TableName } from '@goalixa/domain/rows'
import type { Stamp } from '@goalixa/domain/clock'
import type { Db } from '@goalixa/service-kit/db'
import { sql } from '@goalixa/service-kit/sql'

export interface Head {
  readonly epoch: string
  readonly seq: number
  readonly clock: ClockState
}

/** One register of one row that an operation wrote. `before` is absent where the register was new. */
export interface Change {
  readonly register: string
  readonly before?: Json
  readonly after: Json
  readonly stamp: Stamp
  readonly outcome: 'won' | 'lost'
}

export interface HistoryLine {
  readonly seq: number
  readonly table: TableName
  readonly rowId: string
  readonly changes: readonly Change[]
}

/** Locks the user's head until the transaction ends: one writer per user at a time. Made when absent. */
export async function lockHead(db: Db, userId: string): Promise<Head> {
  const select = sql`
    select epoch, head_seq as seq, clock_wall_ms as wall, clock_counter as counter
    from sync_heads where user_id = ${userId} for update`
  type Found = { epoch: string; seq: number; wall: number; counter: number }
  let found = await db.row<Found>(select)
  if (found === undefined) {
    await db.rows(sql`insert into sync_heads (user_id) values (${userId}) on conflict do nothing`)
    found = (await db.row<Found>(select))!
  }
  return { epoch: found.epoch, seq: found.seq, clock: { wallMs: found.wall, counter: found.counter } }
}

export async function moveHead(db: Db, userId: string, seq: number, clock: ClockState): Promise<void> {
  await db.rows(sql`
    update sync_heads set head_seq = ${seq}, clock_wall_ms = ${clock.wallMs}, clock_counter = ${clock.counter}
    where user_id = ${userId}`)
}

interface AppliedOperation {
  readonly id: string
  readonly intent: string
  readonly clientId: string
  readonly requestId: string | undefined
  readonly headSeq: number
}

export async function recordOperation(
  db: Db,
  userId: string,
  operation: AppliedOperation,
  lines: readonly HistoryLine[],
): Promise<void> {
  await db.rows(sql`
    insert into operations (user_id, id, intent, client_id, request_id, head_seq)
    values (${userId}, ${operation.id}, ${operation.intent}, ${operation.clientId}, ${operation.requestId ?? null}, ${operation.headSeq})`)
  await db.rows(sql`
    insert into history (user_id, seq, operation_id, table_name, row_id, changes)
    select ${userId}::uuid, seq, ${operation.id}::uuid, "table", "rowId", changes
    from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb)
      as given(seq bigint, "table" text, "rowId" uuid, changes jsonb)`)
}

export interface RememberedAnswer {
  readonly fingerprint: string
  readonly answer: unknown
}

export const findAnswer = (db: Db, userId: string, key: string): Promise<RememberedAnswer | undefined> =>
  db.row(sql`select fingerprint, answer from idempotency_keys where user_id = ${userId} and key = ${key}`)

/** Keeps an answer for two days; older ones of the user go. */
export async function rememberAnswer(db: Db, userId: string, key: string, given: RememberedAnswer): Promise<void> {
  await db.rows(sql`
    delete from idempotency_keys where user_id = ${userId} and created_at < now() - interval '48 hours'`)
  await db.rows(sql`
    insert into idempotency_keys (user_id, key, fingerprint, answer)
    values (${userId}, ${key}, ${given.fingerprint}, ${given.answer === undefined ? null : JSON.stringify(given.answer)}::jsonb)`)
}
