/** Exchanges with the server until both have the same. One function for every occasion: a write, a poke, a command. */
import { AppError } from '@goalixa/contracts/errors'
import type { SyncRequest, SyncResponse } from '@goalixa/contracts/sync'
import { applyResponse } from './apply-response.ts'
import type { Basis, BatchLimits } from './build-request.ts'
import { basisOf, batchLimits, buildRequest, sameBasis } from './build-request.ts'
import { releaseLease, takeLease } from './lease.ts'
import { loadSnapshot, needsSnapshot } from './load-snapshot.ts'
import { readState, writeState } from './replica-state.ts'
import { newClientId } from './replica.ts'
import type { Replica } from './replica.ts'
import { dropOldPages, dropTooLarge, resync } from './resync.ts'
import { createWaitingIndex } from './waiting.ts'

/** One round trip; throws AppError as the typed client does. */
export type Exchange = (request: SyncRequest) => Promise<SyncResponse>

export interface SyncOptions {
  /** Waits so many milliseconds: a server that is busy is asked again, later and later. */
  readonly delay: (ms: number) => Promise<void>
  /** How often a server that is busy is asked. */
  readonly attempts?: number
  /** How long a syncer that crashed keeps others from it. */
  readonly leaseMs?: number
  /**
   * Asks for a snapshot, `snapshotLines()` of the client: taken where a store needs everything. Without it, and when it
   * fails, everything is loaded in pages.
   */
  readonly snapshot?: () => AsyncIterable<string>
  /** Rows of a snapshot stored in one transaction. */
  readonly rowsAtOnce?: number
}

export interface SyncResult {
  /** `busy`: another syncer of this store is at it. */
  readonly state: 'done' | 'busy'
  /** Operations sent, rows received, operations refused for good: those are dead letters now. */
  readonly sent: number
  readonly received: number
  readonly refused: number
}

/** Further resyncs in one run would be a server that contradicts itself. */
const resyncsAtMost = 4

/**
 * Nothing that waits is ever lost: what fails stays in the outbox, what is refused becomes a dead letter.
 * @throws AppError of the exchange: `auth.*` pauses the queue, `sync.resync_required` with the reason `schema_too_old`
 * asks for an update, `service.unreachable` and busy servers leave everything as it was
 */
