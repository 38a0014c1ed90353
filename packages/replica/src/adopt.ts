/** A new store takes over what another one of the same user had not sent: numbered anew, stamped as it was. */
import { receive } from '@goalixa/domain/clock'
import type { Operation } from '@goalixa/contracts/sync'
import { operationKey } from './enqueue.ts'
import type { RowPatch } from './operations.ts'
import { bytesOf, makeOperations } from './operations.ts'
import { readState, writeState } from './replica-state.ts'
import type { Replica } from './replica.ts'
import { createRowChanges } from './row-changes.ts'
import type { Salvage } from './sqlite-salvage.ts'
import type { OutboxItem } from './storage.ts'
import { createWaitingIndex, keysOf, recount } from './waiting.ts'

/** Name of operations that hold what was left of others. */
const repairIntent = 'sync.repair'

/**
 * Stamps stay as they are: what the server had already taken changes nothing there, and what somebody changed later
 * elsewhere still wins.
 */
export const adopt = (
  replica: Replica,
  { clientId, operations, patches, deadLetters }: Salvage,
): Promise<void> =>
  replica.storage.write(async (writer) => {
    const state = await readState(writer)
    const numbered = renumbered(operations, state.nextN, clientId, state.clientId)
    const rest = restOf(patches, state.nextN + numbered.length)
    const items = [...numbered, ...rest].map((operation): OutboxItem => ({
      n: operation.n,
      bytes: bytesOf(operation),
      operation,
    }))
    let { clock } = state
    for (const item of items) {
      await writer.putOutbox(item)
      for (const { regs } of item.operation.patches)
        for (const { stamp } of Object.values(regs)) clock = receive(clock, stamp)
    }
    for (const letter of deadLetters) await writer.putDeadLetter(letter)
    const rows = createRowChanges(writer)
    const index = createWaitingIndex()
    await index.refresh(writer, state.clientId)
    await recount(rows, keysOf(items), writer, index)
    const { previewed } = await rows.finish(state)
    await writeState(writer, { ...state, clock, nextN: state.nextN + items.length, previewed })
  })

function renumbered(
  operations: readonly Operation[],
  firstN: number,
  before: string | null,
  now: string,
): Operation[] {
  const names = new Map(
    operations.map((operation, index) => [
      operationKey(before ?? '', operation),
      operationKey(now, { n: firstN + index }),
    ]),
  )
  return operations.map((operation, index) => ({
    ...operation,
    n: firstN + index,
    ...(operation.undoes === undefined ? {} : { undoes: names.get(operation.undoes) ?? operation.undoes }),
  }))
}

const restOf = (patches: readonly RowPatch[], firstN: number): Operation[] =>
  patches.length === 0 ? [] : makeOperations({ intent: repairIntent, firstN, patches, group: repairIntent })
