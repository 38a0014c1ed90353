import type { JsonObject, KubeObject } from '../../../kube-object.ts'
import { presentRevision } from './controller-revisions.ts'
import { recordEvent } from './record-event.ts'
import { limitsOf } from './rolling-update.ts'
import { tolerates } from './tolerations.ts'
import { createOwned, deletePod, isAvailable, isTrue, ownedBy, setStatus } from './world.ts'
import type { World } from './world.ts'

const label = 'controller-revision-hash'
const component = 'daemonset-controller'

/** Keeps one pod on every node that takes it, and replaces outdated ones as far as maxUnavailable allows. */
export function reconcileDaemonSet(world: World, set: KubeObject): void {
  if (set.metadata.deletionTimestamp !== undefined) return
  const { hash } = presentRevision(world, set)
  const template = (set.spec?.['template'] ?? {}) as JsonObject
  const nodes = world.store
    .list('nodes')
    .filter((node) => tolerates(template['spec'], node, { daemon: true }))
  const pods = ownedBy(world, 'pods', set)
  const on = (node: KubeObject) => pods.filter(({ spec }) => spec?.['nodeName'] === node.metadata.name)
  for (const node of nodes) {
    const failed = on(node).find(({ status }) => status?.['phase'] === 'Failed')
    if (failed) deletePod(world, failed)
    else if (on(node).length === 0) create(world, set, node, hash)
  }
  const wanted = new Set(nodes.map(({ metadata }) => metadata.name))
  for (const pod of pods) if (!wanted.has(pod.spec?.['nodeName'])) remove(world, set, pod)
  update(world, set, nodes.length, hash)
  const live = ownedBy(world, 'pods', set).filter(({ metadata }) => metadata.deletionTimestamp === undefined)
  const minReadySeconds = Number(set.spec?.['minReadySeconds'] ?? 0)
  const ready = live.filter((pod) => isTrue(pod, 'Ready'))
  const available = ready.filter((pod) => isAvailable(world, pod, minReadySeconds)).length
  if (available < ready.length) world.again('daemonsets', set, minReadySeconds * 1000)
  const updated = live.filter(({ metadata }) => metadata.labels?.[label] === hash).length
  setStatus(world, 'daemonsets', set, {
    currentNumberScheduled: live.length,
    numberMisscheduled: 0,
    desiredNumberScheduled: nodes.length,
    numberReady: ready.length,
    observedGeneration: set.metadata.generation,
    ...(updated > 0 ? { updatedNumberScheduled: updated } : {}),
    ...(available > 0 ? { numberAvailable: available } : {}),
    ...(nodes.length > available ? { numberUnavailable: nodes.length - available } : {}),
  })
}

// Pods that are not available go first: they cost nothing.
function update(world: World, set: KubeObject, nodes: number, hash: string) {
  if (set.spec?.['updateStrategy']?.type === 'OnDelete') return
  const { maxUnavailable = 1 } = set.spec?.['updateStrategy']?.rollingUpdate ?? {}
  const { unavailable } = limitsOf(nodes, { maxSurge: 0, maxUnavailable })
  const live = ownedBy(world, 'pods', set).filter(({ metadata }) => metadata.deletionTimestamp === undefined)
  const healthy = live.filter((pod) => isTrue(pod, 'Ready'))
  let room = unavailable - (nodes - healthy.length)
  for (const pod of live.filter(({ metadata }) => metadata.labels?.[label] !== hash)) {
    if (!isTrue(pod, 'Ready')) remove(world, set, pod)
    else if (room > 0) {
      remove(world, set, pod)
      room -= 1
    }
  }
}

function create(world: World, set: KubeObject, node: KubeObject, hash: string) {
  const { metadata, spec } = set.spec?.['template'] ?? {}
  try {
    const pod = createOwned(
      world,
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: {
          ...metadata,
          generateName: `${set.metadata.name}-`,
          labels: { ...metadata?.labels, [label]: hash },
        },
        spec: { ...spec, nodeName: node.metadata.name },
      },
      set,
    )
    recordEvent(world, set, {
      reason: 'SuccessfulCreate',
      message: `Created pod: ${pod.metadata.name}`,
      component,
    })
  } catch (error) {
    const message = `Error creating: ${(error as Error).message}`
    recordEvent(world, set, { type: 'Warning', reason: 'FailedCreate', message, component })
    world.again('daemonsets', set, 1000)
  }
}

function remove(world: World, set: KubeObject, pod: KubeObject) {
  if (pod.metadata.deletionTimestamp !== undefined) return
  deletePod(world, pod)
  recordEvent(world, set, {
    reason: 'SuccessfulDelete',
    message: `Deleted pod: ${pod.metadata.name}`,
    component,
  })
}
