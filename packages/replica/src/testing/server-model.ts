/** The server's side of the protocol in memory, over the same rules as the real one: for simulations. */
import { AppError } from '@goalixa/contracts/errors'
import type { HistoryLine, Operation, ResyncReason, SyncRequest, SyncResponse } from '@goalixa/contracts/sync'
import { operationVersion } from '@goalixa/contracts/sync-limits'
import { absentValue } from '@goalixa/domain/absent-values'
import type { HeadState } from '@goalixa/domain/apply-operations'
import { applyOperation, rowKey } from '@goalixa/domain/apply-operations'
import { clockStart, tick } from '@goalixa/domain/clock'
import type { Json, Register, Row } from '@goalixa/domain/rows'
import { canonical } from '@goalixa/domain/rows'
import type { StagedRow } from '../storage.ts'
import { historyLine, missing, overwrite } from './server-operations.ts'

/** Mistakes to plant, so that a simulation proves that it would find them. */
export interface ServerBugs {
  /** What comes again under a number that was used is taken for the same. */
  readonly noFingerprint?: boolean
  /** What arrives last wins. */
  readonly arrivalOrder?: boolean
}

interface ModelOptions {
  readonly now: () => number
  readonly newEpoch: () => string
  readonly pageRows?: number
  readonly minSchema?: number
  /** A body that is too large: how many operations it may hold. */
  readonly operationsAtMost?: number
  /** Why an operation is refused for good. */
  readonly refuse?: (operation: Operation) => string | undefined
  readonly bugs?: ServerBugs
}

type Refusal = SyncResponse['rejected'][number]
interface Client {
  readonly lastN: number
  readonly ackedSeq: number
  readonly sent: ReadonlyMap<number, { readonly fingerprint: string; readonly refusal?: Refusal }>
}
interface State {
  readonly epoch: string
  readonly head: HeadState
  readonly minRetained: number
  readonly rows: ReadonlyMap<string, Row>
  readonly seqs: ReadonlyMap<string, number>
  /** When each row changed last, by the server's clock. */
  readonly times: ReadonlyMap<string, number>
  readonly clients: ReadonlyMap<string, Client>
  readonly history: readonly HistoryLine[]
}

export interface ServerModel {
  /** @throws AppError as the real one does */
  exchange(request: SyncRequest): SyncResponse
  /** A write of the server's own interface, stamped by its clock. */
  write(
    intent: string,
    values: readonly { table: string; id: string; values: Readonly<Record<string, Json>> }[],
  ): void
  /** The lines of a snapshot, with the history. */
  snapshot(): string[]
  rows(): StagedRow[]
  history(): readonly HistoryLine[]
  head(): number
  epoch(): string
  backup(): unknown
  /** Sets everything back to a backup, as another lineage. */
  restore(backup: unknown): void
  /** Forgets rows that are in the trash for longer than the retention: cursors before them are too old. */
  purge(retentionMs: number): void
}

