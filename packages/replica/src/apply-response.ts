/** Takes an answer of the server in: rows, history, cursor and outbox move together, in one transaction. */
import type { HistoryLine, SyncResponse } from '@goalixa/contracts/sync'
import { clockStart, receive } from '@goalixa/domain/clock'
import { noteConflicts } from './conflicts.ts'
import { operationKey } from './enqueue.ts'
import { applyHistory } from './intents.ts'
import { countNoticed } from './noticed.ts'
import type { ReplicaState } from './replica-state.ts'
import { withRefused, writeState } from './replica-state.ts'
import { enqueueRestore, findLost } from './restore.ts'
import type { RowChanges, RowKey } from './row-changes.ts'
import { createRowChanges } from './row-changes.ts'
import { beginStaging } from './staging.ts'
import type { OutboxItem, ReplicaWriter, StagedRow } from './storage.ts'
import { allOutbox, keysOf, recount } from './waiting.ts'

/** A clock further ahead than this goes back to the server's, once nothing waits that it has stamped. */
const mostAheadMs = 60_000

interface Asked {
  /** Number of the last operation that the request carried; 0 without any. */
  readonly lastN: number
  readonly nowMs: number
  readonly skewMs: number
}

/** @returns the rows that look different now, and the operations that were refused */
export async function applyResponse(
  writer: ReplicaWriter,
  before: ReplicaState,
  response: SyncResponse,
  { lastN, nowMs, skewMs }: Asked,
): Promise<{ changed: RowKey[]; refused: number }> {
  const { refused, touched } = await moveRefused(writer, before, response, nowMs)
  let state: ReplicaState = {
    ...before,
    acked: laterAck(before.acked, response, lastN),
    stoppedAt: response.stoppedAt ?? null,
    paused: null,
    skewMs,
    ...(refused === 0 ? {} : { noticed: withRefused(before.noticed, refused) }),
  }
  if (response.more) {
    const { cursor, epoch, serverTime } = response
    // A snapshot that was cut may have left something.
    if (state.staged === null) await beginStaging(writer, null)
    await writer.stage(response.rows, response.history)
    state = { ...state, staged: { cursor, epoch, sinceMs: state.staged?.sinceMs ?? serverTime } }
    const rows = createRowChanges(writer)
    await recount(rows, touched, await allOutbox(writer))
    const { previewed, changed } = await rows.finish(state)
    await writeState(writer, { ...state, previewed })
    return { changed, refused }
  }
  const { rows: given, history } = await wholeState(writer, before, response)
  const { state: after, changed } = await swap(writer, state, given, history, touched, response)
  await writeState(writer, { ...after, lastSync: { atMs: nowMs, serverMs: response.serverTime } })
  return { changed, refused }
}

interface Snapshot extends Pick<SyncResponse, 'epoch' | 'cursor' | 'serverTime'> {
  readonly rows: readonly StagedRow[]
  readonly history: readonly HistoryLine[]
}

/** Moves to the state of a snapshot that is here as a whole. @returns the rows that look different now */
export async function applySnapshot(
  writer: ReplicaWriter,
  before: ReplicaState,
  snapshot: Snapshot,
  { nowMs, skewMs }: Omit<Asked, 'lastN'>,
): Promise<RowKey[]> {
  const state = { ...before, paused: null, skewMs }
  const { state: after, changed } = await swap(writer, state, snapshot.rows, snapshot.history, [], snapshot)
  await writeState(writer, { ...after, lastSync: { atMs: nowMs, serverMs: snapshot.serverTime } })
  return changed
}

/** Only what was sent is acknowledged: numbers beyond it were used by another store that goes by the same name. */
function laterAck(
  acked: ReplicaState['acked'],
  { ackedN, ackedSeq }: SyncResponse,
  lastN: number,
): ReplicaState['acked'] {
  const n = Math.min(ackedN, lastN)
  return n > acked.n ? { n, seq: ackedSeq } : acked
}

