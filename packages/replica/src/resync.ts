/** What a device does when it and the server have lost track of each other. What waits to be sent is always kept. */
import type { AppError } from '@goalixa/contracts/errors'
import { operationKey } from './enqueue.ts'
import type { Basis } from './build-request.ts'
import { basisOf, sameBasis } from './build-request.ts'
import { renameOutbox } from './identity.ts'
import type { ReplicaState } from './replica-state.ts'
import { readState, withRefused, writeState } from './replica-state.ts'
import { createRowChanges } from './row-changes.ts'
import { beginStaging } from './staging.ts'
import type { ReplicaWriter } from './storage.ts'
import { createWaitingIndex, keysOf, recount } from './waiting.ts'

/** `newId` is the client id to go on under, where the old one is spent. */
export async function resync(
  writer: ReplicaWriter,
  basis: Basis,
  { reason }: AppError,
  newId: string,
): Promise<void> {
  const state = await readState(writer)
  if (!sameBasis(basis, basisOf(state))) return
  await writeState(writer, await after(writer, state, reason, newId))
}

async function after(
  writer: ReplicaWriter,
  state: ReplicaState,
  reason: string | undefined,
  newId: string,
): Promise<ReplicaState> {
  switch (reason) {
    case 'epoch':
      // The server lost data. Its rows are loaded anew; those here stay until they have been compared.
      await beginStaging(writer, null)
      return { ...(await renameOutbox(writer, state, newId, 1)), reload: 'epoch', staged: null }
    case 'client_forked':
      // Another store goes by the same name: a copy of this one, or the one this is a copy of.
      return renameOutbox(writer, state, newId, 1)
    default:
      // cursor_too_old: rows are gone that this device has not heard of.
      await beginStaging(writer, null)
      return { ...state, reload: state.reload ?? 'cursor_too_old', staged: null }
  }
}

/** A load that was begun so long ago may have missed what was purged since: it begins anew. */
const pagesKeepMs = 30 * 86_400_000

export async function dropOldPages(writer: ReplicaWriter, nowMs: number): Promise<void> {
  const state = await readState(writer)
  if (state.staged === null || Math.abs(nowMs + state.skewMs - state.staged.sinceMs) < pagesKeepMs) return
  await beginStaging(writer, null)
  await writeState(writer, { ...state, staged: null })
}

/**
 * The first operation that waits is too large for the server even alone: it becomes a dead letter. The others go on
 * under a new name, so that their numbers have no gap.
 */
export async function dropTooLarge(
  writer: ReplicaWriter,
  basis: Basis,
  { code, message }: AppError,
  { nowMs, clientId }: { readonly nowMs: number; readonly clientId: string },
): Promise<void> {
  const state = await readState(writer)
  const [item] = await writer.outbox(state.acked.n, 1)
  if (item === undefined || !sameBasis(basis, basisOf(state))) return
  const key = operationKey(state.clientId, item.operation)
  await writer.putDeadLetter({ key, code, detail: message, atMs: nowMs, operation: item.operation })
  await writer.deleteOutbox(item.n, item.n)
  await writer.deleteIntent(key)
  const rows = createRowChanges(writer)
  const index = createWaitingIndex()
  await index.refresh(writer, state.clientId)
  await recount(rows, keysOf([item]), writer, index)
  const { previewed } = await rows.finish(state)
  await writeState(
    writer,
    await renameOutbox(writer, { ...state, previewed, noticed: withRefused(state.noticed, 1) }, clientId, 1),
  )
}
