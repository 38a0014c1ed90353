/**
 * Rows that wait until all have come: pages of sync, or pieces of a snapshot, never both. Whoever begins to stage gives
 * it a name, so that another one who began meanwhile is noticed, and nothing of one load gets into the other.
 */
import type { ReplicaReader, ReplicaWriter } from './storage.ts'

const stagingKey = 'staging'

/** Forgets what waits. `name`: of the load that begins; null for pages, whose place the state tells. */
export async function beginStaging(writer: ReplicaWriter, name: string | null): Promise<void> {
  await writer.clearStaged()
  await writer.setMeta(stagingKey, name)
}

export const isStaging = async (reader: ReplicaReader, name: string): Promise<boolean> =>
  (await reader.meta(stagingKey)) === name
