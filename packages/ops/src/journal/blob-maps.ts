/** Data of a run that is too large for its journal, in ConfigMaps of its own beside it. */
import type { Clock } from '../clock.ts'
import type { Cluster } from '../cluster.ts'
import { kinds } from '../kinds.ts'
import { fromPieces, toPieces } from './blobs.ts'
import { createOnce } from './create-once.ts'

interface BlobPlace {
  readonly cluster: Cluster
  readonly clock: Clock
  readonly namespace: string
  readonly labels: Readonly<Record<string, string>>
}

/** Written once: what is there already under this name stays, so that a run that is taken up finds what was. */
export async function storeBlob(place: BlobPlace, name: string, value: unknown): Promise<void> {
  const pieces = await toPieces(value)
  // The first piece says how many there are: it comes last.
  for (const [index, piece] of [...pieces.entries()].toReversed()) {
    await createOnce(place, kinds.ConfigMap, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: pieceName(name, index + 1), namespace: place.namespace, labels: place.labels },
      immutable: true,
      data: { pieces: String(pieces.length) },
      binaryData: { piece },
    })
  }
}

/** Undefined when it was never stored. Rejects when it is damaged. */
export async function readBlob({ cluster, namespace }: BlobPlace, name: string): Promise<unknown> {
  const first = await cluster.get(kinds.ConfigMap, pieceName(name, 1), namespace)
  if (first === undefined) return undefined
  const pieces = [String(first['binaryData']?.piece)]
  for (let number = 2; number <= Number(first.data?.['pieces']); number += 1) {
    const more = await cluster.get(kinds.ConfigMap, pieceName(name, number), namespace)
    pieces.push(String(more?.['binaryData']?.piece))
  }
  return fromPieces(pieces)
}

const pieceName = (name: string, number: number) => (number === 1 ? name : `${name}-${number}`)
