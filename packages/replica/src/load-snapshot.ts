/**
 * Loads everything in one go: at first, and when the server has lost track of this device. Pieces are stored aside as
 * they come, each in a transaction of its own; with the last line all of it takes the place of what was here, in one.
 * A load that was cut counts for nothing and begins anew. What waits to be sent is never touched.
 */
import { AppError } from '@goalixa/contracts/errors'
import type { SnapshotStart } from '@goalixa/contracts/sync'
import { snapshotSchema } from '@goalixa/contracts/sync-limits'
import { receive } from '@goalixa/domain/clock'
import { applySnapshot } from './apply-response.ts'
import { basisOf, sameBasis } from './build-request.ts'
import { releaseLease, takeLease } from './lease.ts'
import type { ReplicaState } from './replica-state.ts'
import { readState, writeState } from './replica-state.ts'
import type { Replica } from './replica.ts'
import { newClientId } from './replica.ts'
import type { RowKey } from './row-changes.ts'
import { createRowChanges } from './row-changes.ts'
import type { Piece } from './read-snapshot.ts'
import { readSnapshot } from './read-snapshot.ts'
import { beginStaging, isStaging, stagedRowsInPieces } from './staging.ts'
import type { ReplicaWriter } from './storage.ts'

interface LoadOptions {
  /** The lease of a syncer that loads as a part of its work; without it one is taken, and given back. */
  readonly holder?: string
  readonly leaseMs?: number
  /** Rows stored in one transaction. */
  readonly rowsAtOnce?: number
}

interface LoadResult {
  /** `busy`: another syncer is at it, or has gone on meanwhile; `not_needed`: this store has what it needs. */
  readonly state: 'done' | 'busy' | 'not_needed'
  readonly received: number
}

/** Does the store need everything? Not when pages of it wait already: those are gone on with. */
export const needsSnapshot = ({ reload, staged, cursor, epoch }: ReplicaState): boolean =>
  staged === null && (reload !== null || (cursor === 0 && epoch === null))

/**
 * @param lines each a JSON document: `snapshotLines()` of the client
 * @throws AppError of the lines; `upstream.broken` when the last one did not come; `sync.resync_required` with the
 * reason `epoch` when the server was set back, `schema_too_old`; `replica.unwritable`
 */
export async function loadSnapshot(
  replica: Replica,
  lines: AsyncIterable<string>,
  options: LoadOptions = {},
): Promise<LoadResult> {
  const { leaseMs = 60_000, rowsAtOnce = 500 } = options
  const name = newClientId(replica.random)
  const holder = options.holder ?? name
  let basis: ReturnType<typeof basisOf> | undefined

  /** Undefined when somebody else has gone on meanwhile. */
  const step = <Result>(work: (writer: ReplicaWriter, state: ReplicaState) => Promise<Result>) =>
    replica.storage.write(async (writer) => {
      const state = await readState(writer)
      if (basis === undefined || !sameBasis(basis, basisOf(state))) return undefined
      if (!(await isStaging(writer, name))) return undefined
      if (!(await takeLease(writer, holder, replica.now(), leaseMs))) return undefined
      return { result: await work(writer, state) }
    })

  const begin = (start: SnapshotStart) =>
    replica.storage.write(async (writer) => {
      const state = await readState(writer)
      if (!(await takeLease(writer, holder, replica.now(), leaseMs))) return 'busy'
      if (!needsSnapshot(state)) return 'not_needed'
      requireLineage(start, state)
      basis = basisOf(state)
      await beginStaging(writer, name)
      return 'begun'
    })

  const load = async (): Promise<LoadResult> => {
    const { start, pieces, close } = await readSnapshot(lines, rowsAtOnce)
    try {
      return await take(start, pieces)
    } finally {
      await close()
    }
  }

  const take = async (start: SnapshotStart, pieces: AsyncIterable<Piece>): Promise<LoadResult> => {
    const skewMs = Math.round(start.serverTime - replica.now())
    const begun = await begin(start)
    if (begun !== 'begun') return { state: begun, received: 0 }
    let received = 0
    for await (const { rows, history } of pieces) {
      const isUsable = received < start.recent && received + rows.length >= start.recent
      received += rows.length
      const stored = await step(async (writer, state) => {
        await writer.stage(rows, history)
        return isUsable && state.reload === null ? showStaged(writer, state) : []
      })
      if (stored === undefined) return { state: 'busy', received }
      replica.announce(stored.result)
    }
    const applied = await step(async (writer, state) => {
      const { epoch, head: cursor, serverTime } = start
      return applySnapshot(writer, state, { epoch, cursor, serverTime }, { nowMs: replica.now(), skewMs })
    })
    if (applied === undefined) return { state: 'busy', received }
    replica.announce(applied.result)
    return { state: 'done', received }
  }

  try {
    return await load()
  } catch (error) {
    // What came is of no use; if it cannot be removed now, the next load does.
    await step((writer) => beginStaging(writer, null)).catch(() => undefined)
    throw error
  } finally {
    if (options.holder === undefined)
      await replica.storage.write((writer) => releaseLease(writer, holder)).catch(() => undefined)
  }
}

/** @throws AppError `sync.resync_required` */
function requireLineage({ schema, epoch, head }: SnapshotStart, state: ReplicaState): void {
  if (schema > snapshotSchema)
    throw new AppError('sync.resync_required', 'the server sends rows in a form that is not known here', {
      reason: 'schema_too_old',
      try: 'update the program',
    })
  // Who knows that the server was set back takes any lineage; who does not must learn it first, to give back what it lost.
  if (state.reload === 'epoch' || state.epoch === null) return
  if (epoch !== state.epoch || head < state.cursor)
    throw new AppError('sync.resync_required', 'the server was set back', { reason: 'epoch' })
}

/**
 * The first part of a first load: people see it and work with it while the rest comes. The cursor stays where it is, so
 * that a load that is cut begins anew and replaces it.
 */
async function showStaged(writer: ReplicaWriter, state: ReplicaState): Promise<RowKey[]> {
  const shown: RowKey[] = []
  let { clock, previewed } = state
  for await (const piece of stagedRowsInPieces(writer)) {
    const rows = createRowChanges(writer)
    for (const { table, id, regs, seq } of piece) {
      await rows.set(table, id, { confirmed: regs, seq })
      // Whatever is written from now on is later than what is seen.
      for (const { stamp } of Object.values(regs)) clock = receive(clock, stamp)
    }
    const finished = await rows.finish({ ...state, previewed })
    previewed = finished.previewed
    for (const key of finished.changed) shown.push(key)
  }
  await writeState(writer, { ...state, clock, previewed })
  return shown
}
