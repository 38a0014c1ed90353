/** What a person has seen and put aside: it is not shown again, although the history still tells it. */
import type { ReplicaReader, ReplicaWriter } from './storage.ts'

const dismissedKey = 'dismissed'
const keepDismissed = 1_000

/** Ids of conflicts and automatic ends. */
export const readDismissed = async (reader: Pick<ReplicaReader, 'meta'>): Promise<string[]> =>
  ((await reader.meta(dismissedKey)) ?? []) as string[]

export async function addDismissed(writer: ReplicaWriter, id: string): Promise<void> {
  const others = (await readDismissed(writer)).filter((one) => one !== id)
  await writer.setMeta(dismissedKey, [...others, id].slice(-keepDismissed))
}
