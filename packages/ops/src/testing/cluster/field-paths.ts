import { isDeepStrictEqual } from 'node:util'
import type { JsonObject } from '../../kube-object.ts'
import { keyDefaults } from './merge-rules.ts'
import type { Field } from './schema.ts'

/** A set of fields, each the JSON of its path: `["f:spec","f:replicas"]`. */
export type FieldSet = Set<string>

/** Elements of a path are written as in fieldsV1: `f:name`, `k:{"name":"app"}`, `v:"value"`. */
export type Path = string[]

const untyped: Field = { type: 'any' }

export function fieldOfMember(field: Field | undefined, member: string): Field {
  if (field?.type === 'struct') return field.struct.fields().get(member) ?? untyped
  if (field?.type === 'map') return field.of
  return untyped
}

/** The path element of a list item that merges by key, for example `k:{"name":"app"}`. */
export function itemElement(keys: string[], item: JsonObject): string {
  const values = Object.fromEntries(
    keys.toSorted().map((key) => [key, (item[key] as unknown) ?? keyDefaults[key] ?? null]),
  )
  return `k:${JSON.stringify(values)}`
}

/** True where the value is owned as one. */
function isLeaf(field: Field, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) return field.type !== 'list' || (field.keys.length === 0 && !field.set)
  if (field.type === 'struct' || field.type === 'map') return field.atomic
  return false
}

type Visit = (path: Path, what: { leaf: boolean; item: boolean; value: unknown }) => void

/** Visits each field, list item and leaf of a value, parents first. */
function visitFields(value: unknown, field: Field, visit: Visit, path: Path = []): void {
  if (isLeaf(field, value)) {
    visit(path, { leaf: true, item: false, value })
    return
  }
  if (Array.isArray(value) && field.type === 'list') {
    if (value.length === 0) visit(path, { leaf: true, item: false, value })
    else visit(path, { leaf: false, item: false, value })
    for (const item of value as JsonObject[]) {
      const element = field.set ? `v:${JSON.stringify(item)}` : itemElement(field.keys, item)
      visit([...path, element], { leaf: field.set, item: true, value: item })
      if (!field.set) visitMembers(item, field.of, visit, [...path, element])
    }
    return
  }
  const empty = Object.keys(value as JsonObject).length === 0
  visit(path, { leaf: empty, item: false, value })
  visitMembers(value as JsonObject, field, visit, path)
}

function visitMembers(value: JsonObject, field: Field, visit: Visit, path: Path) {
  for (const [member, inner] of Object.entries(value))
    visitFields(inner, fieldOfMember(field, member), visit, [...path, `f:${member}`])
}

// What identifies an object is owned by nobody.
const unowned = new Set(
  [
    ['f:apiVersion'],
    ['f:kind'],
    ['f:metadata'],
    ...[
      'name',
      'namespace',
      'uid',
      'resourceVersion',
      'generation',
      'creationTimestamp',
      'managedFields',
    ].map((name) => ['f:metadata', `f:${name}`]),
    ['f:metadata', 'f:generateName'],
    ['f:metadata', 'f:selfLink'],
    ['f:metadata', 'f:deletionTimestamp'],
    ['f:metadata', 'f:deletionGracePeriodSeconds'],
    ['f:spec'],
    ['f:status'],
  ].map((path) => JSON.stringify(path)),
)

function isOwnable(path: Path): boolean {
  return path.length > 0 && !unowned.has(JSON.stringify(path)) && path[1] !== 'f:managedFields'
}

/** The fields that an applied configuration claims: its leaves and its list items. */
export function appliedFields(applied: JsonObject, schema: Field): FieldSet {
  const set: FieldSet = new Set()
  visitFields(applied, schema, (path, { leaf, item }) => {
    if ((leaf || item) && isOwnable(path)) set.add(JSON.stringify(path))
  })
  return set
}

/** All places of a value with what is there, parents included, by path. */
function places(value: JsonObject, schema: Field): Map<string, { leaf: boolean; value: unknown }> {
  const found = new Map<string, { leaf: boolean; value: unknown }>()
  visitFields(value, schema, (path, { leaf, value: inner }) => {
    if (isOwnable(path)) found.set(JSON.stringify(path), { leaf, value: inner })
  })
  return found
}

/** Which fields differ: those added or changed, and those gone. */
export function changedFields(
  before: JsonObject,
  after: JsonObject,
  schema: Field,
): { set: FieldSet; removed: FieldSet } {
  const old = places(before, schema)
  const now = places(after, schema)
  const set: FieldSet = new Set()
  const removed: FieldSet = new Set()
  for (const [path, { leaf, value }] of now) {
    const was = old.get(path)
    if (!was || (leaf && !isDeepStrictEqual(was.value, value))) set.add(path)
  }
  for (const path of old.keys()) if (!now.has(path)) removed.add(path)
  return { set, removed }
}

/** `.spec.template.spec.containers[name="app"].image` */
export function printedPath(path: string): string {
  return (JSON.parse(path) as Path)
    .map((element) => {
      const text = element.slice(2)
      if (element.startsWith('f:')) return `.${text}`
      if (element.startsWith('v:')) return `[=${text}]`
      const keys = Object.entries(JSON.parse(text) as JsonObject)
      return `[${keys.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(',')}]`
    })
    .join('')
}

/** The fieldsV1 of a set. */
export function encodeFields(set: FieldSet): JsonObject {
  const root: JsonObject = {}
  for (const path of [...set].toSorted()) {
    let node = root
    for (const element of JSON.parse(path) as Path) node = (node[element] ??= {}) as JsonObject
    node['.'] = {}
  }
  return withoutLoneDots(root)
}

// A leaf is written `{}`; only a field that has members of its own needs the dot to say that it is in the set too.
function withoutLoneDots(node: JsonObject): JsonObject {
  const entries = Object.entries(node)
  if (entries.length === 1 && entries[0]?.[0] === '.') return {}
  return Object.fromEntries(
    entries
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([element, inner]) => [element, element === '.' ? {} : withoutLoneDots(inner as JsonObject)]),
  )
}

export function decodeFields(fields: JsonObject, path: Path = [], into: FieldSet = new Set()): FieldSet {
  const entries = Object.entries(fields)
  if (entries.length === 0 && path.length > 0) into.add(JSON.stringify(path))
  for (const [element, inner] of entries)
    if (element === '.') into.add(JSON.stringify(path))
    else decodeFields(inner as JsonObject, [...path, element], into)
  return into
}