export async function syncReplica(
  replica: Replica,
  exchange: Exchange,
  options: SyncOptions,
): Promise<SyncResult> {
  const { delay, attempts = 5, leaseMs = 60_000, rowsAtOnce = 500 } = options
  const holder = newClientId(replica.random)
  const waiting = createWaitingIndex()
  const total = { sent: 0, received: 0, refused: 0 }
  let limits = batchLimits
  let resyncs = 0
  let { snapshot } = options

  const begin = () =>
    replica.storage.write(async (writer) => {
      if (!(await takeLease(writer, holder, replica.now(), leaseMs))) return false
      await dropOldPages(writer, replica.now())
      return true
    })

  /** Undefined when the answer came too late: another syncer has gone on. */
  const apply = (basis: Basis, response: SyncResponse, lastN: number, skewMs: number) =>
    replica.storage.write(async (writer) => {
      const state = await readState(writer)
      if (!sameBasis(basis, basisOf(state))) return undefined
      if (!(await takeLease(writer, holder, replica.now(), leaseMs))) return undefined
      return applyResponse(writer, state, response, { lastN, nowMs: replica.now(), skewMs, waiting })
    })

  const run = async (): Promise<SyncResult> => {
    for (;;) {
      if (snapshot !== undefined && needsSnapshot(await replica.read(readState))) {
        if ((await load(snapshot)) === 'busy') return { state: 'busy', ...total }
        continue
      }
      const sentMs = replica.now()
      const { basis, request } = await replica.read((reader) => buildRequest(reader, sentMs, limits))
      const answer = await ask(request)
      if (answer instanceof AppError) {
        limits = await recover(answer, basis, request, limits)
        continue
      }
      requireSane(request, answer)
      const skewMs = Math.round(answer.serverTime - (sentMs + replica.now()) / 2)
      const applied = await apply(basis, answer, request.ops.at(-1)?.n ?? 0, skewMs)
      if (applied === undefined) return { state: 'busy', ...total }
      total.sent += request.ops.length
      total.received += answer.rows.length
      total.refused += applied.refused
      replica.announce(applied.changed)
      requireProgress(request, answer)
      if (!answer.more && (answer.stoppedAt !== undefined || (await endedWithAllSent())))
        return { state: 'done', ...total }
    }
  }

  /** Everything in one go; what fails there is tried in pages, which are kept when they break off. */
  const load = async (open: () => AsyncIterable<string>): Promise<'busy' | 'loaded' | 'failed'> => {
    try {
      const { state, received } = await loadSnapshot(replica, open(), { holder, leaseMs, rowsAtOnce })
      total.received += received
      return state === 'busy' ? 'busy' : 'loaded'
    } catch (error) {
      if (!(error instanceof AppError) || error.code.startsWith('replica.')) throw error
      if (error.status === 401) await pause('sign_in')
      if (error.reason === 'schema_too_old') await pause('update')
      if (error.status === 401 || error.reason === 'schema_too_old') throw error
      if (error.reason !== 'epoch') snapshot = undefined
      else if (++resyncs > resyncsAtMost) throw error
      else await startOver(error)
      return 'failed'
    }
  }

  const startOver = (error: AppError) =>
    replica.storage.write(async (writer) =>
      resync(writer, basisOf(await readState(writer)), error, newClientId(replica.random)),
    )

  /** In one transaction: whoever writes after it finds no syncer at work, and begins one of their own. */
  const endedWithAllSent = () =>
    replica.storage.write(async (writer) => {
      const { acked } = await readState(writer)
      if ((await writer.outbox(acked.n, 1)).length > 0) return false
      await releaseLease(writer, holder)
      return true
    })

  /** The answer, or an error that can be recovered from. */
  const ask = async (request: SyncRequest): Promise<SyncResponse | AppError> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await exchange(request)
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        if (error.code === 'sync.resync_required' || error.status === 413) return error
        if (error.status === 401) await pause('sign_in')
        if (!isBusy(error) || attempt >= attempts) throw error
        await delay(backoffMs(error, attempt, replica.random))
      }
    }
  }

  const recover = async (
    error: AppError,
    basis: Basis,
    request: SyncRequest,
    now: BatchLimits,
  ): Promise<BatchLimits> => {
    if (error.status === 413) {
      const count = request.ops.length
      if (count > 1) return { ...now, operations: Math.floor(count / 2) }
      if (count === 0) throw error
      await replica.storage.write((writer) =>
        dropTooLarge(writer, basis, error, { nowMs: replica.now(), clientId: newClientId(replica.random) }),
      )
      return now
    }
    if (error.reason === 'schema_too_old') await pause('update')
    if (error.reason === 'schema_too_old' || ++resyncs > resyncsAtMost) throw error
    await replica.storage.write((writer) => resync(writer, basis, error, newClientId(replica.random)))
    return now
  }

  const pause = (paused: 'sign_in' | 'update') =>
    replica.storage.write(async (writer) => writeState(writer, { ...(await readState(writer)), paused }))

  if (!(await begin())) return { state: 'busy', ...total }
  try {
    return await run()
  } finally {
    // What failed is told, not that its lease could not be given back: it ends by itself.
    await replica.storage.write((writer) => releaseLease(writer, holder)).catch(() => undefined)
  }
}

/** A server that can be asked again in a moment. One that cannot be reached is the caller's occasion. */
const isBusy = ({ code, status }: AppError): boolean =>
  code !== 'service.unreachable' && [429, 502, 503, 504].includes(status)

/** Doubles, and is spread, so that devices that failed together do not come back together. */
function backoffMs(
  { retryAfterSeconds }: AppError,
  attempt: number,
  random: (bytes: number) => Uint8Array,
): number {
  const spread = random(1)[0]! / 255
  const least =
    retryAfterSeconds === undefined ? Math.min(30_000, 250 * 2 ** attempt) : retryAfterSeconds * 1000
  return Math.round(least * (1 + spread / 2))
}

/** What looks like none of its answers is none, whatever its status: browsers check no schema. */
const isAnswer = (answer: Partial<SyncResponse> | null | undefined): boolean =>
  [answer?.cursor, answer?.serverTime, answer?.ackedN, answer?.ackedSeq].every(Number.isSafeInteger) &&
  [answer?.rows, answer?.history, answer?.rejected].every(Array.isArray) &&
  typeof answer?.epoch === 'string'

/** An answer that goes back, or to another lineage, would lose rows. */
function requireSane({ cursor, epoch }: SyncRequest, answer: SyncResponse): void {
  if (!isAnswer(answer) || answer.cursor < cursor || (epoch !== null && epoch !== answer.epoch)) {
    throw new AppError('upstream.broken', 'the answer of the server does not fit the question', {
      try: 'try again later; nothing is lost',
    })
  }
}

/** An answer that consumes nothing would be asked for again for ever. */
function requireProgress({ ops }: SyncRequest, { ackedN, stoppedAt, more }: SyncResponse): void {
  const last = ops.at(-1)
  if (last !== undefined && ackedN < last.n && stoppedAt === undefined && !more) {
    throw new AppError('upstream.broken', 'the server did not take what was sent', {
      try: 'try again later; nothing is lost',
    })
  }
}
