import { isDeepStrictEqual } from 'node:util'
import type { JsonObject, KubeObject } from '../../kube-object.ts'
import { goString } from './go-syntax.ts'
import type { Resource } from './resources.ts'
import { causes } from './status.ts'
import type { Cause } from './status.ts'

const dataLimit = 1024 * 1024
const annotationLimit = 256 * 1024
const configKey =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')"

/** Rules about annotations and about what ConfigMaps and Secrets hold. */
export function dataCauses(resource: Resource, object: KubeObject, before?: KubeObject): Cause[] {
  const found = annotationCauses(object, before !== undefined)
  if (resource.resource !== 'configmaps' && resource.resource !== 'secrets') return found
  const data: JsonObject = { ...object.data, ...(object['binaryData'] as JsonObject | undefined) }
  for (const key of Object.keys(data))
    if (!/^[-._a-zA-Z0-9]+$/.test(key)) found.push(causes.invalid(`data[${key}]`, goString(key), configKey))
  if (sizeOf(object, resource) > dataLimit)
    found.push(causes.tooLong(resource.resource === 'secrets' ? 'data' : '[]', dataLimit))
  if (before?.['immutable'] !== true) return found
  if (object['immutable'] !== true)
    found.push(causes.forbidden('immutable', 'field is immutable when `immutable` is set'))
  for (const field of ['data', 'binaryData'])
    if (!isDeepStrictEqual(before[field] ?? {}, object[field] ?? {}))
      found.push(causes.forbidden(field, 'field is immutable when `immutable` is set'))
  return found
}

function sizeOf(object: KubeObject, resource: Resource): number {
  const decoded = (value: unknown) => Buffer.from(String(value), 'base64').length
  const plain =
    resource.resource === 'secrets' ? decoded : (value: unknown) => Buffer.byteLength(String(value))
  const values = Object.values(object.data ?? {}).map((value: unknown) => plain(value))
  const binary = Object.values((object['binaryData'] ?? {}) as JsonObject).map((value: unknown) =>
    decoded(value),
  )
  return [...values, ...binary].reduce((sum, size) => sum + size, 0)
}

// An update is checked by four rules that each look at the metadata, and the real server repeats itself accordingly.
function annotationCauses(object: KubeObject, update: boolean): Cause[] {
  const entries = Object.entries(object.metadata.annotations ?? {})
  const size = entries.reduce(
    (sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value),
    0,
  )
  if (size <= annotationLimit) return []
  const cause = causes.tooLong('metadata.annotations', annotationLimit)
  return update ? [cause, cause, cause, cause] : [cause]
}