/** The pages that wait and this last one. */
async function wholeState(writer: ReplicaWriter, state: ReplicaState, response: SyncResponse) {
  const last = response.rows as unknown as StagedRow[]
  if (state.staged === null) return { rows: last, history: response.history }
  const earlier = await writer.stagedRows()
  const rows = new Map([...earlier, ...last].map((row) => [`${row.table} ${row.id}`, row]))
  const history = [...(await writer.stagedHistory()), ...response.history]
  await beginStaging(writer, null)
  return { rows: [...rows.values()], history }
}

/** Moves from one consistent state to the next. */
async function swap(
  writer: ReplicaWriter,
  before: ReplicaState,
  given: readonly StagedRow[],
  history: readonly HistoryLine[],
  touched: readonly RowKey[],
  { epoch, cursor, serverTime }: Pick<SyncResponse, 'epoch' | 'cursor' | 'serverTime'>,
): Promise<{ state: ReplicaState; changed: RowKey[] }> {
  // A device that starts has no row to compare with, either.
  const replacesAll = before.reload !== null || before.cursor === 0
  let state: ReplicaState = { ...before, epoch, cursor, reload: null, staged: null }
  const lost = before.reload === 'epoch' ? await findLost(writer, before, given, serverTime) : []
  if (lost.length > 0) state = await enqueueRestore(writer, state, lost)
  const rows = createRowChanges(writer)
  const removed = await removeConsumed(writer, state, rows, touched, replacesAll)
  if (replacesAll) rows.assumeAbsent()

  let [clock, confirmedClock] = [state.clock, replacesAll ? clockStart : state.confirmedClock]
  for (const { table, id, regs, seq } of given) {
    if ((await rows.get(table, id)).seq >= seq) continue
    await rows.set(table, id, { confirmed: regs, seq })
    for (const { stamp } of Object.values(regs))
      [clock, confirmedClock] = [receive(clock, stamp), receive(confirmedClock, stamp)]
  }
  const replaced = await applyHistory(writer, history)
  const noted = await noteConflicts(writer, history, replaced)
  for (const { operation } of removed) {
    const key = operationKey(state.clientId, operation)
    // It changed nothing on the server: there is nothing to take back.
    if ((await writer.intent(key))?.pending === true) await writer.deleteIntent(key)
  }
  const { previewed, changed } = await rows.finish(state)
  if (clock.wallMs > serverTime + mostAheadMs && (await writer.outboxSize()) === 0) clock = confirmedClock
  // What a load brings is of the past: it can be read, and is no news.
  if (before.lastSync !== null && before.reload === null)
    state = { ...state, noticed: await countNoticed(writer, state.noticed, noted, history) }
  return { state: { ...state, clock, confirmedClock, previewed }, changed }
}

/** Takes what is consumed and confirmed out of the outbox, and counts what still waits for the rows it touched. */
async function removeConsumed(
  writer: ReplicaWriter,
  { acked, cursor }: ReplicaState,
  rows: RowChanges,
  touched: readonly RowKey[],
  replacesAll: boolean,
): Promise<OutboxItem[]> {
  const items = await allOutbox(writer)
  const consumed = cursor >= acked.seq ? acked.n : 0
  const removed = items.filter(({ n }) => n <= consumed)
  const remaining = items.filter(({ n }) => n > consumed)
  if (removed.length > 0) await writer.deleteOutbox(0, consumed)
  const keys = [...keysOf(removed), ...touched, ...(replacesAll ? keysOf(remaining) : [])]
  if (replacesAll) {
    for (const [table, id] of keys) await rows.set(table, id, { confirmed: null, seq: 0 })
    await writer.deleteAllConfirmed()
  }
  await recount(rows, keys, remaining)
  return removed
}

/** What will never be accepted moves to the dead letters; what follows goes on. */
async function moveRefused(
  writer: ReplicaWriter,
  { clientId }: ReplicaState,
  { rejected }: SyncResponse,
  atMs: number,
) {
  const touched: RowKey[] = []
  let refused = 0
  for (const { n, code, detail } of rejected) {
    const [item] = await writer.outbox(n - 1, 1)
    if (item?.n !== n) continue
    const key = operationKey(clientId, item.operation)
    await writer.putDeadLetter({ key, code, detail, atMs, operation: item.operation })
    await writer.deleteOutbox(n, n)
    await writer.deleteIntent(key)
    touched.push(...keysOf([item]))
    refused++
  }
  return { refused, touched }
}
