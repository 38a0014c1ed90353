import { apiVersionOf } from '../../kube-object.ts'
import type { JsonObject, KubeObject } from '../../kube-object.ts'
import { appliedFields, changedFields, fieldOfMember, itemElement, printedPath } from './field-paths.ts'
import type { FieldSet } from './field-paths.ts'
import { ownersOf, sameOwner, schemaFor, withOwners } from './managed-fields.ts'
import type { Owner } from './managed-fields.ts'
import type { Resource } from './resources.ts'
import type { Field } from './schema.ts'
import { failure } from './status.ts'

/**
 * Server-side apply: the live object (undefined: none yet) with the applied configuration merged in, what the manager
 * applied before and no longer does taken out, and the ownership written down.
 *
 * @throws ApiError 409 with a cause per field that another manager owns with another value, unless forced
 */
export function applyConfiguration(
  resource: Resource,
  live: KubeObject | undefined,
  applied: KubeObject,
  how: { manager: string; subresource?: string | undefined; force: boolean; time: string },
): KubeObject {
  const schema = schemaFor(resource)
  const owners = live ? ownersOf(live) : []
  const claimed = appliedFields(applied, schema)
  const me: Owner = {
    manager: how.manager,
    operation: 'Apply',
    apiVersion: apiVersionOf(resource),
    ...(how.subresource === undefined ? {} : { subresource: how.subresource }),
    fields: claimed,
  }
  const mine = owners.find((owner) => sameOwner(owner, me))
  const others = owners.filter((owner) => owner !== mine)
  const merged = mergeValue(live ?? {}, applied, schema) as KubeObject
  const changed = changedFields(live ?? {}, merged, schema).set
  const taken = others.map((owner) => ({
    owner,
    fields: [...owner.fields].filter((path) => claimed.has(path) && changed.has(path)),
  }))
  const conflicts = taken.filter(({ fields }) => fields.length > 0)
  if (conflicts.length > 0 && !how.force) throw conflictError(conflicts)
  for (const { owner, fields } of conflicts) for (const field of fields) owner.fields.delete(field)
  const wanted = [claimed, ...others.map((owner) => owner.fields)]
  const dropped = [...(mine?.fields ?? [])].filter((path) => !wanted.some((fields) => holds(fields, path)))
  const result = dropped.length === 0 ? merged : prune(merged, new Set(dropped), schema, wanted)
  // Claiming what is there already is no change: such an entry keeps its time, and a first one has none.
  const time = changed.size > 0 || dropped.length > 0 ? how.time : mine?.time
  return withOwners(result, [...others, { ...me, ...(time === undefined ? {} : { time }) }])
}

/** True when the set has this field or one within it. */
function holds(fields: FieldSet, path: string): boolean {
  return fields.has(path) || [...fields].some((field) => field.startsWith(`${path.slice(0, -1)},`))
}

function conflictError(conflicts: { owner: Owner; fields: string[] }[]) {
  const rows = conflicts
    .toSorted((a, b) => (a.owner.manager < b.owner.manager ? -1 : 1))
    .map(({ owner, fields }) => ({
      who: described(owner),
      fields: fields.map((field) => printedPath(field)).toSorted(),
    }))
  const count = rows.reduce((sum, row) => sum + row.fields.length, 0)
  const message =
    count === 1
      ? `conflict with ${rows[0]?.who}: ${rows[0]?.fields[0]}`
      : rows
          .map(
            ({ who, fields }) => `conflicts with ${who}:\n${fields.map((field) => `- ${field}`).join('\n')}`,
          )
          .join('\n')
  const causes = rows.flatMap(({ who, fields }) =>
    fields.map((field) => ({ reason: 'FieldManagerConflict', message: `conflict with ${who}`, field })),
  )
  return failure(
    409,
    'Conflict',
    `Apply failed with ${count} conflict${count === 1 ? '' : 's'}: ${message}`,
    { causes },
  )
}

function described(owner: Owner): string {
  const subresource = owner.subresource === undefined ? '' : ` with subresource "${owner.subresource}"`
  const using = owner.operation === 'Update' ? ` using ${owner.apiVersion}` : ''
  return `"${owner.manager}"${subresource}${using}`
}

/** Applied values win; what only the live object has stays. */
function mergeValue(live: unknown, applied: unknown, field: Field): unknown {
  if (applied === undefined) return live
  if (typeof applied !== 'object' || applied === null || typeof live !== 'object' || live === null)
    return applied
  if (Array.isArray(applied) !== Array.isArray(live)) return applied
  if (Array.isArray(applied) && Array.isArray(live)) {
    if (field.type !== 'list') return applied
    if (field.set) return [...new Set([...(live as unknown[]), ...(applied as unknown[])])]
    return field.keys.length > 0 ? mergeItems(live as JsonObject[], applied as JsonObject[], field) : applied
  }
  if ((field.type === 'struct' || field.type === 'map') && field.atomic) return applied
  const merged: JsonObject = { ...(live as JsonObject) }
  for (const [member, value] of Object.entries(applied as JsonObject))
    merged[member] = mergeValue(merged[member], value, fieldOfMember(field, member))
  return merged
}

function mergeItems(
  live: JsonObject[],
  applied: JsonObject[],
  field: Field & { type: 'list' },
): JsonObject[] {
  const key = (item: JsonObject) => itemElement(field.keys, item)
  const wanted = new Set(applied.map((item) => key(item)))
  const present = new Map(live.map((item) => [key(item), item]))
  const kept = live.filter((item) => !wanted.has(key(item)))
  return [...applied.map((item) => mergeValue(present.get(key(item)), item, field.of) as JsonObject), ...kept]
}

/** The value without these fields; list items go when their own path is among them. What someone wants empty stays. */
function prune(object: KubeObject, dropped: FieldSet, schema: Field, wanted: FieldSet[]): KubeObject {
  const isWanted = (path: string[]) => wanted.some((fields) => fields.has(JSON.stringify(path)))
  const clean = (value: unknown, field: Field, path: string[]): unknown => {
    if (Array.isArray(value)) {
      if (field.type !== 'list' || field.keys.length === 0) {
        if (field.type !== 'list' || !field.set) return value
        return value.filter((item) => !dropped.has(JSON.stringify([...path, `v:${JSON.stringify(item)}`])))
      }
      const items = (value as JsonObject[])
        .map((item) => ({ item, place: [...path, itemElement(field.keys, item)] }))
        .filter(({ place }) => !dropped.has(JSON.stringify(place)))
      return items.length === 0 && value.length > 0 && !isWanted(path)
        ? undefined
        : items.map(({ item, place }) => clean(item, field.of, place))
    }
    if (typeof value !== 'object' || value === null) return value
    const entries = Object.entries(value as JsonObject)
    const left = entries
      .filter(([member]) => !dropped.has(JSON.stringify([...path, `f:${member}`])))
      .map(
        ([member, inner]) =>
          [member, clean(inner, fieldOfMember(field, member), [...path, `f:${member}`])] as const,
      )
      .filter(([, inner]) => inner !== undefined)
    return left.length === 0 && entries.length > 0 && path.length > 0 && !isWanted(path)
      ? undefined
      : Object.fromEntries(left)
  }
  return clean(object, schema, []) as KubeObject
}
