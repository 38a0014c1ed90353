/** What was committed, to go back to: immutable ConfigMaps with the manifests as they were sent. The last ten stay. */
import { AppError } from '@goalixa/contracts/errors'
import type { Clock } from '../clock.ts'
import type { Cluster } from '../cluster.ts'
import { kinds } from '../kinds.ts'
import type { KubeObject } from '../kube-object.ts'
import { planSchema } from '../plan/plan.ts'
import type { Plan } from '../plan/plan.ts'
import { fromPieces, toPieces } from './blobs.ts'
import { createOnce } from './create-once.ts'
import { environmentLabel, runLabel } from './journal.ts'

export interface Revision {
  readonly number: number
  readonly run: string
  readonly planHash: string
  readonly committedAt: string
  /** `auth 1.4.0 sha256:…`, one line per service, for people. */
  readonly summary: string
}

interface RevisionPlace {
  readonly cluster: Cluster
  readonly namespace: string
  readonly environment: string
}

const keep = 10
const kindLabel = { 'goalixa.com/kind': 'revision' }

/** Revisions of an environment, newest first. */
export async function listRevisions(place: RevisionPlace): Promise<readonly Revision[]> {
  const maps = await mapsOf(place)
  return maps
    .filter(({ data }) => data?.['piece'] === '1')
    .map(({ data }) => JSON.parse(String(data!['revision'])) as Revision)
    .toSorted((a, b) => b.number - a.number)
}

/** Writes the plan down as the newest revision. The same run twice is one revision. */
export async function commitRevision(
  place: RevisionPlace & { readonly clock: Clock },
  plan: Plan,
  what: Omit<Revision, 'number'>,
): Promise<Revision> {
  const known = await listRevisions(place)
  const already = known.find(({ run }) => run === what.run)
  const revision = already ?? { ...what, number: (known[0]?.number ?? 0) + 1 }
  const pieces = await toPieces(plan)
  // The first piece makes the revision exist: it comes last.
  for (const [index, piece] of [...pieces.entries()].toReversed())
    await createOnce(place, kinds.ConfigMap, pieceMap(place, revision, index + 1, pieces.length, piece))
  for (const old of known.slice(keep - (already === undefined ? 1 : 0)))
    await removeRevision(place, old.number)
  return revision
}

/** The plan of a revision. Rejects with `ops.run_not_found`. */
export async function readRevision(place: RevisionPlace, number: number): Promise<Plan> {
  const own = (await mapsOf(place))
    .filter(({ metadata }) => metadata.labels?.['goalixa.com/revision'] === String(number))
    .toSorted((a, b) => Number(a.data?.['piece']) - Number(b.data?.['piece']))
  if (own.length === 0 || own.length !== Number(own[0]!.data?.['pieces']))
    throw new AppError('ops.run_not_found', `there is no revision ${number} of ${place.environment}`)
  return planSchema.parse(await fromPieces(own.map((map) => String(map['binaryData']?.plan))))
}

const mapsOf = async ({ cluster, namespace, environment }: RevisionPlace): Promise<readonly KubeObject[]> => {
  const labelSelector = `${environmentLabel}=${environment},goalixa.com/kind=revision`
  return (await cluster.list(kinds.ConfigMap, { namespace, labelSelector })).items
}

const nameOf = ({ environment }: RevisionPlace, number: number, piece: number) =>
  `goalixa-revision-${environment}-${number}${piece === 1 ? '' : `-${piece}`}`

const pieceMap = (
  place: RevisionPlace,
  revision: Revision,
  piece: number,
  pieces: number,
  plan: string,
): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {
    name: nameOf(place, revision.number, piece),
    namespace: place.namespace,
    labels: {
      ...kindLabel,
      'app.kubernetes.io/managed-by': 'goalixa-ops',
      [environmentLabel]: place.environment,
      [runLabel]: revision.run,
      'goalixa.com/revision': String(revision.number),
    },
  },
  immutable: true,
  data: { revision: JSON.stringify(revision), piece: String(piece), pieces: String(pieces) },
  binaryData: { plan },
})

async function removeRevision(place: RevisionPlace, number: number): Promise<void> {
  const maps = (await mapsOf(place)).filter(
    ({ metadata }) => metadata.labels?.['goalixa.com/revision'] === String(number),
  )
  for (const { metadata } of maps) await place.cluster.remove(kinds.ConfigMap, metadata.name, place.namespace)
}
