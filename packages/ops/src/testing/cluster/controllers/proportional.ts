import type { KubeObject } from '../../../kube-object.ts'
import { limitsOf } from './rolling-update.ts'

const desiredReplicas = 'deployment.kubernetes.io/desired-replicas'
const maxReplicas = 'deployment.kubernetes.io/max-replicas'

/** What a ReplicaSet notes of the size of its Deployment, so that a change of it can be told from a rollout. */
export function sizeNotes(deployment: KubeObject): Record<string, string> {
  const replicas = sizeOf(deployment)
  const { surge } = limitsOf(replicas, deployment.spec?.['strategy']?.rollingUpdate ?? {})
  return { [desiredReplicas]: String(replicas), [maxReplicas]: String(replicas + surge) }
}

/** Whether the Deployment was scaled since its ReplicaSets were last looked after. */
export function isScalingEvent(deployment: KubeObject, sets: readonly KubeObject[]): boolean {
  return sets.some((set) => {
    const noted = set.metadata.annotations?.[desiredReplicas]
    return sizeOf(set) > 0 && noted !== undefined && Number(noted) !== sizeOf(deployment)
  })
}

/**
 * The sizes of ReplicaSets after the Deployment was scaled, in the order given: one that is alone takes all; several,
 * in the middle of a rollout, share what was added or taken in proportion to what they have.
 */
export function proportionalSizes(
  deployment: KubeObject,
  newest: KubeObject | undefined,
  sets: readonly KubeObject[],
): number[] {
  const sizes = sets.map(sizeOf)
  const replicas = sizeOf(deployment)
  const active = sets.filter((set) => sizeOf(set) > 0)
  const only = active.length > 1 ? undefined : (active[0] ?? newest ?? sets.at(-1))
  if (only) return sets.map((set, index) => (set === only ? replicas : (sizes[index] ?? 0)))
  const isFull = newest && sizeOf(newest) === replicas && newest.status?.['availableReplicas'] === replicas
  if (isFull) return sets.map((set) => (set === newest ? replicas : 0))
  const { surge } = limitsOf(replicas, deployment.spec?.['strategy']?.rollingUpdate ?? {})
  const allowed = replicas > 0 ? replicas + surge : 0
  let left = allowed - sizes.reduce((sum, size) => sum + size, 0)
  const order = active.toSorted(
    (a, b) => sizeOf(b) - sizeOf(a) || (left > 0 ? newerFirst(a, b) : newerFirst(b, a)),
  )
  const growth = left
  for (const set of order) {
    const index = sets.indexOf(set)
    const size = sizeOf(set)
    const noted = Number(set.metadata.annotations?.[maxReplicas] ?? replicas)
    const share = Math.round((size * allowed) / noted) - size
    const given = growth > 0 ? Math.min(share, left) : Math.max(share, left)
    if (left === 0) break
    sizes[index] = size + given
    left -= given
  }
  const first = order[0] ? sets.indexOf(order[0]) : -1
  if (left !== 0 && first >= 0) sizes[first] = Math.max(0, (sizes[first] ?? 0) + left)
  return sizes
}

export function sizeOf(object: KubeObject): number {
  return (object.spec?.['replicas'] as number | undefined) ?? 1
}

function newerFirst(a: KubeObject, b: KubeObject): number {
  return (b.metadata.creationTimestamp ?? '') < (a.metadata.creationTimestamp ?? '') ? -1 : 1
}
