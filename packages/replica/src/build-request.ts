import type { SyncRequest } from '@goalixa/contracts/sync'
import { maxOperations, syncProtocol } from '@goalixa/contracts/sync-limits'
import type { ReplicaState } from './replica-state.ts'
import { readState } from './replica-state.ts'
import type { ReplicaReader } from './storage.ts'
import { storeSchema } from './storage.ts'

/** How much one request may carry; halved when a server finds it too large. */
export interface BatchLimits {
  readonly operations: number
  readonly bytes: number
}
/** A body of 1 MiB, with room for what is around and between the operations. */
export const batchLimits: BatchLimits = { operations: maxOperations, bytes: 1024 * 1024 - 4096 }

/** What a request was made from: its answer counts only as long as all of it still holds. */
export type Basis = Pick<ReplicaState, 'clientId' | 'reload'> & Pick<SyncRequest, 'cursor' | 'epoch'>

/** Where the next request goes on. */
export const basisOf = ({ clientId, reload, staged, epoch, cursor }: ReplicaState): Basis => ({
  clientId,
  reload,
  cursor: staged?.cursor ?? (reload === null ? cursor : 0),
  epoch: staged?.epoch ?? (reload === 'epoch' ? null : epoch),
})

export const sameBasis = (a: Basis, b: Basis): boolean =>
  a.clientId === b.clientId && a.reload === b.reload && a.cursor === b.cursor && a.epoch === b.epoch

/** The next request, and what it was made from. */
export async function buildRequest(
  reader: ReplicaReader,
  nowMs: number,
  limits: BatchLimits,
): Promise<{ basis: Basis; request: SyncRequest }> {
  const state = await readState(reader)
  const basis = basisOf(state)
  const { clientId, cursor, epoch } = basis
  // Nothing is sent between the pages of a state: what is sent then could not be told from what the pages show.
  const items =
    state.staged === null && state.reload === null
      ? await reader.outbox(state.acked.n, Math.max(1, limits.operations), limits.bytes)
      : []
  const loading = state.staged !== null && (state.reload !== null || state.cursor === 0)
  return {
    basis,
    request: {
      protocol: syncProtocol,
      schema: storeSchema,
      clientId,
      epoch,
      cursor,
      ...(loading ? { loading } : {}),
      now: Math.max(0, nowMs),
      ops: items.map(({ operation }) => operation),
    },
  }
}
