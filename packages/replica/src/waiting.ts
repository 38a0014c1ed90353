/** What waits in the outbox, and what it means for rows. */
import type { Registers } from '@goalixa/domain/rows'
import { mergeRegisters } from '@goalixa/domain/rows'
import type { RowChanges, RowKey } from './row-changes.ts'
import type { OutboxItem, ReplicaReader } from './storage.ts'

export const allOutbox = (reader: Pick<ReplicaReader, 'outbox'>): Promise<OutboxItem[]> => reader.outbox(0)

/** The rows that these operations touch, each once. */
export function keysOf(items: readonly OutboxItem[]): RowKey[] {
  const keys = items.flatMap(({ operation }) =>
    operation.patches.map(({ table, id }) => [table, id] as const),
  )
  return [...new Map(keys.map((key) => [key.join(' '), key])).values()]
}

/** Sets what still waits for these rows. */
export async function recount(
  rows: RowChanges,
  keys: readonly RowKey[],
  remaining: readonly OutboxItem[],
): Promise<void> {
  if (keys.length === 0) return
  const waiting = new Map<string, Registers>()
  for (const { operation } of remaining) {
    for (const { table, id, regs } of operation.patches) {
      const key = `${table} ${id}`
      waiting.set(key, mergeRegisters(waiting.get(key) ?? {}, regs))
    }
  }
  for (const [table, id] of keys)
    await rows.set(table, id, { pending: waiting.get(`${table} ${id}`) ?? null })
}
