/** A store that holds what nobody can read: the broken parts go, what waits stays, and everything is loaded anew. */
import { AppError } from '@goalixa/contracts/errors'
import { renameOutbox } from './identity.ts'
import type { Replica } from './replica.ts'
import { newClientId } from './replica.ts'
import type { ReplicaState } from './replica-state.ts'
import { readState, writeState } from './replica-state.ts'
import { createRowChanges } from './row-changes.ts'
import { beginStaging } from './staging.ts'
import type { ReplicaWriter } from './storage.ts'
import { allOutbox, createWaitingIndex, keysOf, recount } from './waiting.ts'

/**
 * Takes out rows and operations that are none; the next sync sends what waits, then loads every row of the server.
 * @throws AppError `replica.damaged` when not even the device's own number can be read: then the store must go
 */
export const mend = (replica: Replica): Promise<void> =>
  replica.storage.write(async (writer) => {
    const state = await readState(writer)
    if (!isState(state)) throw new AppError('replica.damaged', 'the state of the local store cannot be read')
    const isGap = await dropBrokenOperations(writer)
    await dropBrokenRows(writer)
    await beginStaging(writer, null)
    // Numbers without a gap, which the server would take for a store that was set back.
    const named = isGap ? await renameOutbox(writer, state, newClientId(replica.random), 1) : state
    const rows = createRowChanges(writer)
    const index = createWaitingIndex()
    await index.refresh(writer, named.clientId)
    await recount(rows, keysOf(await allOutbox(writer)), writer, index)
    const { previewed } = await rows.finish({ ...named, previewed: [] })
    await writeState(writer, { ...named, previewed, reload: 'cursor_too_old', staged: null })
  })

/** Answers whether there was one. */
async function dropBrokenOperations(writer: ReplicaWriter): Promise<boolean> {
  const broken = (await allOutbox(writer)).filter(
    ({ operation }) =>
      !isObject(operation) || !Array.isArray(operation.patches) || !operation.patches.every(isPatch),
  )
  for (const { n } of broken) await writer.deleteOutbox(n, n)
  return broken.length > 0
}

async function dropBrokenRows(writer: ReplicaWriter): Promise<void> {
  for (const { table, id, confirmed, pending, visible, seq } of await writer.storedRows()) {
    const copies = [confirmed, pending].filter((copy) => copy !== null)
    if (![...copies, visible].every(isRegisters) || typeof seq !== 'number') await writer.deleteRow(table, id)
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
const isRegisters = (value: unknown): boolean =>
  isObject(value) &&
  Object.values(value).every(
    (register: unknown) =>
      isObject(register) && 'v' in register && 'stamp' in register && isStamp(register.stamp),
  )
const isStamp = (value: unknown): boolean =>
  Array.isArray(value) &&
  typeof value[0] === 'number' &&
  typeof value[1] === 'number' &&
  typeof value[2] === 'string'
const isPatch = (value: unknown): boolean => isObject(value) && 'regs' in value && isRegisters(value.regs)

const isState = ({ clientId, nextN, cursor, acked, clock }: ReplicaState): boolean =>
  typeof clientId === 'string' &&
  Number.isSafeInteger(nextN) &&
  Number.isSafeInteger(cursor) &&
  Number.isSafeInteger(acked?.n) &&
  isObject(clock)
