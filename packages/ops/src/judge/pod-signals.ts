/** Signs of trouble on one pod: its containers, its place, its volumes. */
import { containerSignals } from './container-signals.ts'
import { countOf, eventsOn, messageOf } from './events-on.ts'
import type { ClusterEvent, Pod } from './objects.ts'
import type { Signal } from './signals.ts'

export function podSignals(pod: Pod, events: readonly ClusterEvent[]): readonly Signal[] {
  const object = `Pod/${pod.metadata.name}`
  const moved = movedSignal(pod, object)
  if (moved !== undefined) return [moved]
  // What is being ended fails in many ways that nobody needs to hear of.
  if (pod.metadata.deletionTimestamp !== undefined) return []
  const own = eventsOn(events, pod.metadata)
  const statuses = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])]
  return [
    ...scheduleSignals(pod, object),
    ...statuses.flatMap((status) => containerSignals(status, object, own)),
    ...volumeSignals(pod, object, own),
    ...probeSignals(pod, object, own),
  ]
}

const movedReasons = new Set([
  'Evicted',
  'Preempting',
  'Preempted',
  'NodeLost',
  'NodeShutdown',
  'Terminated',
  'NodeAffinity',
])

function movedSignal(pod: Pod, object: string): Signal | undefined {
  const target = pod.status?.conditions?.find(
    (one) => one.type === 'DisruptionTarget' && one.status === 'True',
  )
  const reason = target?.reason ?? pod.status?.reason
  if (target === undefined && !(reason !== undefined && movedReasons.has(reason))) return undefined
  const message = target?.message ?? pod.status?.message ?? ''
  return { rule: 'moved', reason: reason ?? 'DisruptionTarget', object, message, count: 1 }
}

function scheduleSignals(pod: Pod, object: string): readonly Signal[] {
  const placed = pod.status?.conditions?.find((one) => one.type === 'PodScheduled')
  if (placed?.status !== 'False' || placed.reason !== 'Unschedulable') return []
  return [{ rule: 'unschedulable', reason: 'Unschedulable', object, message: placed.message ?? '', count: 1 }]
}

const volumeReasons = new Set([
  'FailedMount',
  'FailedAttachVolume',
  'FailedMapVolume',
  'FailedCreatePodSandBox',
])

/** Told by events alone, which stay about an hour: they count only while the pod still waits to begin. */
function volumeSignals(pod: Pod, object: string, own: readonly ClusterEvent[]): readonly Signal[] {
  if (pod.status?.phase !== 'Pending') return []
  return own
    .filter(({ reason }) => volumeReasons.has(reason ?? ''))
    .map((event) => {
      const message = messageOf(event)
      const isMissing = /(secret|configmap) "[^"]*" not found|references non-existent/i.test(message)
      return {
        rule: isMissing ? 'configMissing' : 'volume',
        reason: event.reason!,
        object,
        message,
        count: countOf(event),
      }
    })
}

/** A failing probe is only worth a word while the pod does not serve. */
function probeSignals(pod: Pod, object: string, own: readonly ClusterEvent[]): readonly Signal[] {
  const ready = pod.status?.conditions?.find((one) => one.type === 'Ready')
  if (ready?.status === 'True') return []
  const failed = own.findLast(({ reason }) => reason === 'Unhealthy')
  if (failed === undefined) return []
  return [{ rule: 'probe', reason: 'Unhealthy', object, message: messageOf(failed), count: countOf(failed) }]
}
