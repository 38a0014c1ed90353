/** Operations that were refused for good: they wait for a person, who sends them changed, keeps a copy, or discards them. */
import type { Json, TableName } from '@goalixa/domain/rows'
import { operationKey } from './enqueue.ts'
import { readState } from './replica-state.ts'
import type { Draft, Replica, Written } from './replica.ts'
import type { DeadLetter, OutboxItem } from './storage.ts'
import { allOutbox } from './waiting.ts'

export const listDeadLetters = (replica: Replica): Promise<DeadLetter[]> =>
  replica.read((reader) => reader.deadLetters())

export const discardDeadLetter = (replica: Replica, key: string): Promise<void> =>
  replica.storage.write((writer) => writer.deleteDeadLetter(key))

/** Values to write instead, by table, row and register. */
export type Edits = (table: string, id: string, register: string, value: Json) => Json | undefined

/**
 * Makes the intent anew, with values as `edit` gives them; undefined leaves a register out. The letter goes when the
 * new operation is stored. Undefined when there is no such letter.
 */
export async function retryDeadLetter(
  replica: Replica,
  key: string,
  edit: Edits = (_table, _id, _register, value) => value,
): Promise<Written<DeadLetter> | undefined> {
  const letter = (await listDeadLetters(replica)).find((one) => one.key === key)
  if (letter === undefined) return undefined
  const { intent, patches, undoes } = letter.operation
  const rewrite = (draft: Draft) => {
    for (const { table, id, regs } of patches) {
      const values = Object.entries(regs).map(
        ([register, { v }]) => [register, edit(table, id, register, v as Json)] as const,
      )
      draft.patch(table as TableName, id, Object.fromEntries(values))
    }
    return letter
  }
  const written = await replica.write(intent, rewrite, undoes === undefined ? {} : { undoes })
  // After the write: a crash in between leaves both, and doing it twice gives the same rows.
  await discardDeadLetter(replica, key)
  return written
}

/** All that would be lost with this store: for an export before logout. */
export const unsent = (
  replica: Replica,
): Promise<{ outbox: { key: string; operation: OutboxItem['operation'] }[]; deadLetters: DeadLetter[] }> =>
  replica.read(async (reader) => {
    const { clientId, acked } = await readState(reader)
    const waiting = (await allOutbox(reader)).filter(({ n }) => n > acked.n)
    return {
      outbox: waiting.map(({ operation }) => ({ key: operationKey(clientId, operation), operation })),
      deadLetters: await reader.deadLetters(),
    }
  })
