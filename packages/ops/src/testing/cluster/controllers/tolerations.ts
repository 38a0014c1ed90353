import type { JsonObject, KubeObject } from '../../../kube-object.ts'

/** The taint of a node that keeps a pod away from it; undefined: none does. */
export function repellingTaint(
  spec: JsonObject,
  node: KubeObject,
  how: { daemon?: boolean } = {},
): JsonObject | undefined {
  const tolerations = (spec['tolerations'] ?? []) as JsonObject[]
  return ((node.spec?.['taints'] ?? []) as JsonObject[]).find(({ key, value, effect }) => {
    if (effect === 'PreferNoSchedule') return false
    // Pods of a DaemonSet stay through trouble of their node.
    if (how.daemon && String(key).startsWith('node.kubernetes.io/')) return false
    return !tolerations.some(
      (one) =>
        (one['key'] === undefined || one['key'] === key) &&
        (one['effect'] === undefined || one['effect'] === effect) &&
        (one['operator'] === 'Exists' || (one['value'] ?? '') === (value ?? '')),
    )
  })
}

/** Whether a pod may be on a node, as far as selector and taints go. */
export function tolerates(spec: JsonObject, node: KubeObject, how: { daemon?: boolean } = {}): boolean {
  const wanted = Object.entries((spec['nodeSelector'] ?? {}) as Record<string, string>)
  const fits = wanted.every(([key, value]) => node.metadata.labels?.[key] === value)
  return fits && repellingTaint(spec, node, how) === undefined
}
