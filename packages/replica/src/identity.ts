/** A replica that is taken for another one goes on under a new name, with all that it has not sent. */
import type { Operation } from '@goalixa/contracts/sync'
import type { Registers } from '@goalixa/domain/rows'
import { operationKey } from './enqueue.ts'
import { orderOf } from './intents.ts'
import { bytesOf } from './operations.ts'
import type { ReplicaState } from './replica-state.ts'
import { createRowChanges } from './row-changes.ts'
import type { ReplicaWriter } from './storage.ts'
import { allOutbox, keysOf } from './waiting.ts'

/**
 * Gives what waits a new author, the same time and counter, and numbers from `firstN`: nothing of it was sent under
 * the new name, so that the numbers have no gap.
 */
export async function renameOutbox(
  writer: ReplicaWriter,
  state: ReplicaState,
  clientId: string,
  firstN: number,
): Promise<ReplicaState> {
  const items = await allOutbox(writer)
  const restamp = (regs: Registers): Registers =>
    Object.fromEntries(
      Object.entries(regs).map(
        ([
          register,
          {
            v,
            stamp: [wallMs, counter, author],
          },
        ]) => [
          register,
          { v, stamp: [wallMs, counter, author === state.clientId ? clientId : author] as const },
        ],
      ),
    )
  const names = new Map(
    items.map(({ operation }, index) => [
      operationKey(state.clientId, operation),
      `${clientId}/${firstN + index}`,
    ]),
  )
  const renamed = (name: string): string => names.get(name) ?? name

  await writer.deleteOutbox(0, Number.MAX_SAFE_INTEGER)
  const records = []
  for (const [index, { operation: before }] of items.entries()) {
    const operation = {
      ...before,
      n: firstN + index,
      ...(before.undoes === undefined ? {} : { undoes: renamed(before.undoes) }),
      patches: before.patches.map((patch) => ({
        ...patch,
        regs: restamp(patch.regs as Registers),
      })) as Operation['patches'],
    }
    await writer.putOutbox({ n: operation.n, bytes: bytesOf(operation), operation })
    const record = await writer.intent(operationKey(state.clientId, before))
    if (record === undefined) continue
    records.push(record)
    await writer.deleteIntent(record.operation)
  }
  for (const record of records) {
    const { stamp } = record.lines[0]!.changes[0]!
    await writer.putIntent({
      ...record,
      operation: renamed(record.operation),
      order: orderOf([stamp[0], stamp[1], clientId]),
      undoes: record.undoes === null ? null : renamed(record.undoes),
      lines: record.lines.map((line) => ({
        ...line,
        changes: line.changes.map((change) => ({
          ...change,
          stamp: [change.stamp[0], change.stamp[1], clientId] as const,
        })),
      })),
    })
  }
  const rows = createRowChanges(writer)
  for (const [table, id] of keysOf(items)) {
    const { pending } = await rows.get(table, id)
    if (pending !== null) await rows.set(table, id, { pending: restamp(pending) })
  }
  const { previewed } = await rows.finish(state)
  return {
    ...state,
    clientId,
    nextN: firstN + items.length,
    acked: { n: 0, seq: 0 },
    previewed,
    stoppedAt: null,
  }
}
