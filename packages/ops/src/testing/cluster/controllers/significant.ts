import type { JsonObject, KubeObject } from '../../../kube-object.ts'
import { conditionsOf } from './world.ts'

/** What two clusters must agree on in an object: no names that were generated, no times, no node. */
export function significant(object: KubeObject): string {
  const { generation, deletionTimestamp, annotations = {} } = object.metadata
  const status = object.status ?? {}
  const conditions = conditionsOf(object).map((one) => `${one.type}=${one.status}/${one.reason ?? ''}`)
  const counts = (...names: string[]) => names.map((name) => `${name} ${status[name] ?? '-'}`)
  const seen = `generation ${generation} seen ${status['observedGeneration'] ?? '-'}`
  const parts = () => {
    switch (object.kind) {
      case 'Deployment':
        return [
          seen,
          `revision ${annotations['deployment.kubernetes.io/revision'] ?? '-'}`,
          `asks ${object.spec?.['replicas']}`,
          ...counts(
            'replicas',
            'updatedReplicas',
            'readyReplicas',
            'availableReplicas',
            'unavailableReplicas',
          ),
          ...conditions,
        ]
      case 'ReplicaSet':
        return [
          imagesOf(object.spec?.['template']?.spec),
          seen,
          `revision ${annotations['deployment.kubernetes.io/revision']}`,
          `before ${annotations['deployment.kubernetes.io/revision-history'] ?? '-'}`,
          `cause ${annotations['kubernetes.io/change-cause'] ?? '-'}`,
          `asks ${object.spec?.['replicas']}`,
          ...counts('replicas', 'readyReplicas', 'availableReplicas'),
          ...conditions,
        ]
      case 'StatefulSet':
        return [
          seen,
          ...counts('replicas', 'readyReplicas', 'currentReplicas', 'updatedReplicas', 'availableReplicas'),
          status['currentRevision'] === status['updateRevision'] ? 'one revision' : 'two revisions',
        ]
      case 'Job':
        return [...counts('active', 'ready', 'failed', 'succeeded', 'terminating'), ...conditions]
      case 'Pod':
        return podParts(object, conditions)
      case 'Event':
        return [
          object['type'],
          object['reason'],
          `times ${object['count'] ?? '-'}`,
          withoutNames(object['message']),
        ]
      default:
        return [...counts('currentReplicas', 'desiredReplicas'), ...conditions]
    }
  }
  return [...parts(), ...(deletionTimestamp === undefined ? [] : ['being deleted'])].join(' | ')
}

function podParts(pod: KubeObject, conditions: string[]): string[] {
  const scheduled = pod.spec?.['nodeName'] ? 'on a node' : 'on no node'
  const failed = conditions.filter((condition) => !condition.includes('=True'))
  const containers = [
    ...((pod.status?.['initContainerStatuses'] ?? []) as JsonObject[]),
    ...((pod.status?.['containerStatuses'] ?? []) as JsonObject[]),
  ].map(({ name, state, lastState, restartCount, ready }) => {
    const past = lastState?.terminated ? ` after ${stateOf(lastState as JsonObject)}` : ''
    return `${name} ${stateOf(state as JsonObject)}${past}, restarts ${restartCount}, ${ready ? 'ready' : 'not ready'}`
  })
  return [imagesOf(pod.spec), String(pod.status?.['phase']), scheduled, ...failed, ...containers]
}

function stateOf(state: JsonObject): string {
  const [name = '', details] = Object.entries(state)[0] ?? []
  const { reason, exitCode, message } = (details ?? {}) as JsonObject
  return [name, reason, exitCode, message && withoutNames(message as string)]
    .filter((part) => part !== undefined)
    .join(' ')
}

function imagesOf(spec: JsonObject | undefined): string {
  return ((spec?.['containers'] ?? []) as JsonObject[])
    .map(({ image }) => String(image).split('/').at(-1))
    .join(' ')
}

function withoutNames(message: string): string {
  return message
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uid>')
    .replaceAll(
      /(app|api|auth)-[a-z0-9]{6,10}(-[a-z0-9]{5})?(?![a-z0-9])/g,
      (_, name: string, pod?: string) => (pod === undefined ? `${name}-<hash>` : `${name}-<hash>-<id>`),
    )
    .replaceAll(/(migrate-(?:bad|slow|1-4-0))-[a-z0-9]{5}\b/g, '$1-<id>')
    .replace(/ in \d+ms \(\d+ms including waiting\)\. Image size: \d+ bytes\./, ' in <time>')
    .replace(/ to worker-\d$/, ' to <node>')
}
