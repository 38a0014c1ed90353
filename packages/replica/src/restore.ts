/** A server that was set back gets what it lost: every register that is newer here than there, or absent there. */
import { compareStamps } from '@goalixa/domain/clock'
import { restoreIntent } from '@goalixa/domain/reversal'
import type { Register, Registers } from '@goalixa/domain/rows'
import { renameOutbox } from './identity.ts'
import type { RowPatch } from './operations.ts'
import { bytesOf, makeOperations } from './operations.ts'
import type { ReplicaState } from './replica-state.ts'
import type { ReplicaWriter, StagedRow } from './storage.ts'

/** Rows in the trash are kept at least as long; whoever was away longer could bring back what was purged. */
const retentionMs = 400 * 86_400_000

/** @param given the server's rows, all of them */
export async function findLost(
  writer: ReplicaWriter,
  { lastSync }: ReplicaState,
  given: AsyncIterable<readonly StagedRow[]>,
  serverMs: number,
): Promise<RowPatch[]> {
  if (lastSync === null || serverMs - lastSync.serverMs > retentionMs) return []
  const there = new Map<string, Registers>()
  for await (const rows of given) for (const row of rows) there.set(`${row.table} ${row.id}`, row.regs)
  return (await writer.storedRows()).flatMap(({ table, id, confirmed }): RowPatch[] => {
    const regs = there.get(`${table} ${id}`) ?? {}
    const isNewer = ([register, { stamp }]: [string, Register]) =>
      !Object.hasOwn(regs, register) || compareStamps(stamp, regs[register]!.stamp) > 0
    const newer = Object.entries(confirmed ?? {}).filter(isNewer)
    return newer.length === 0 ? [] : [{ table, id, regs: Object.fromEntries(newer) }]
  })
}

/**
 * Puts them before all that waits, with their stamps as they are: what waits may refer to them. Rows are left to the
 * caller, who counts what waits for each anew.
 */
export async function enqueueRestore(
  writer: ReplicaWriter,
  before: ReplicaState,
  lost: readonly RowPatch[],
): Promise<ReplicaState> {
  const operations = makeOperations({ intent: restoreIntent, firstN: 1, patches: lost, group: restoreIntent })
  const state = await renameOutbox(writer, before, before.clientId, operations.length + 1)
  for (const operation of operations) {
    await writer.putOutbox({ n: operation.n, bytes: bytesOf(operation), operation })
  }
  return state
}
