/** What an apply would change, field by field: the server's dry run against what is there. */
import type { KubeObject } from '../kube-object.ts'
import type { ObjectChange } from './plan.ts'
import { canonical } from './canonical.ts'
import { objectKey } from '../object-key.ts'
import { fenceAnnotation } from '../judge/foreign.ts'

type Field = ObjectChange['fields'][number]

/** `live` is undefined where the object would be created. */
export function differenceOf(live: KubeObject | undefined, after: KubeObject): ObjectChange {
  const object = objectKey(after)
  if (live === undefined) return { object, action: 'create', fields: [] }
  const fields = fieldsOf('', plain(live), plain(after))
  return { object, action: fields.length === 0 ? 'none' : 'change', fields: [...fields] }
}

/** What the server keeps for itself, or what every run writes, is no change. */
function plain(whole: KubeObject): unknown {
  const { status: _, ...object } = whole
  const {
    managedFields: _managed,
    resourceVersion: _version,
    generation: _generation,
    uid: _uid,
    creationTimestamp: _created,
    annotations,
    ...metadata
  } = object.metadata
  const { [fenceAnnotation]: _fence, ...kept } = annotations ?? {}
  return { ...object, metadata: { ...metadata, annotations: kept } }
}

function fieldsOf(path: string, from: unknown, to: unknown): readonly Field[] {
  if (canonical(from ?? null) === canonical(to ?? null)) return []
  if (isRecord(from) && isRecord(to)) {
    const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])].toSorted()
    return keys.flatMap((key) => fieldsOf(path === '' ? key : `${path}.${key}`, from[key], to[key]))
  }
  if (Array.isArray(from) && Array.isArray(to)) return listFields(path, from, to)
  return [{ path, from: from ?? null, to: to ?? null }]
}

/** Items with names are compared by name, so that one more container is one line and not all of them. */
function listFields(path: string, from: readonly unknown[], to: readonly unknown[]): readonly Field[] {
  const named = [...from, ...to].every((item) => isRecord(item) && typeof item['name'] === 'string')
  const nameOf = (item: unknown, index: number) => (named ? (item as { name: string }).name : String(index))
  const before = new Map(from.map((item, index) => [nameOf(item, index), item]))
  const after = new Map(to.map((item, index) => [nameOf(item, index), item]))
  const names = [...new Set([...before.keys(), ...after.keys()])]
  return names.flatMap((name) => fieldsOf(`${path}[${name}]`, before.get(name), after.get(name)))
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
