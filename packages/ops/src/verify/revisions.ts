/** Which revision of each service the cluster makes pods of: what should answer people. */
import type { Cluster } from '../cluster.ts'
import { newReplicaSet } from '../judge/new-pods.ts'
import { kinds } from '../kinds.ts'
import type { KubeObject } from '../kube-object.ts'
import { serviceLabel } from '../plan/services.ts'
import type { Origins } from './journeys.ts'
import { originNames } from './origins.ts'

/** The hash of the pod template by service; absent where no Deployment of it is known. */
export type Revisions = Readonly<Partial<Record<keyof Origins, string>>>

/** @param objects the manifests of the plan */
export async function revisionsIn(
  cluster: Pick<Cluster, 'get' | 'list'>,
  objects: readonly KubeObject[],
): Promise<Revisions> {
  const found = await Promise.all(
    originNames.map(async (name) => {
      const object = objects.find(
        ({ kind, metadata }) => kind === 'Deployment' && metadata.labels?.[serviceLabel] === name,
      )
      const hash = object === undefined ? undefined : await hashOf(cluster, object)
      return hash === undefined ? [] : [[name, hash] as const]
    }),
  )
  return Object.fromEntries(found.flat())
}

async function hashOf(
  cluster: Pick<Cluster, 'get' | 'list'>,
  { metadata: { name, namespace } }: KubeObject,
): Promise<string | undefined> {
  const at = namespace === undefined ? {} : { namespace }
  const [workload, sets] = await Promise.all([
    cluster.get(kinds.Deployment, name, namespace),
    cluster.list(kinds.ReplicaSet, at),
  ])
  if (workload === undefined) return undefined
  const current = newReplicaSet(
    { ...workload, kind: 'Deployment' },
    sets.items.map((set) => ({ ...set, kind: 'ReplicaSet' })),
  )
  return current?.metadata.labels?.['pod-template-hash']
}
