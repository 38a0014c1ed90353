/** What a person was told of what came up on this device. Apart from the counting: every command looks here. */
import type { Json } from '@goalixa/domain/rows'
import type { Noticed } from './replica-state.ts'
import { noneNoticed, readState } from './replica-state.ts'
import type { Replica } from './replica.ts'
import type { ReplicaReader } from './storage.ts'

const toldKey = 'told'

/** What was told until now, and what there is to tell; from here on that counts as told. */
export async function takeNoticed(replica: Replica): Promise<{ before: Noticed; after: Noticed }> {
  const look = async (reader: ReplicaReader) => ({
    before: ((await reader.meta(toldKey)) ?? noneNoticed) as unknown as Noticed,
    after: (await readState(reader)).noticed ?? noneNoticed,
  })
  const seen = await replica.read(look)
  if (isSame(seen.before, seen.after)) return seen
  // Looked at again where it is written: of two commands at once one tells it.
  return replica.storage.write(async (writer) => {
    const now = await look(writer)
    await writer.setMeta(toldKey, now.after as unknown as Json)
    return now
  })
}

const isSame = (a: Noticed, b: Noticed): boolean =>
  a.conflicts === b.conflicts && a.automaticEnds === b.automaticEnds && a.refused === b.refused
