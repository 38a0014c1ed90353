/** When the server was last asked in vain, so that the next commands do not wait for it: they leave it to the background. */
import type { Replica } from '@goalixa/replica/replica'

const key = 'unreachable'

/** What failed so long ago is tried again. */
const rememberedMs = 30_000

export async function isKnownUnreachable(replica: Replica): Promise<boolean> {
  const atMs = await replica.read((reader) => reader.meta(key))
  if (typeof atMs !== 'number') return false
  const ago = replica.now() - atMs
  return ago >= 0 && ago < rememberedMs
}

export const noteUnreachable = (replica: Replica): Promise<void> =>
  replica.storage.write((writer) => writer.setMeta(key, replica.now()))

export const noteReached = (replica: Replica): Promise<void> =>
  replica.storage.write(async (writer) => {
    // Null once it was reached again: then there is nothing to write.
    if (typeof (await writer.meta(key)) === 'number') await writer.setMeta(key, null)
  })
