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
import type { RowKey } from './row-changes.ts'
import { createRowChanges } from './row-changes.ts'
import { beginStaging, stagedHistoryInPieces, stagedRowsInPieces } from './staging.ts'
import type { ReplicaWriter, StagedRow } from './storage.ts'
import type { WaitingIndex } from './waiting.ts'
import { createWaitingIndex, keptRows, keysOf, outboxInPieces, recount } from './waiting.ts'

/** A clock further ahead than this goes back to the server's, once nothing waits that it has stamped. */
const mostAheadMs = 60_000
/** Rows that are counted anew at once. */
const rowsAtOnce = 500

interface Asked {
  /** Number of the last operation that the request carried; 0 without any. */
  readonly lastN: number
  readonly nowMs: number
  readonly skewMs: number
  /** Of the syncer, so that it reads what waits once, and not with each answer. */
  readonly waiting: WaitingIndex
}

/** A state to move to. Pieces come as they are asked for: all rows at once may be more than fits into memory. */
interface Given extends Pick<SyncResponse, 'epoch' | 'cursor' | 'serverTime'> {
  readonly rows: () => AsyncIterable<readonly StagedRow[]>
  /** An operation is in one piece. */
  readonly history: () => AsyncIterable<readonly HistoryLine[]>
}

/** @returns the rows that look different now, and the operations that were refused */
export async function applyResponse(
  writer: ReplicaWriter,
  before: ReplicaState,
  response: SyncResponse,
  { lastN, nowMs, skewMs, waiting }: Asked,
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
  if (response.more || state.staged !== null) {
    // A snapshot that was cut may have left something.
    if (state.staged === null) await beginStaging(writer, null)
    await writer.stage(response.rows, response.history)
  }
  if (response.more) {
    const { cursor, epoch, serverTime } = response
    state = { ...state, staged: { cursor, epoch, sinceMs: state.staged?.sinceMs ?? serverTime } }
    const rows = createRowChanges(writer)
    if (touched.length > 0) {
      await waiting.refresh(writer, state.clientId)
      await recount(rows, touched, writer, waiting)
    }
    const { previewed, changed } = await rows.finish(state)
    await writeState(writer, { ...state, previewed })
    return { changed, refused }
  }
  const given = state.staged === null ? answered(response) : staged(writer, response)
  const { state: after, changed } = await swap(writer, state, given, touched, waiting)
  if (state.staged !== null) await beginStaging(writer, null)
  await writeState(writer, { ...after, lastSync: { atMs: nowMs, serverMs: response.serverTime } })
  return { changed, refused }
}