export function createServerModel(options: ModelOptions): ServerModel {
  const {
    now,
    newEpoch,
    pageRows = 1_000,
    minSchema = 1,
    operationsAtMost = 500,
    refuse = () => undefined,
    bugs = {},
  } = options
  let state: State = {
    epoch: newEpoch(),
    head: { seq: 0, clock: clockStart },
    minRetained: 0,
    rows: new Map(),
    seqs: new Map(),
    times: new Map(),
    clients: new Map(),
    history: [],
  }

  const apply = (before: State, clientId: string, operation: Operation): State => {
    const rows = new Map(before.rows)
    const { head, changes } = applyOperation(
      { rows, absent: absentValue },
      before.head,
      operation.patches,
      now(),
    )
    const seqs = new Map(before.seqs)
    const times = new Map(before.times)
    for (const { seq, table, rowId } of changes) {
      seqs.set(rowKey(table, rowId), seq)
      times.set(rowKey(table, rowId), now())
    }
    if (bugs.arrivalOrder === true) overwrite(rows, changes)
    const lines = changes.map((change) => historyLine(clientId, operation, change))
    return { ...before, head, rows, seqs, times, history: [...before.history, ...lines] }
  }

  const consume = (before: State, { clientId, ops }: SyncRequest) => {
    let after = before
    const client = before.clients.get(clientId) ?? { lastN: 0, ackedSeq: 0, sent: new Map() }
    const rejected: Refusal[] = []
    const sent = new Map(client.sent)
    let { lastN, ackedSeq } = client
    let stoppedAt: number | undefined
    for (const given of ops as unknown as Operation[]) {
      const fingerprint = canonical(given as unknown as Json)
      if (given.n <= lastN) {
        const known = sent.get(given.n)
        if (known?.fingerprint !== fingerprint && bugs.noFingerprint !== true)
          throw resyncRequired('client_forked')
        if (known?.refusal !== undefined) rejected.push(known.refusal)
        continue
      }
      if (given.n !== lastN + 1) throw resyncRequired('epoch')
      if (given.v > operationVersion) {
        stoppedAt = given.n
        break
      }
      lastN = given.n
      const detail = refuse(given) ?? missing(after.rows, given)
      const refusal =
        detail === undefined ? undefined : { n: given.n, code: 'sync.invalid_operation', detail }
      sent.set(given.n, refusal === undefined ? { fingerprint } : { fingerprint, refusal })
      if (refusal === undefined) after = apply(after, clientId, given)
      else rejected.push(refusal)
      ackedSeq = after.head.seq
    }
    after = { ...after, clients: new Map(after.clients).set(clientId, { lastN, ackedSeq, sent }) }
    return {
      after,
      acknowledged: { ackedN: lastN, ackedSeq, rejected, ...(stoppedAt === undefined ? {} : { stoppedAt }) },
    }
  }

  const rowsAfter = (cursor: number): StagedRow[] =>
    [...state.rows]
      .map(([key, { table, id, regs }]): StagedRow => ({ table, id, regs, seq: state.seqs.get(key)! }))
      .filter(({ seq }) => seq > cursor)
      .toSorted((a, b) => a.seq - b.seq)

  return {
    exchange(request) {
      if (request.schema < minSchema) throw resyncRequired('schema_too_old')
      if (request.ops.length > operationsAtMost) throw new AppError('request.too_large')
      const { head, epoch } = state
      if ((request.epoch !== null && request.epoch !== epoch) || request.cursor > head.seq)
        throw resyncRequired('epoch')
      if (request.cursor > 0 && request.cursor < state.minRetained && request.loading !== true)
        throw resyncRequired('cursor_too_old')
      const { after, acknowledged } = consume(state, request)
      state = after
      const found = rowsAfter(request.cursor)
      const rows = found.slice(0, pageRows)
      const more = found.length > rows.length
      const cursor = more ? rows.at(-1)!.seq : state.head.seq
      const history = state.history.filter(({ seq }) => seq > request.cursor && seq <= cursor)
      return {
        epoch,
        ...acknowledged,
        rows: rows as unknown as SyncResponse['rows'],
        history,
        cursor,
        more,
        serverTime: now(),
      }
    },
    write(intent, given) {
      const clock = tick(state.head.clock, now())
      const stamp = [clock.wallMs, clock.counter, state.epoch] as const
      const patches = given.map(({ table, id, values }) => ({
        table,
        id,
        regs: Object.fromEntries(
          Object.entries(values).map(([register, v]): [string, Register] => [register, { v, stamp }]),
        ),
      }))
      const n = state.history.length + 1
      state = apply(state, state.epoch, {
        n,
        v: operationVersion,
        intent,
        patches: patches as unknown as Operation['patches'],
      })
    },
    snapshot() {
      const isOpen = ({ regs }: StagedRow) => regs['deleted']?.v !== true
      const [recent, older] = [rowsAfter(0).filter(isOpen), rowsAfter(0).filter((row) => !isOpen(row))]
      const start = {
        epoch: state.epoch,
        head: state.head.seq,
        schema: 1,
        recent: recent.length,
        serverTime: now(),
      }
      const end = { end: true, count: recent.length + older.length, history: state.history.length }
      return [start, ...recent, ...older, ...state.history, end].map((line) => JSON.stringify(line))
    },
    rows: () => rowsAfter(0),
    history: () => state.history,
    head: () => state.head.seq,
    epoch: () => state.epoch,
    backup: () => state,
    restore(backup) {
      state = { ...(backup as State), epoch: newEpoch() }
    },
    purge(retentionMs) {
      const isOld = (key: string) => now() - state.times.get(key)! > retentionMs
      const gone = [...state.rows]
        .filter(([key, { regs }]) => regs['deleted']?.v === true && isOld(key))
        .map(([key]) => key)
      if (gone.length === 0) return
      const minRetained = Math.max(...gone.map((key) => state.seqs.get(key)!))
      const kept = <Value>(map: ReadonlyMap<string, Value>) =>
        new Map([...map].filter(([key]) => !gone.includes(key)))
      state = {
        ...state,
        minRetained: Math.max(minRetained, state.minRetained),
        rows: kept(state.rows),
        seqs: kept(state.seqs),
      }
    },
  }
}

const resyncRequired = (reason: ResyncReason) => new AppError('sync.resync_required', reason, { reason })
