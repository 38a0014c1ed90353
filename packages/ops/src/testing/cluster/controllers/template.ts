import { createHash } from 'node:crypto'
import type { Json, JsonObject } from '../../../kube-object.ts'

const alphabet = 'bcdfghjklmnpqrstvwxz2456789'
export const hashLabel = 'pod-template-hash'

/** The same template always has the same ten characters. The real algorithm differs; nothing depends on it. */
export function templateHash(template: JsonObject): string {
  const digest = createHash('sha256').update(canonical(template)).digest()
  return [...digest.subarray(0, 10)].map((byte) => alphabet[byte % alphabet.length]).join('')
}

/** Whether two pod templates ask for the same, whatever hash label they bear. */
export function sameTemplate(a: JsonObject, b: JsonObject): boolean {
  return canonical(withoutHash(a)) === canonical(withoutHash(b))
}

function withoutHash(template: JsonObject): JsonObject {
  const { [hashLabel]: _hash, ...labels } = (template['metadata']?.labels ?? {}) as Record<string, string>
  const { creationTimestamp: _creation, ...metadata } = (template['metadata'] ?? {}) as JsonObject
  return { ...template, metadata: { ...metadata, labels } }
}

function canonical(value: JsonObject): string {
  return JSON.stringify(value, (_key, part: Json) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}