/** Moves to the state of a snapshot whose pieces are all here. @returns the rows that look different now */
export async function applySnapshot(
  writer: ReplicaWriter,
  before: ReplicaState,
  snapshot: Pick<SyncResponse, 'epoch' | 'cursor' | 'serverTime'>,
  { nowMs, skewMs }: Pick<Asked, 'nowMs' | 'skewMs'>,
): Promise<RowKey[]> {
  const state = { ...before, paused: null, skewMs }
  const given = staged(writer, snapshot)
  const { state: after, changed } = await swap(writer, state, given, [], createWaitingIndex())
  await beginStaging(writer, null)
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

/** What one answer says, all of it. */
const answered = ({ rows, history, epoch, cursor, serverTime }: SyncResponse): Given => ({
  epoch,
  cursor,
  serverTime,
  rows: async function* () {
    yield rows
  },
  history: async function* () {
    yield history
  },
})

/** What waits in the store, the last page included. */
const staged = (
  writer: ReplicaWriter,
  { epoch, cursor, serverTime }: Pick<SyncResponse, 'epoch' | 'cursor' | 'serverTime'>,
): Given => ({
  epoch,
  cursor,
  serverTime,
  rows: () => stagedRowsInPieces(writer),
  history: () => stagedHistoryInPieces(writer),
})

/** Moves from one consistent state to the next. */
async function swap(
  writer: ReplicaWriter,
  before: ReplicaState,
  given: Given,
  touched: readonly RowKey[],
  waiting: WaitingIndex,
): Promise<{ state: ReplicaState; changed: RowKey[] }> {
  const { epoch, cursor, serverTime } = given
  // A device that starts has no row to compare with, either.
  const replacesAll = before.reload !== null || before.cursor === 0
  let state: ReplicaState = { ...before, epoch, cursor, reload: null, staged: null }
  const lost = before.reload === 'epoch' ? await findLost(writer, before, given.rows(), serverTime) : []
  if (lost.length > 0) state = await enqueueRestore(writer, state, lost)

  // Numbers may just have been given anew.
  const index = replacesAll ? createWaitingIndex() : waiting
  await index.refresh(writer, state.clientId)
  const consumed = await removeConsumed(writer, state, touched)
  let rows = createRowChanges(writer)
  const changed: RowKey[] = []
  const finish = async () => {
    const finished = await rows.finish(state)
    state = { ...state, previewed: finished.previewed }
    for (const key of finished.changed) changed.push(key)
    rows = createRowChanges(writer)
  }
  if (replacesAll) {
    const kept = await keptRows(writer, index, consumed.upTo, lost.length > 0)
    await writer.deleteAllConfirmed()
    for (let from = 0; from < kept.length; from += rowsAtOnce) {
      await recount(rows, kept.slice(from, from + rowsAtOnce), writer, index, consumed.upTo)
      await finish()
    }
  }
  await recount(rows, consumed.keys, writer, index, consumed.upTo)
  const isAbsentElsewhere = replacesAll && (await writer.outboxSize()) === 0
  let [clock, confirmedClock] = [state.clock, replacesAll ? clockStart : state.confirmedClock]
  let isFirst = true
  for await (const piece of given.rows()) {
    if (!isFirst) await finish()
    isFirst = false
    if (isAbsentElsewhere) rows.assumeAbsent()
    for (const { table, id, regs, seq } of piece) {
      if ((await rows.get(table, id)).seq >= seq) continue
      await rows.set(table, id, { confirmed: regs, seq })
      for (const { stamp } of Object.values(regs))
        [clock, confirmedClock] = [receive(clock, stamp), receive(confirmedClock, stamp)]
    }
  }
  await finish()

  // What a load brings is of the past: it can be read, and is no news.
  const isNews = before.lastSync !== null && before.reload === null
  for await (const history of given.history()) {
    const replaced = await applyHistory(writer, history)
    const noted = await noteConflicts(writer, history, replaced)
    if (isNews) state = { ...state, noticed: await countNoticed(writer, state.noticed, noted, history) }
  }
  for (const n of consumed.numbers) {
    const key = operationKey(state.clientId, { n })
    // It changed nothing on the server: there is nothing to take back.
    if ((await writer.intent(key))?.pending === true) await writer.deleteIntent(key)
  }
  if (clock.wallMs > serverTime + mostAheadMs && (await writer.outboxSize()) === 0) clock = confirmedClock
  return { state: { ...state, clock, confirmedClock }, changed }
}

/** Takes what is consumed and confirmed out of the outbox. @returns its numbers, and the rows to count anew */
async function removeConsumed(
  writer: ReplicaWriter,
  { acked, cursor }: ReplicaState,
  touched: readonly RowKey[],
): Promise<{ upTo: number; numbers: number[]; keys: RowKey[] }> {
  const upTo = cursor >= acked.seq ? acked.n : 0
  const numbers: number[] = []
  const keys = new Map(touched.map((key) => [key.join(' '), key]))
  for await (const items of upTo === 0 ? [] : outboxInPieces(writer)) {
    const gone = items.filter(({ n }) => n <= upTo)
    for (const { n } of gone) numbers.push(n)
    for (const key of keysOf(gone)) keys.set(key.join(' '), key)
    if (gone.length < items.length) break
  }
  if (numbers.length > 0) await writer.deleteOutbox(0, upTo)
  return { upTo, numbers, keys: [...keys.values()] }
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
