import * as models from '@kubernetes/client-node'
import { listKeys, atomicMaps, atomicStructs } from './merge-rules.ts'
import type { Resource } from './resources.ts'

/** What a field may hold, and for lists and structs whether they are owned as one or by member. */
export type Field =
  | { type: 'string' | 'number' | 'boolean' | 'intOrString' | 'time' | 'microTime' | 'any' }
  | { type: 'struct'; struct: Struct; atomic: boolean }
  | { type: 'map'; of: Field; atomic: boolean }
  | { type: 'list'; of: Field; keys: string[]; set: boolean }

type Struct = { name: string; fields: () => Map<string, Field> }

type Attribute = { baseName: string; type: string; format: string }
type Model = { getAttributeTypeMap?: () => Attribute[] }

const structs = new Map<string, Struct>()
const anything: Field = { type: 'any' }

/**
 * The schema of a kind, taken from the typed models of the client library, which are generated from the server's own
 * OpenAPI. Undefined for free-form kinds.
 */
export function schemaOf(resource: Resource): Field | undefined {
  if (resource.freeForm) return undefined
  const version = resource.version.charAt(0).toUpperCase() + resource.version.slice(1)
  const name = [`${version}${resource.kind}`, `Core${version}${resource.kind}`].find((model) =>
    modelNamed(model),
  )
  return name === undefined ? undefined : { type: 'struct', struct: structNamed(name), atomic: false }
}

function modelNamed(name: string): Model | undefined {
  const model = (models as unknown as Record<string, Model>)[name]
  return model?.getAttributeTypeMap ? model : undefined
}

function structNamed(name: string): Struct {
  const known = structs.get(name)
  if (known) return known
  let fields: Map<string, Field> | undefined
  const struct: Struct = {
    name,
    fields: () => (fields ??= fieldsOf(name)),
  }
  structs.set(name, struct)
  return struct
}

function fieldsOf(name: string): Map<string, Field> {
  const attributes = modelNamed(name)?.getAttributeTypeMap?.() ?? []
  return new Map(
    attributes.map(({ baseName, type }) => [baseName, fieldOf(type, `${name}.${baseName}`)] as const),
  )
}

const scalars: Record<string, Field> = {
  string: { type: 'string' },
  number: { type: 'number' },
  boolean: { type: 'boolean' },
  IntOrString: { type: 'intOrString' },
  'number | string': { type: 'intOrString' },
  Date: { type: 'time' },
  V1MicroTime: { type: 'microTime' },
}

function fieldOf(type: string, place: string): Field {
  const scalar = scalars[type]
  if (scalar) return scalar
  const list = /^Array<(.*)>$/.exec(type)?.[1]
  if (list !== undefined) {
    const keys = listKeys[place] ?? ''
    const set = keys === '(set)'
    return { type: 'list', of: fieldOf(list, ''), keys: keys === '' || set ? [] : keys.split(' '), set }
  }
  const map = /^\{ \[key: string\]: (.*); \}$/.exec(type)?.[1]
  if (map !== undefined) return { type: 'map', of: quantity(map, place), atomic: atomicMaps.has(place) }
  if (modelNamed(type)) return { type: 'struct', struct: structNamed(type), atomic: atomicStructs.has(type) }
  return anything
}

// The models call a quantity a string, yet the server takes a number as well.
function quantity(type: string, place: string): Field {
  return /\.(limits|requests|hard|used|capacity|allocatable|overhead|max|min|default|defaultRequest)$/.test(
    place,
  )
    ? { type: 'intOrString' }
    : fieldOf(type, '')
}
