import type { JsonObject, KubeObject } from '../../../kube-object.ts'
import { claimVolumes } from './claims.ts'
import { presentRevision, templateOfRevision } from './controller-revisions.ts'
import { recordEvent } from './record-event.ts'
import { createOwned, deletePod, isAvailable, isTrue, ownedBy, setStatus } from './world.ts'
import type { World } from './world.ts'

const label = 'controller-revision-hash'

/**
 * Creates pods from ordinal 0 up and updates them from the highest down, one at a time. A pod that is not ready holds
 * everything up, also when its template was reverted meanwhile: it must be deleted by hand.
 */
export function reconcileStatefulSet(world: World, set: KubeObject): void {
  if (set.metadata.deletionTimestamp !== undefined) return
  const { name: update } = presentRevision(world, set)
  const before = (set.status?.['currentRevision'] as string | undefined) ?? update
  const pods = ownedBy(world, 'pods', set).toSorted((a, b) => ordinalOf(a) - ordinalOf(b))
  const live = pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined)
  const status = statusOf(world, set, pods, before, update)
  const outdated = step(world, set, pods, live, { before, update })
  if (outdated) remove(world, set, outdated)
  // A pod that was just taken for an update no longer counts as one of the current revision.
  const isCurrent = outdated?.metadata.labels?.[label] === status['currentRevision']
  const current = Number(status['currentReplicas'] ?? 0) - (isCurrent ? 1 : 0)
  const { currentReplicas: _counted, ...others } = status
  setStatus(world, 'statefulsets', set, { ...others, ...(current > 0 ? { currentReplicas: current } : {}) })
}

/** Makes or removes what is due; a pod to be replaced by one of the new revision is answered. */
function step(
  world: World,
  set: KubeObject,
  pods: KubeObject[],
  live: KubeObject[],
  { before, update }: { before: string; update: string },
): KubeObject | undefined {
  const parallel = set.spec?.['podManagementPolicy'] === 'Parallel'
  const replicas = (set.spec?.['replicas'] as number | undefined) ?? 1
  for (let ordinal = 0; ordinal < replicas; ordinal += 1) {
    const pod = pods.find((one) => ordinalOf(one) === ordinal)
    if (!pod) create(world, set, ordinal, ordinal < partitionOf(set) ? before : update)
    if (!parallel && (!pod || pod.metadata.deletionTimestamp !== undefined || !isTrue(pod, 'Ready')))
      return undefined
  }
  const extra = live.findLast((pod) => ordinalOf(pod) >= replicas)
  if (extra) {
    remove(world, set, extra)
    return undefined
  }
  if (set.spec?.['updateStrategy']?.type === 'OnDelete') return undefined
  for (const pod of live.toReversed()) {
    if (ordinalOf(pod) < partitionOf(set)) return undefined
    if (pod.metadata.labels?.[label] !== update) return pod
    if (!isTrue(pod, 'Ready')) return undefined
  }
  return undefined
}

function statusOf(
  world: World,
  set: KubeObject,
  pods: KubeObject[],
  before: string,
  update: string,
): JsonObject {
  // A pod that ends is still there, but of no revision any more.
  const live = pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined)
  const revision = (name: string) => live.filter(({ metadata }) => metadata.labels?.[label] === name).length
  const ready = pods.filter((pod) => isTrue(pod, 'Ready'))
  const minReadySeconds = (set.spec?.['minReadySeconds'] as number | undefined) ?? 0
  const available = ready.filter((pod) => isAvailable(world, pod, minReadySeconds)).length
  if (available < ready.length) world.again('statefulsets', set, minReadySeconds * 1000)
  const replicas = (set.spec?.['replicas'] as number | undefined) ?? 1
  const complete = revision(update) === replicas && ready.length === replicas
  const currentRevision = complete ? update : before
  const counts = {
    readyReplicas: ready.length,
    currentReplicas: revision(currentRevision),
    updatedReplicas: revision(update),
  }
  return {
    observedGeneration: set.metadata.generation,
    replicas: pods.length,
    ...Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
    currentRevision,
    updateRevision: update,
    collisionCount: 0,
    availableReplicas: available,
  }
}

function create(world: World, set: KubeObject, ordinal: number, revision: string) {
  const name = `${set.metadata.name}-${ordinal}`
  const { metadata, spec } = templateOfRevision(world, set, revision)
  const labels = {
    ...metadata?.labels,
    'apps.kubernetes.io/pod-index': String(ordinal),
    [label]: revision,
    'statefulset.kubernetes.io/pod-name': name,
  }
  try {
    const volumes = [...(spec.volumes ?? []), ...claimVolumes(world, set, ordinal)]
    createOwned(
      world,
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { ...metadata, name, labels },
        spec: { ...spec, hostname: name, ...(volumes.length > 0 ? { volumes } : {}) },
      },
      set,
    )
    record(
      world,
      set,
      'Normal',
      'SuccessfulCreate',
      `create Pod ${name} in StatefulSet ${set.metadata.name} successful`,
    )
  } catch (error) {
    record(
      world,
      set,
      'Warning',
      'FailedCreate',
      `create Pod ${name} in StatefulSet ${set.metadata.name} failed error: ${(error as Error).message}`,
    )
    world.again('statefulsets', set, 1000)
  }
}

function remove(world: World, set: KubeObject, pod: KubeObject) {
  deletePod(world, pod)
  record(
    world,
    set,
    'Normal',
    'SuccessfulDelete',
    `delete Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name} successful`,
  )
}

function record(world: World, set: KubeObject, type: 'Normal' | 'Warning', reason: string, message: string) {
  recordEvent(world, set, { type, reason, message, component: 'statefulset-controller' })
}

function partitionOf(set: KubeObject): number {
  return (set.spec?.['updateStrategy']?.rollingUpdate?.partition as number | undefined) ?? 0
}

function ordinalOf({ metadata }: KubeObject): number {
  return Number(metadata.name.slice(metadata.name.lastIndexOf('-') + 1))
}
