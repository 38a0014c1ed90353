import type { KubeObject } from '../../../kube-object.ts'
import { recordEvent } from './record-event.ts'
import { conditionsOf, deletePod, setStatus, time } from './world.ts'
import type { Later, World } from './world.ts'

const evictionMs = 300_000
const unreachable = 'node.kubernetes.io/unreachable'

/** A Ready node with room for many pods. */
export function node(
  name: string,
  how: { cpu?: string; memory?: string; architecture?: string } = {},
): KubeObject {
  const { cpu = '8', memory = '16Gi', architecture = 'amd64' } = how
  const room = { cpu, memory, pods: '110' }
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/arch': architecture, 'kubernetes.io/hostname': name } },
    spec: {},
    status: {
      capacity: room,
      allocatable: room,
      nodeInfo: { architecture, operatingSystem: 'linux' },
      conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady' }],
    },
  }
}

/** The node is silent: tainted at once, its pods not ready, and evicted when they have tolerated that long enough. */
export function loseNode(world: World, name: string, later: Later): void {
  setReady(world, name, 'Unknown', 'NodeStatusUnknown')
  setTaints(world, name, true)
  for (const pod of podsOn(world, name)) {
    const conditions = conditionsOf(pod).map((one) =>
      one.type === 'Ready' ? { ...one, status: 'False', lastTransitionTime: time(world) } : one,
    )
    setStatus(world, 'pods', pod, { ...pod.status, conditions })
    recordEvent(world, pod, {
      type: 'Warning',
      reason: 'NodeNotReady',
      message: 'Node is not ready',
      component: 'node-controller',
    })
  }
  later(evictionMs, () => {
    const lost = world.store.get('nodes', '', name)
    if (lost && conditionsOf(lost).some(({ type, status }) => type === 'Ready' && status === 'Unknown'))
      for (const pod of podsOn(world, name)) {
        markDisrupted(world, pod, 'DeletionByTaintManager', 'Taint manager: deleting due to NoExecute taint')
        deletePod(world, world.store.get('pods', pod.metadata.namespace ?? '', pod.metadata.name) ?? pod)
      }
  })
}

/** The node reports again: its pods are as they were, and those that were to go now go. */
export function regainNode(world: World, name: string): void {
  setReady(world, name, 'True', 'KubeletReady')
  setTaints(world, name, false)
  for (const pod of podsOn(world, name)) {
    const statuses = (pod.status?.['containerStatuses'] ?? []) as { ready?: boolean }[]
    const ready = statuses.length > 0 && statuses.every((one) => one.ready)
    const conditions = conditionsOf(pod).map((one) =>
      one.type === 'Ready' && ready ? { ...one, status: 'True', lastTransitionTime: time(world) } : one,
    )
    setStatus(world, 'pods', pod, { ...pod.status, conditions })
  }
}

/** A node short of memory throws out one of its pods; whoever owns it makes another. */
export function evictPod(world: World, pod: KubeObject): void {
  const message = 'The node was low on resource: memory. Threshold quantity: 100Mi, available: 48Mi.'
  markDisrupted(world, pod, 'TerminationByKubelet', message)
  const live = world.store.get('pods', pod.metadata.namespace ?? '', pod.metadata.name) ?? pod
  const conditions = conditionsOf(live).map((one) =>
    one.type === 'Ready' || one.type === 'ContainersReady'
      ? { ...one, status: 'False', reason: 'PodFailed', lastTransitionTime: time(world) }
      : one,
  )
  setStatus(world, 'pods', live, { ...live.status, phase: 'Failed', reason: 'Evicted', message, conditions })
  recordEvent(world, live, { type: 'Warning', reason: 'Evicted', message, component: 'kubelet' })
}

function markDisrupted(world: World, pod: KubeObject, reason: string, message: string) {
  const others = conditionsOf(pod).filter(({ type }) => type !== 'DisruptionTarget')
  const target = {
    type: 'DisruptionTarget',
    status: 'True',
    reason,
    message,
    lastTransitionTime: time(world),
  }
  setStatus(world, 'pods', pod, { ...pod.status, conditions: [...others, target] })
}

function setTaints(world: World, name: string, lost: boolean) {
  const found = world.store.get('nodes', '', name)
  if (!found) return
  const others = ((found.spec?.['taints'] ?? []) as { key: string }[]).filter(
    ({ key }) => key !== unreachable,
  )
  const taints = lost
    ? [...others, ...['NoSchedule', 'NoExecute'].map((effect) => ({ key: unreachable, effect }))]
    : others
  const { taints: _taints, ...spec } = found.spec ?? {}
  world.store.replace('nodes', { ...found, spec: taints.length > 0 ? { ...spec, taints } : spec })
}

function setReady(world: World, name: string, status: string, reason: string) {
  const found = world.store.get('nodes', '', name)
  if (!found) return
  const others = conditionsOf(found).filter(({ type }) => type !== 'Ready')
  const ready = { type: 'Ready', status, reason, lastTransitionTime: time(world) }
  setStatus(world, 'nodes', found, { ...found.status, conditions: [...others, ready] })
}

function podsOn(world: World, name: string): KubeObject[] {
  return world.store.list('pods').filter((pod) => pod.spec?.['nodeName'] === name)
}
