/** SQL of sync: devices, what they sent before, and the history that others have not seen. */
import type { HistoryLine } from '@goalixa/contracts/sync'
import type { Db } from '@goalixa/service-kit/db'
import type { Sql } from '@goalixa/service-kit/sql'
import { sql } from '@goalixa/service-kit/sql'
import { scanRows } from '../operations/scan-rows.ts'

export interface SyncClient {
  readonly lastN: number
  readonly ackedSeq: number
}

/** What is known of a device; a new one has sent nothing. */
export async function findClient(db: Db, userId: string, clientId: string): Promise<SyncClient> {
  const found = await db.row<SyncClient>(sql`
    select last_n as "lastN", acked_seq as "ackedSeq" from sync_clients
    where user_id = ${userId} and client_id = ${clientId}`)
  return found ?? { lastN: 0, ackedSeq: 0 }
}

export async function moveClient(
  db: Db,
  userId: string,
  clientId: string,
  { lastN, ackedSeq }: SyncClient,
): Promise<void> {
  await db.rows(sql`
    insert into sync_clients (user_id, client_id, last_n, acked_seq)
    values (${userId}, ${clientId}, ${lastN}, ${ackedSeq})
    on conflict (user_id, client_id) do update set last_n = excluded.last_n, acked_seq = excluded.acked_seq`)
}

export interface SentBefore {
  readonly n: number
  readonly fingerprint: string
  readonly refusal: { readonly code: string; readonly detail: string } | null
}

/** What a device sent under these numbers. */
export const findSent = (
  db: Db,
  userId: string,
  clientId: string,
  numbers: readonly number[],
): Promise<SentBefore[]> =>
  db.rows(sql`
    select n, fingerprint, refusal from operations
    where user_id = ${userId} and client_id = ${clientId} and n = any(${numbers})`)

/** Which of these rows exist, in the trash or not. */
export async function existingIds(
  db: Db,
  userId: string,
  table: string,
  ids: readonly string[],
): Promise<string[]> {
  const tables = {
    labels: sql`labels`,
    clients: sql`clients`,
    projects: sql`projects`,
    tasks: sql`tasks`,
    timeEntries: sql`time_entries`,
    settings: sql`settings`,
    goals: sql`goals`,
    subgoals: sql`subgoals`,
    weeklyGoals: sql`weekly_goals`,
    habits: sql`habits`,
    habitLogs: sql`habit_logs`,
    dailyTodos: sql`daily_todos`,
    dailyTargets: sql`daily_targets`,
    reminders: sql`reminders`,
    savedViews: sql`saved_views`,
  }
  const name = Object.hasOwn(tables, table) ? tables[table as keyof typeof tables] : undefined
  if (name === undefined || ids.length === 0) return []
  const rows = await db.rows<{ id: string }>(sql`
    select id from ${name} where user_id = ${userId} and id = any(${ids}::uuid[])`)
  return rows.map((row) => row.id)
}

/** A device that starts gets the latest operations, enough to undo them. */
const operationsToUndo = 200

/** History with sequence numbers in `(after, upTo]`; who loads everything anew gets no more than the latest operations. */
export async function historyBetween(
  db: Db,
  userId: string,
  after: number,
  upTo: number,
  isLoading: boolean,
): Promise<HistoryLine[]> {
  if (after >= upTo) return []
  return db.rows<HistoryLine>(selectHistory(userId, after, upTo, isLoading))
}

/** The latest operations up to `upTo`, piece by piece: of an import they are long. In a transaction, as {@link scanRows}. */
export const scanLatestHistory = (db: Db, userId: string, upTo: number): AsyncIterable<HistoryLine[]> =>
  scanRows(db, selectHistory(userId, 0, upTo, true))

const selectHistory = (userId: string, after: number, upTo: number, isLoading: boolean): Sql => sql`
    with recent as (
      select first_seq from operations where user_id = ${userId} and head_seq >= first_seq
      order by head_seq desc limit ${operationsToUndo}
    )
    select h.seq, h.client_id || '/' || h.n as operation, o.intent, o.undoes, o.group_id as "group",
      (date_part('epoch', o.made_at) * 1000)::bigint as at, h.table_name as "table", h.row_id as "rowId", h.changes
    from history h join operations o on o.user_id = h.user_id and o.client_id = h.client_id and o.n = h.n
    where h.user_id = ${userId} and h.seq > ${after} and h.seq <= ${upTo}
      and (${!isLoading}::boolean or h.seq >= (select coalesce(min(first_seq), 0) from recent))
    order by h.seq`
