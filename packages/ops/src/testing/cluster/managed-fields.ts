import { apiVersionOf } from '../../kube-object.ts'
import type { JsonObject, KubeObject, ManagedFieldsEntry } from '../../kube-object.ts'
import { changedFields, decodeFields, encodeFields } from './field-paths.ts'
import type { FieldSet } from './field-paths.ts'
import type { Resource } from './resources.ts'
import { schemaOf } from './schema.ts'
import type { Field } from './schema.ts'

/** Who writes, as managedFields tell it. */
export type Writer = { manager: string; subresource?: string }

export type Owner = Writer & {
  operation: 'Apply' | 'Update'
  apiVersion: string
  time?: string
  fields: FieldSet
}

export function schemaFor(resource: Resource): Field {
  return schemaOf(resource) ?? { type: 'map', of: { type: 'any' }, atomic: false }
}

export function ownersOf(object: KubeObject): Owner[] {
  return (object.metadata.managedFields ?? []).map(
    ({ manager, operation, apiVersion, time, fieldsV1, subresource }) => ({
      manager,
      operation,
      apiVersion,
      ...(time === undefined ? {} : { time }),
      ...(subresource === undefined ? {} : { subresource }),
      fields: decodeFields(fieldsV1),
    }),
  )
}

/** The object with these owners: empty ones left out, Apply first, then by time and name. */
export function withOwners(object: KubeObject, owners: Owner[]): KubeObject {
  const managedFields = owners
    .filter((owner) => owner.fields.size > 0)
    .toSorted(
      (a, b) => order(a) - order(b) || compare(a.time ?? '', b.time ?? '') || compare(a.manager, b.manager),
    )
    .map(({ fields, manager, operation, apiVersion, time, subresource }): ManagedFieldsEntry => ({
      manager,
      operation,
      apiVersion,
      ...(time === undefined ? {} : { time }),
      fieldsType: 'FieldsV1',
      fieldsV1: encodeFields(fields),
      ...(subresource === undefined ? {} : { subresource }),
    }))
  const { managedFields: _before, ...metadata } = object.metadata
  return { ...object, metadata: managedFields.length > 0 ? { ...metadata, managedFields } : metadata }
}

function order(owner: Owner): number {
  return owner.operation === 'Apply' ? 0 : 1
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}

export function sameOwner(a: Writer & { operation: string }, b: Writer & { operation: string }): boolean {
  return a.manager === b.manager && a.operation === b.operation && a.subresource === b.subresource
}

// Parents that every object has in the server's own types, and so never count as added by a writer.
const always = new Set(['f:metadata', 'f:spec', 'f:status', 'f:template', 'f:strategy', 'f:resources'])

/**
 * The object after a write that is not an apply: the writer takes over whatever it changed and nobody keeps a field
 * that is gone. `before` is undefined for a create.
 */
export function trackUpdate(
  resource: Resource,
  before: KubeObject | undefined,
  after: KubeObject,
  writer: Writer & { time: string },
): KubeObject {
  const owners = before ? ownersOf(before) : []
  const schema = schemaFor(resource)
  const { set, removed } = changedFields(before ?? {}, after, schema)
  const claimed = new Set([...set].filter((path) => !isParentOfAlways(path, after)))
  if (claimed.size === 0 && removed.size === 0) return withOwners(after, owners)
  for (const owner of owners)
    owner.fields = new Set([...owner.fields].filter((path) => !claimed.has(path) && !removed.has(path)))
  const operation = 'Update' as const
  const mine = owners.find((owner) => sameOwner(owner, { ...writer, operation }))
  const { manager, subresource, time } = writer
  if (mine) {
    mine.time = time
    for (const path of claimed) mine.fields.add(path)
  } else
    owners.push({
      manager,
      operation,
      apiVersion: apiVersionOf(resource),
      time,
      ...(subresource === undefined ? {} : { subresource }),
      fields: claimed,
    })
  return withOwners(after, owners)
}

function isParentOfAlways(path: string, object: KubeObject): boolean {
  const elements = JSON.parse(path) as string[]
  if (!always.has(elements.at(-1) ?? '')) return false
  let value: unknown = object
  for (const element of elements) {
    if (!element.startsWith('f:') || typeof value !== 'object' || value === null) return true
    value = (value as JsonObject)[element.slice(2)]
  }
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0
}
