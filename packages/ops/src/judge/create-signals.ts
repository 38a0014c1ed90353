/** Signs that no pod can be made, and what the workload itself says: seen where no pod exists at all. */
import { countOf, eventsOn, messageOf } from './events-on.ts'
import { isSeen, newReplicaSet } from './new-pods.ts'
import type { Metadata, Observation } from './objects.ts'
import type { RuleName } from './rules.ts'
import type { Signal } from './signals.ts'

export function createSignals({ workload, revisions, events }: Observation): readonly Signal[] {
  if (workload === undefined || !isSeen(workload)) return []
  const object = `${workload.kind}/${workload.metadata.name}`
  if (workload.kind !== 'Deployment') return refusalsOf(workload.kind, workload.metadata, undefined, events)
  const set = newReplicaSet(workload, revisions)
  if (set === undefined) return []
  const failure = set.status?.conditions?.find(
    (one) => one.type === 'ReplicaFailure' && one.status === 'True',
  )
  const progress = workload.status?.conditions?.find((one) => one.type === 'Progressing')
  // The condition of the rollout before stays until the new one has moved: it names its ReplicaSet.
  const isOverdue =
    progress?.reason === 'ProgressDeadlineExceeded' &&
    progress.message?.includes(`"${set.metadata.name}"`) === true
  return [
    ...refusalsOf('ReplicaSet', set.metadata, failure?.message, events),
    ...(isOverdue
      ? [
          {
            rule: 'noProgress' as const,
            reason: progress.reason,
            object,
            message: progress.message,
            count: 1,
          },
        ]
      : []),
  ]
}

/** Pods that could not be made. A condition is certain; without one the newest event has to do. */
export function refusalsOf(
  kind: string,
  metadata: Metadata,
  condition: string | undefined,
  events: Observation['events'],
): readonly Signal[] {
  const failed = eventsOn(events, metadata).filter(({ reason }) => reason === 'FailedCreate')
  const message = condition ?? (kind === 'ReplicaSet' ? undefined : messageOf(failed.at(-1) ?? { metadata }))
  if (message === undefined || message === '') return []
  const count = failed.reduce((sum, event) => sum + countOf(event), 0)
  return [
    {
      rule: refusalRule(message),
      reason: 'FailedCreate',
      object: `${kind}/${metadata.name}`,
      message,
      count: Math.max(1, count),
    },
  ]
}

function refusalRule(message: string): RuleName {
  if (/exceeded quota|must specify .* for: /i.test(message)) return 'quota'
  if (/violates PodSecurity/i.test(message)) return 'podSecurity'
  if (/serviceaccount "[^"]*" not found/i.test(message)) return 'serviceAccount'
  if (/failed calling webhook|context deadline exceeded/i.test(message)) return 'webhook'
  if (/is invalid|Invalid value|denied the request/i.test(message)) return 'podInvalid'
  return 'podRefused'
}
