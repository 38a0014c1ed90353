import { isDeepStrictEqual } from 'node:util'
import type { JsonObject } from '../../kube-object.ts'
import { fieldOfMember } from './field-paths.ts'
import type { Field } from './schema.ts'
import { failure } from './status.ts'

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** RFC 7386. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch
  const result: JsonObject = isObject(target) ? { ...target } : {}
  for (const [member, value] of Object.entries(patch))
    if (value === null) delete result[member]
    else result[member] = mergePatch(result[member], value)
  return result
}

/** A merge patch in which the lists with a key merge by item; `$patch: delete` and `replace` are understood. */
export function strategicMergePatch(target: unknown, patch: unknown, field: Field): unknown {
  if (Array.isArray(patch)) return patchItems(Array.isArray(target) ? target : [], patch, field)
  if (!isObject(patch)) return patch
  const { $patch, $retainKeys, ...members } = patch
  const result: JsonObject = $patch === 'replace' || !isObject(target) ? {} : { ...target }
  if (Array.isArray($retainKeys))
    for (const member of Object.keys(result)) if (!$retainKeys.includes(member)) delete result[member]
  for (const [member, value] of Object.entries(members)) {
    if (member.startsWith('$setElementOrder/')) continue
    if (member.startsWith('$deleteFromPrimitiveList/')) {
      const list = member.slice(member.indexOf('/') + 1)
      result[list] = ((result[list] ?? []) as unknown[]).filter(
        (item) => !(value as unknown[]).includes(item),
      )
    } else if (value === null) delete result[member]
    else result[member] = strategicMergePatch(result[member], value, fieldOfMember(field, member))
  }
  return result
}

function patchItems(target: unknown[], patch: unknown[], field: Field): unknown[] {
  if (field.type !== 'list') return patch
  if (field.set) return [...new Set([...target, ...patch])]
  const key = field.keys[0]
  if (key === undefined) return patch
  const items = patch.filter((item) => isObject(item))
  if (items.some((item) => item['$patch'] === 'replace')) return items.filter((item) => !item['$patch'])
  let result = target.filter((item) => isObject(item))
  for (const item of items) {
    const index = result.findIndex((present) => present[key] === item[key])
    if (item['$patch'] === 'delete') result = result.filter((present) => present[key] !== item[key])
    else if (index === -1) result = [...result, strategicMergePatch({}, item, field.of) as JsonObject]
    else result = result.with(index, strategicMergePatch(result[index], item, field.of) as JsonObject)
  }
  return result
}

type Operation = { op: string; path: string; from?: string; value?: unknown }

/**
 * RFC 6902, as forgiving as the real server: replacing a missing member adds it.
 *
 * @throws ApiError 422 for a failed test or a path that does not exist
 */
export function jsonPatch(target: unknown, operations: Operation[]): unknown {
  const root = { document: structuredClone(target) }
  for (const operation of operations) {
    const value = operation.from === undefined ? operation.value : read(root, operation.from)
    if (operation.op === 'test') {
      if (!isDeepStrictEqual(read(root, operation.path), value)) throw refused()
    } else if (operation.op === 'remove') write(root, operation.path, 'remove')
    else if (operation.op === 'replace') write(root, operation.path, 'replace', value)
    else if (operation.op === 'add' || operation.op === 'copy') write(root, operation.path, 'add', value)
    else if (operation.op === 'move') {
      write(root, operation.from ?? '', 'remove')
      write(root, operation.path, 'add', value)
    } else throw refused()
  }
  return root.document
}

function refused() {
  return failure(422, 'Invalid', 'the server rejected our request due to an error in our request', {})
}

function elements(path: string): string[] {
  if (path === '') return []
  return path
    .slice(1)
    .split('/')
    .map((element) => element.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function read(root: { document: unknown }, path: string): unknown {
  let value = root.document
  for (const element of elements(path)) {
    if (typeof value !== 'object' || value === null) throw refused()
    value = (value as JsonObject)[element]
  }
  return value
}

function write(
  root: { document: unknown },
  path: string,
  what: 'add' | 'replace' | 'remove',
  value?: unknown,
) {
  const place = elements(path)
  const last = place.pop()
  if (last === undefined) {
    root.document = value
    return
  }
  const parent = read(root, place.length === 0 ? '' : `/${path.slice(1).split('/').slice(0, -1).join('/')}`)
  if (typeof parent !== 'object' || parent === null) throw refused()
  if (Array.isArray(parent)) {
    const index = last === '-' ? parent.length : Number(last)
    if (!Number.isInteger(index) || index < 0 || index > parent.length) throw refused()
    if (what === 'add') parent.splice(index, 0, value)
    else parent.splice(index, 1, ...(what === 'replace' ? [value] : []))
    return
  }
  const members = parent as JsonObject
  if (what !== 'remove') members[last] = value
  else if (last in members) delete members[last]
  else throw refused()
}
