/** What waits in the outbox, and what it means for rows. An outbox may be larger than memory: it is read in pieces. */
import type { Registers } from '@goalixa/domain/rows'
import { mergeRegisters } from '@goalixa/domain/rows'
import type { RowChanges, RowKey } from './row-changes.ts'
import type { OutboxItem, ReplicaReader } from './storage.ts'

type OutboxReader = Pick<ReplicaReader, 'outbox'>

/** As much as one request carries; an operation that is larger comes alone. */
const bytesAtOnce = 1024 * 1024
const operationsAtOnce = 20

export const allOutbox = (reader: OutboxReader): Promise<OutboxItem[]> => reader.outbox(0)

/** Those with numbers after `after`, in order. */
export async function* outboxInPieces(
  reader: OutboxReader,
  after = 0,
): AsyncGenerator<OutboxItem[], void, undefined> {
  let last = after
  for (;;) {
    const items = await reader.outbox(last, undefined, bytesAtOnce)
    if (items.length === 0) return
    last = items.at(-1)!.n
    yield items
  }
}

/** The rows that these operations touch, each once. */
export function keysOf(items: readonly OutboxItem[]): RowKey[] {
  const keys = items.flatMap(({ operation }) =>
    operation.patches.map(({ table, id }) => [table, id] as const),
  )
  return [...new Map(keys.map((key) => [key.join(' '), key])).values()]
}

/** Which operations wait for a row. Numbers of operations that have gone since may be among them. */
export interface WaitingIndex {
  /** Learns what is new. To be called before it is asked, in each transaction. */
  refresh(reader: Pick<ReplicaReader, 'outboxRows'>, clientId: string): Promise<void>
  numbersOf(key: RowKey): readonly number[]
  /** All rows that something waits for, with numbers after `after`. */
  keysAfter(after: number): Iterable<RowKey>
}

/**
 * Reads each operation once, for as long as the device keeps its name: numbers are given anew only under a new one,
 * or while everything is loaded anew, when an index of its own is made.
 */
export function createWaitingIndex(): WaitingIndex {
  let name: string | undefined
  let upTo = 0
  // Nearly every row is of one operation: its number alone takes a fraction of what a list takes.
  const numbers = new Map<string, number | number[]>()
  const add = (key: string, n: number) => {
    const known = numbers.get(key)
    if (known === undefined) numbers.set(key, n)
    else if (typeof known === 'number') numbers.set(key, [known, n])
    else known.push(n)
  }
  return {
    async refresh(reader, clientId) {
      if (name !== clientId) {
        name = clientId
        upTo = 0
        numbers.clear()
      }
      for (;;) {
        const found = await reader.outboxRows(upTo, operationsAtOnce)
        for (const { n, rows } of found) {
          for (const [table, id] of rows) add(`${table} ${id}`, n)
          upTo = n
        }
        if (found.length < operationsAtOnce) return
      }
    },
    numbersOf: (key) => [numbers.get(key.join(' ')) ?? []].flat(),
    *keysAfter(after) {
      for (const [key, of] of numbers) {
        // They are in order.
        const last = typeof of === 'number' ? of : of.at(-1)!
        if (last > after) yield key.split(' ') as unknown as RowKey
      }
    },
  }
}

/** Sets what still waits for these rows, of the operations after `after`. The index must be fresh. */
export async function recount(
  rows: RowChanges,
  keys: readonly RowKey[],
  reader: OutboxReader,
  index: WaitingIndex,
  after = 0,
): Promise<void> {
  const wanted = new Map<string, Registers | null>(keys.map((key) => [key.join(' '), null]))
  const numbers = new Set(keys.flatMap((key) => index.numbersOf(key)).filter((n) => n > after))
  for (const n of [...numbers].toSorted((a, b) => a - b)) {
    const [item] = await reader.outbox(n - 1, 1)
    // It has gone since: refused, or taken by the server.
    if (item?.n !== n) continue
    for (const { table, id, regs } of item.operation.patches) {
      const known = wanted.get(`${table} ${id}`)
      if (known !== undefined) wanted.set(`${table} ${id}`, mergeRegisters(known ?? {}, regs))
    }
  }
  for (const [table, id] of keys) await rows.set(table, id, { pending: wanted.get(`${table} ${id}`) ?? null })
}

/**
 * The rows that stay when all confirmed copies go, because something waits for them, and that look different then.
 * `all`: more waits for them than they show.
 */
export async function keptRows(
  reader: ReplicaReader,
  index: WaitingIndex,
  after: number,
  all: boolean,
): Promise<RowKey[]> {
  const kept: RowKey[] = []
  for (const key of index.keysAfter(after))
    if (all || (await reader.row(...key))?.confirmed !== null) kept.push(key)
  return kept
}
