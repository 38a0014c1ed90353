/** Takes an intent in: rows, outbox, clock and before-images change together, in one transaction. */
import type { Change, Operation } from '@goalixa/contracts/sync'
import { absentValue } from '@goalixa/domain/absent-values'
import { tick } from '@goalixa/domain/clock'
import type { Json, Register, Registers } from '@goalixa/domain/rows'
import { mergeRegisters, sameValue } from '@goalixa/domain/rows'
import { keepIntents, orderOf } from './intents.ts'
import type { RowPatch } from './operations.ts'
import { bytesOf, makeOperations } from './operations.ts'
import type { ReplicaState } from './replica-state.ts'
import { writeState } from './replica-state.ts'
import type { RowKey } from './row-changes.ts'
import { createRowChanges, mergedOf } from './row-changes.ts'
import type { IntentLine, ReplicaWriter } from './storage.ts'

export type PatchValues = Readonly<Record<string, Json>>

interface Intent {
  readonly intent: string
  readonly undoes?: string | undefined
  /** Lets the intent become several operations, and names them. */
  readonly group?: string | undefined
  /** The moment of the portions before this one: all of an intent has one stamp. */
  readonly clock?: ReplicaState['clock'] | undefined
  /** There are other portions of the intent: it is of the group even as a single operation. */
  readonly isPortion?: boolean
  readonly values: ReadonlyMap<
    string,
    { readonly table: string; readonly id: string; readonly values: PatchValues }
  >
}

export interface Enqueued {
  /** `<clientId>/<n>` of each operation; none when nothing would change. */
  readonly operations: readonly string[]
  readonly changed: readonly RowKey[]
  /** The moment that its changes are stamped with. */
  readonly clock: ReplicaState['clock']
}

/** @throws AppError `request.too_large` */
export async function enqueue(
  writer: ReplicaWriter,
  state: ReplicaState,
  nowMs: number,
  given: Intent,
): Promise<Enqueued> {
  const clock = given.clock ?? tick(state.clock, nowMs)
  const stamp = [clock.wallMs, clock.counter, state.clientId] as const
  const rows = createRowChanges(writer)
  const patches: RowPatch[] = []
  const lines = new Map<RowPatch, IntentLine>()
  for (const { table, id, values } of given.values.values()) {
    const row = await rows.get(table, id)
    const isNew = row.confirmed === null && row.pending === null
    // Compared with what the row is, not with what a rule previews: stopping what a rule would end is a stop.
    const changes = changesOf(table, isNew ? undefined : mergedOf(row), values, stamp)
    if (changes.length === 0) continue
    const regs = Object.fromEntries(
      changes.map(({ register, after }): [string, Register] => [register, { v: after, stamp }]),
    )
    const patch = { table, id, regs }
    patches.push(patch)
    lines.set(patch, { seq: 0, table, rowId: id, changes })
    await rows.set(table, id, { pending: mergeRegisters(row.pending ?? {}, regs) })
  }
  if (patches.length === 0) return { operations: [], changed: [], clock }

  const isSeveral = (count: number) => count > 1 || given.isPortion === true
  const operations = makeOperations({ ...given, firstN: state.nextN, patches })
  for (const operation of operations) {
    await writer.putOutbox({ n: operation.n, bytes: bytesOf(operation), operation })
    await writer.putIntent({
      operation: operationKey(state.clientId, operation),
      order: orderOf(stamp),
      intent: given.intent,
      undoes: given.undoes ?? null,
      group: isSeveral(operations.length) ? given.group! : null,
      at: clock.wallMs,
      pending: true,
      lines: (operation.patches as readonly RowPatch[]).map((patch) => lines.get(patch)!),
    })
  }
  await writer.trimIntents(keepIntents)
  const { previewed, changed } = await rows.finish(state)
  await writeState(writer, { ...state, clock, nextN: state.nextN + operations.length, previewed })
  return {
    operations: operations.map((operation) => operationKey(state.clientId, operation)),
    changed,
    clock,
  }
}

export const operationKey = (clientId: string, { n }: Pick<Operation, 'n'>): string => `${clientId}/${n}`

function changesOf(
  table: string,
  before: Registers | undefined,
  values: PatchValues,
  stamp: Change['stamp'],
): Change[] {
  return Object.entries(values).flatMap(([register, after]): Change[] => {
    const known = before !== undefined && Object.hasOwn(before, register)
    const said = known ? before[register]!.v : before && absentValue(table, register)
    if (before !== undefined && sameValue(said, after)) return []
    return [
      {
        register,
        ...(said === undefined ? {} : { before: said as never }),
        after: after as never,
        stamp,
        outcome: 'won',
      },
    ]
  })
}
