/** What of a live object is ours: the fields that our manager applied, to apply them again as they are. */
import { fieldManager } from '../field-manager.ts'
import type { JsonObject, KubeObject } from '../kube-object.ts'

/** Undefined when our manager never applied this object. */
export function ownedFields(live: KubeObject): KubeObject | undefined {
  const ours = live.metadata.managedFields?.find(
    ({ manager, operation, subresource }) =>
      manager === fieldManager && operation === 'Apply' && (subresource ?? '') === '',
  )
  if (ours === undefined) return undefined
  const { apiVersion, kind, metadata } = live
  const owned = extract(live, ours.fieldsV1) as JsonObject
  return {
    ...owned,
    apiVersion,
    kind,
    metadata: {
      ...(owned['metadata'] as JsonObject | undefined),
      name: metadata.name,
      ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
    },
  }
}

/** fieldsV1: `f:name` is a member, `k:{…}` an item of a list by its keys, `v:…` a value of a set, `.` the thing itself. */
function extract(value: unknown, fields: JsonObject): unknown {
  const members = Object.entries(fields).filter(([key]) => key !== '.')
  if (members.length === 0) return value
  if (Array.isArray(value)) return extractItems(value, members)
  const from = value as JsonObject
  return Object.fromEntries(
    members
      .filter(([key]) => key.startsWith('f:') && from?.[key.slice(2)] !== undefined)
      .map(([key, inner]) => [key.slice(2), extract(from[key.slice(2)], inner as JsonObject)]),
  )
}

function extractItems(
  items: readonly unknown[],
  members: readonly (readonly [string, unknown])[],
): unknown[] {
  return items.flatMap((item) => {
    const found = members.find(([key]) => isItem(item, key))
    if (found === undefined) return []
    const [key, inner] = found
    return [key.startsWith('v:') ? item : extract(item, inner as JsonObject)]
  })
}

function isItem(item: unknown, key: string): boolean {
  const wanted = JSON.parse(key.slice(2)) as unknown
  if (key.startsWith('v:')) return JSON.stringify(item) === JSON.stringify(wanted)
  return Object.entries(wanted as JsonObject).every(([name, value]) => (item as JsonObject)[name] === value)
}
