import { parseDocument } from 'yaml'
import type { JsonObject, KubeObject } from '../../kube-object.ts'
import { apiVersionOf } from '../../kube-object.ts'
import { fieldOfMember } from './field-paths.ts'
import { schemaOf } from './schema.ts'
import type { Field } from './schema.ts'
import type { Resource } from './resources.ts'
import { badRequest, failure, invalid } from './status.ts'
import { misfits, plainPath, typedPath } from './typed.ts'
import type { Misfit } from './typed.ts'

export type FieldValidation = 'Strict' | 'Warn' | 'Ignore'

/** How the body arrived: it decides how a misfit is answered. */
export type Arrival = 'create' | 'patch' | 'apply'

/** A body in JSON or YAML; `warnings` takes the duplicate keys of YAML. */
export function parseBody(text: string, contentType: string, warnings: string[]): unknown {
  if (contentType.includes('protobuf'))
    throw failure(415, 'UnsupportedMediaType', 'the body of the request was in an unknown format', {})
  if (!contentType.includes('yaml') && !contentType.startsWith('application/apply-patch')) {
    try {
      return JSON.parse(text) as unknown
    } catch (error) {
      throw badRequest(`the object provided is unrecognized (must be of type): ${(error as Error).message}`)
    }
  }
  const document = parseDocument(text, { uniqueKeys: false })
  const broken = document.errors[0]
  if (broken)
    throw badRequest(
      `error decoding YAML: error converting YAML to JSON: yaml: ${broken.message.split('\n')[0]}`,
    )
  for (const repeated of parseDocument(text, { uniqueKeys: true }).errors) {
    const line = repeated.linePos?.[1]?.line ?? repeated.linePos?.[0].line ?? 0
    const key = text.slice(repeated.pos[0]).match(/^["']?([\w./-]+)/)?.[1] ?? ''
    warnings.push(`line ${line}: key "${key}" already set in map`)
  }
  return document.toJS() as unknown
}

/**
 * The object of a body as the server takes it in: unknown fields dropped, times in their one notation.
 *
 * @throws ApiError 400, 422 or 500 when something does not fit the kind, as the way of arrival has it
 */
export function decodeObject(
  resource: Resource,
  body: KubeObject,
  how: { arrival: Arrival; fieldValidation: FieldValidation; warnings: string[] },
): KubeObject {
  const schema = schemaOf(resource)
  if (!schema) return body
  const found = misfits(body, schema)
  const wrong = found.find(({ kind }) => kind !== 'unknown')
  const unknown = found.filter(({ kind }) => kind === 'unknown')
  if (how.arrival === 'apply') refuseStructure(resource, body, found)
  else if (wrong) throw undecodable(resource, body, how.arrival, wrong.message)
  if (unknown.length === 0) return canonical(resource, body)
  const messages = unknown.map(({ path }) => `unknown field "${plainPath(body, path)}"`)
  if (how.fieldValidation === 'Strict')
    throw undecodable(resource, body, how.arrival, `strict decoding error: ${messages.join(', ')}`)
  if (how.fieldValidation === 'Warn') how.warnings.push(...messages)
  return canonical(resource, withoutUnknown(body, schema) as KubeObject)
}

function undecodable(resource: Resource, body: KubeObject, arrival: Arrival, why: string) {
  if (arrival === 'create')
    return badRequest(
      `${resource.kind} in version "${resource.version}" cannot be handled as a ${resource.kind}: ${why}`,
    )
  const message = `Invalid value: ${JSON.stringify(JSON.stringify(body))}: ${why}`
  return invalid({ group: '', kind: '' }, '', [{ reason: 'FieldValueInvalid', message, field: 'patch' }])
}

function subjectOf(resource: Resource, { metadata }: KubeObject): string {
  const place = metadata.namespace === undefined ? '' : `${metadata.namespace}/`
  return `(${place}${metadata.name}; ${apiVersionOf(resource)}, Kind=${resource.kind})`
}

// Apply answers 500 without a reason for whatever does not fit: at once for structure, after the merge for values.
function refuseStructure(resource: Resource, body: KubeObject, found: Misfit[]) {
  const structure = found.filter(({ kind }) => kind === 'unknown' || kind === 'type')
  if (structure.length === 0) return
  const lines = structure.map(({ path, message }) => `${typedPath(path)}: ${message}`)
  const text = lines.length === 1 ? lines[0] : `errors:\n${lines.map((line) => `  ${line}`).join('\n')}`
  throw failure(500, undefined, `failed to create typed patch object ${subjectOf(resource, body)}: ${text}`)
}

/** @throws ApiError 500 for a quantity or time that cannot be read in the outcome of an apply */
export function refuseValues(resource: Resource, applied: KubeObject): void {
  const schema = schemaOf(resource)
  const value = schema && misfits(applied, schema).find(({ kind }) => kind === 'quantity' || kind === 'time')
  if (!value) return
  const kind = `${apiVersionOf(resource)}, Kind=${resource.kind}`
  throw failure(
    500,
    undefined,
    `failed to convert new object ${subjectOf(resource, applied)} to proper version: unable to convert unstructured object to ${kind}: ${value.message}`,
  )
}

function withoutUnknown(value: unknown, field: Field): unknown {
  if (Array.isArray(value))
    return field.type === 'list' ? value.map((item) => withoutUnknown(item, field.of)) : value
  if (typeof value !== 'object' || value === null || (field.type !== 'struct' && field.type !== 'map'))
    return value
  return Object.fromEntries(
    Object.entries(value as JsonObject)
      .filter(([member]) => field.type === 'map' || field.struct.fields().has(member))
      .map(([member, inner]) => [member, withoutUnknown(inner, fieldOfMember(field, member))]),
  )
}

/** Micro times are stored in UTC; the kind and version are those of the path. */
function canonical(resource: Resource, object: KubeObject): KubeObject {
  if (resource.resource !== 'leases' || !object.spec) return object
  const spec = { ...object.spec }
  for (const field of ['acquireTime', 'renewTime']) {
    const text = spec[field] as string | undefined
    const offset = text === undefined ? null : /(\.\d{6})[+-]\d\d:\d\d$/.exec(text)
    if (text === undefined || !offset) continue
    const utc = new Date(text.replace(offset[1] ?? '', '')).toISOString()
    spec[field] = utc.replace(/\.\d+Z$/, `${offset[1] ?? ''}Z`)
  }
  return { ...object, spec }
}
