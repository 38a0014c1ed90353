/**
 * Rows that wait until all have come: pages of sync, or pieces of a snapshot, never both. Whoever begins to stage gives
 * it a name, so that another one who began meanwhile is noticed, and nothing of one load gets into the other.
 */
import type { HistoryLine } from '@goalixa/contracts/sync'
import type { ReplicaReader, ReplicaWriter, StagedRow } from './storage.ts'

const stagingKey = 'staging'

/** Forgets what waits. `name`: of the load that begins; null for pages, whose place the state tells. */
export async function beginStaging(writer: ReplicaWriter, name: string | null): Promise<void> {
  await writer.clearStaged()
  await writer.setMeta(stagingKey, name)
}

export const isStaging = async (reader: ReplicaReader, name: string): Promise<boolean> =>
  (await reader.meta(stagingKey)) === name

/** So many rows or lines are worked on at once. */
const atOnce = 500

/** All rows that wait, by table and id. */
export async function* stagedRowsInPieces(
  reader: ReplicaReader,
): AsyncGenerator<StagedRow[], void, undefined> {
  let last: StagedRow | undefined
  do {
    const rows = await reader.stagedRows(last, atOnce)
    last = rows.length < atOnce ? undefined : rows.at(-1)
    if (rows.length > 0) yield rows
  } while (last !== undefined)
}

/** All lines that wait, in order; what an operation did is in one piece. */
export async function* stagedHistoryInPieces(
  reader: ReplicaReader,
): AsyncGenerator<HistoryLine[], void, undefined> {
  let begun: HistoryLine[] = []
  for (;;) {
    const lines = await reader.stagedHistory(begun.at(-1)?.seq, atOnce)
    const open = lines.at(-1)?.operation
    const all = [...begun, ...lines]
    if (lines.length < atOnce) {
      if (all.length > 0) yield all
      return
    }
    const from = all.findIndex(({ operation }) => operation === open)
    if (from > 0) yield all.slice(0, from)
    begun = all.slice(from)
  }
}
