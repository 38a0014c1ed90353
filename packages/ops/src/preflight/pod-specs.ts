/** The pods that manifests would make, wherever a kind keeps its template. Pure. */
import type { JsonObject, KubeObject } from '../kube-object.ts'

export interface PlannedPods {
  readonly owner: KubeObject
  readonly spec: JsonObject
  readonly namespace: string
}

export const podsIn = (objects: readonly KubeObject[]): readonly PlannedPods[] =>
  objects.flatMap((owner) => {
    const spec = templateOf(owner)?.['spec'] as JsonObject | undefined
    return spec === undefined ? [] : [{ owner, spec, namespace: owner.metadata.namespace ?? 'default' }]
  })

const templateOf = ({ kind, spec }: KubeObject): JsonObject | undefined => {
  if (['Deployment', 'StatefulSet', 'DaemonSet', 'Job'].includes(kind)) return spec?.['template']
  return kind === 'CronJob' ? spec?.['jobTemplate']?.spec?.template : undefined
}

export const containersOf = (spec: JsonObject): readonly JsonObject[] => [
  ...((spec['initContainers'] ?? []) as readonly JsonObject[]),
  ...((spec['containers'] ?? []) as readonly JsonObject[]),
]
