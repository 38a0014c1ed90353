/** When a rollout is complete: the rules of `kubectl rollout status`, in its order, and what it forgets to ask. */
import type { Workload } from './objects.ts'

export interface Completion {
  readonly complete: boolean
  /** What is awaited, for people. */
  readonly waitingFor: string
  /** Pods of the new revision that serve, and how many are wanted. */
  readonly updated: number
  readonly available: number
  readonly wanted: number
}

/** How far the workload's newest revision is. Status of an older generation counts as nothing. */
export function completionOf(workload: Workload): Completion {
  if ((workload.metadata.generation ?? 0) > (workload.status?.observedGeneration ?? 0))
    return waiting('the controller to see the change', {
      updated: 0,
      available: 0,
      wanted: wantedOf(workload),
    })
  if (workload.kind === 'StatefulSet') return statefulSet(workload)
  if (workload.kind === 'DaemonSet') return daemonSet(workload)
  return deployment(workload)
}

interface Counts {
  readonly updated: number
  readonly available: number
  readonly wanted: number
}

const waiting = (waitingFor: string, counts: Counts): Completion => ({
  complete: false,
  waitingFor,
  ...counts,
})
const done = (counts: Counts): Completion => ({ complete: true, waitingFor: '', ...counts })

const wantedOf = ({ kind, spec, status }: Workload): number =>
  kind === 'DaemonSet' ? (status?.desiredNumberScheduled ?? 0) : (spec?.replicas ?? 1)

function deployment(workload: Workload): Completion {
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = workload.status ?? {}
  // Old pods serve as well: what is more than all of them is certainly new.
  const ofNew = Math.min(updatedReplicas, Math.max(0, availableReplicas - (replicas - updatedReplicas)))
  const counts = { updated: updatedReplicas, available: ofNew, wanted: wantedOf(workload) }
  if (workload.spec?.paused === true) return waiting('somebody to resume the paused rollout', counts)
  if (updatedReplicas < counts.wanted)
    return waiting(`${counts.wanted - updatedReplicas} more new pods to be made`, counts)
  if (replicas > updatedReplicas) return waiting(`${replicas - updatedReplicas} old pods to end`, counts)
  if (availableReplicas < updatedReplicas)
    return waiting(`${updatedReplicas - availableReplicas} new pods to become available`, counts)
  return done(counts)
}

/** `kubectl` looks at ready replicas only; `minReadySeconds` counts too, as it does for a Deployment. */
function statefulSet(workload: Workload): Completion {
  const { readyReplicas = 0, updatedReplicas = 0, availableReplicas = 0 } = workload.status ?? {}
  const wanted = wantedOf(workload)
  const partition = workload.spec?.updateStrategy?.rollingUpdate?.partition ?? 0
  const counts = { updated: updatedReplicas, available: availableReplicas, wanted }
  if (readyReplicas < wanted) return waiting(`${wanted - readyReplicas} pods to become ready`, counts)
  if (updatedReplicas < wanted - partition)
    return waiting(`${wanted - partition - updatedReplicas} more pods to be replaced`, counts)
  if (availableReplicas < wanted)
    return waiting(`${wanted - availableReplicas} pods to become available`, counts)
  return done(counts)
}

function daemonSet(workload: Workload): Completion {
  const { updatedNumberScheduled = 0, numberAvailable = 0 } = workload.status ?? {}
  const wanted = wantedOf(workload)
  const counts = { updated: updatedNumberScheduled, available: numberAvailable, wanted }
  if (updatedNumberScheduled < wanted)
    return waiting(`${wanted - updatedNumberScheduled} more nodes to get the new pod`, counts)
  if (numberAvailable < wanted) return waiting(`${wanted - numberAvailable} pods to become available`, counts)
  return done(counts)
}
