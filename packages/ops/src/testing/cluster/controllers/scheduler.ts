import type { JsonObject, KubeObject } from '../../../kube-object.ts'
import { quantityOf } from '../quantity.ts'
import { recordEvent } from './record-event.ts'
import { repellingTaint } from './tolerations.ts'
import { isActive, isTrue, setStatus, time } from './world.ts'
import type { World } from './world.ts'

const retryMs = 6500

/** Puts a pod on the node with the fewest pods on which it fits, or says why it fits on none and tries again. */
export function createScheduler(world: World): (pod: KubeObject) => void {
  const retryAt = new Map<string, number>()

  return function schedule(pod) {
    if (pod.spec?.['nodeName'] || !isActive(pod)) return
    const { uid = '' } = pod.metadata
    const now = world.store.clock.now()
    if ((retryAt.get(uid) ?? 0) > now) return
    const nodes = world.store.list('nodes')
    const reasons = nodes.map((node) => refusal(world, node, pod))
    const free = nodes
      .filter((_node, index) => reasons[index] === undefined)
      .toSorted((a, b) => podsOn(world, a).length - podsOn(world, b).length)[0]
    if (free) return bind(world, pod, free)
    retryAt.set(uid, now + retryMs)
    refuse(world, pod, reasons as string[])
  }
}

function bind(world: World, pod: KubeObject, node: KubeObject) {
  const { name, namespace } = pod.metadata
  const scheduled = {
    type: 'PodScheduled',
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: time(world),
  }
  world.store.replace('pods', {
    ...pod,
    spec: { ...pod.spec, nodeName: node.metadata.name },
    status: { ...pod.status, conditions: [scheduled] },
  })
  recordEvent(world, pod, {
    reason: 'Scheduled',
    message: `Successfully assigned ${namespace}/${name} to ${node.metadata.name}`,
    component: 'default-scheduler',
  })
}

function refuse(world: World, pod: KubeObject, reasons: string[]) {
  const counts = [...new Set(reasons)].toSorted().map((reason) => {
    return `${reasons.filter((one) => one === reason).length} ${reason}`
  })
  const total = reasons.length
  const message = `0/${total} nodes are available: ${counts.join(', ')}. preemption: 0/${total} nodes are available: ${total} No preemption victims found for incoming pod.`
  const condition = {
    type: 'PodScheduled',
    status: 'False',
    reason: 'Unschedulable',
    message,
    lastTransitionTime: time(world),
  }
  if (!pod.status?.['conditions']) setStatus(world, 'pods', pod, { ...pod.status, conditions: [condition] })
  recordEvent(world, pod, {
    type: 'Warning',
    reason: 'FailedScheduling',
    message,
    component: 'default-scheduler',
  })
  world.again('pods', pod, retryMs)
}

function refusal(world: World, node: KubeObject, pod: KubeObject): string | undefined {
  if (node.spec?.['unschedulable']) return 'node(s) were unschedulable'
  const taint = repellingTaint(pod.spec ?? {}, node)
  if (taint) return `node(s) had untolerated taint {${taint['key']}: ${taint['value'] ?? ''}}`
  if (!isTrue(node, 'Ready')) return 'node(s) had untolerated taint {node.kubernetes.io/not-ready: }'
  const wanted = Object.entries((pod.spec?.['nodeSelector'] ?? {}) as Record<string, string>)
  if (wanted.some(([key, value]) => node.metadata.labels?.[key] !== value))
    return "node(s) didn't match Pod's node affinity/selector"
  const on = podsOn(world, node)
  for (const resource of ['cpu', 'memory']) {
    const capacity = node.status?.['allocatable']?.[resource]
    if (capacity === undefined) continue
    const used = [...on, pod].reduce((sum, one) => sum + requested(one, resource), 0)
    if (used > quantityOf(capacity)) return `Insufficient ${resource}`
  }
  return undefined
}

function podsOn(world: World, node: KubeObject): KubeObject[] {
  return world.store
    .list('pods')
    .filter((pod) => pod.spec?.['nodeName'] === node.metadata.name && isActive(pod))
}

function requested(pod: KubeObject, resource: string): number {
  const containers = (pod.spec?.['containers'] ?? []) as JsonObject[]
  return containers.reduce((sum, { resources }) => sum + quantityOf(resources?.requests?.[resource] ?? 0), 0)
}
