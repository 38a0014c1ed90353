import type { JsonObject } from '../../kube-object.ts'

// The server quotes rejected values in Go's own notation.

export function goString(text: string): string {
  return JSON.stringify(text)
}

export function goStringMap(map: Record<string, string> | undefined): string {
  if (!map) return 'map[string]string(nil)'
  const entries = Object.entries(map)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${goString(key)}:${goString(value)}`)
  return `map[string]string{${entries.join(', ')}}`
}

export function goSelector(selector: JsonObject): string {
  const labels = goStringMap(selector['matchLabels'] as Record<string, string> | undefined)
  return `v1.LabelSelector{MatchLabels:${labels}, MatchExpressions:[]v1.LabelSelectorRequirement(nil)}`
}

/** The real server prints every field of the template, pointers included; this is its beginning and what changed. */
export function goTemplate(template: JsonObject): string {
  const metadata = (template['metadata'] ?? {}) as JsonObject
  const labels = goStringMap(metadata['labels'] as Record<string, string> | undefined)
  return `core.PodTemplateSpec{ObjectMeta:v1.ObjectMeta{Labels:${labels}}, Spec:${JSON.stringify(template['spec'])}}`
}
