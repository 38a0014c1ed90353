/** The pods that a rollout is judged by: those of the new revision. A broken pod of an older one says nothing about it. */
import type { Observation, Pod, Revision, Workload } from './objects.ts'

const deploymentRevision = 'deployment.kubernetes.io/revision'

/** The ReplicaSet that a Deployment makes its pods from now. The creation time is no order: a template that comes back
 * reuses its old ReplicaSet under a new number. */
export function newReplicaSet(workload: Workload, revisions: Observation['revisions']): Revision | undefined {
  const number = workload.metadata.annotations?.[deploymentRevision]
  return revisions.find(
    (set) =>
      number !== undefined &&
      set.metadata.annotations?.[deploymentRevision] === number &&
      isOwnedBy(set.metadata.ownerReferences, workload.metadata.uid),
  )
}

/** Pods of the revision that the workload's controller is rolling out; none until it has seen the change. */
export function newPods({ workload, revisions, pods }: Observation): readonly Pod[] {
  if (workload === undefined || !isSeen(workload)) return []
  if (workload.kind === 'StatefulSet') return podsWithHash(workload, pods, workload.status?.updateRevision)
  if (workload.kind === 'DaemonSet') return podsWithHash(workload, pods, newestHash(workload, revisions))
  const set = newReplicaSet(workload, revisions)
  return set === undefined
    ? []
    : pods.filter((pod) => isOwnedBy(pod.metadata.ownerReferences, set.metadata.uid))
}

/** What the controller calls the newest revision; undefined until it has seen the change. */
export function revisionName({ workload, revisions }: Observation): string | undefined {
  if (workload === undefined || !isSeen(workload)) return undefined
  if (workload.kind === 'StatefulSet') return workload.status?.updateRevision
  if (workload.kind === 'DaemonSet') return newestHash(workload, revisions)
  return newReplicaSet(workload, revisions)?.metadata.name
}

/** Whether the controller has seen the newest change: before, its status speaks of the one before. */
export const isSeen = ({ metadata, status }: Workload): boolean =>
  (status?.observedGeneration ?? 0) >= (metadata.generation ?? 0)

function podsWithHash(workload: Workload, pods: readonly Pod[], hash: string | undefined): readonly Pod[] {
  return pods.filter(
    ({ metadata }) =>
      hash !== undefined &&
      metadata.labels?.['controller-revision-hash'] === hash &&
      isOwnedBy(metadata.ownerReferences, workload.metadata.uid),
  )
}

/** A DaemonSet does not name its revision: the pods of the newest carry its hash. */
function newestHash(workload: Workload, revisions: readonly Revision[]): string | undefined {
  const own = revisions.filter((one) => isOwnedBy(one.metadata.ownerReferences, workload.metadata.uid))
  const newest = own.toSorted((a, b) => (b.revision ?? 0) - (a.revision ?? 0))[0]
  return newest?.metadata.labels?.['controller-revision-hash']
}

const isOwnedBy = (owners: Pod['metadata']['ownerReferences'], uid: string | undefined): boolean =>
  owners?.some((owner) => owner.controller === true && owner.uid === uid) ?? false
