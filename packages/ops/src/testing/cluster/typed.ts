import type { JsonObject } from '../../kube-object.ts'
import { fieldOfMember, itemElement, printedPath } from './field-paths.ts'
import type { Field } from './schema.ts'

/** Something in a body that its schema does not allow. */
export type Misfit = { path: string[]; kind: 'unknown' | 'type' | 'time' | 'quantity'; message: string }

const quantityPattern = /^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$/

/** What does not fit the schema, in the order in which it is written. */
export function misfits(value: unknown, field: Field, path: string[] = []): Misfit[] {
  if (value === null || value === undefined) return []
  switch (field.type) {
    case 'struct':
    case 'map':
      if (typeof value !== 'object' || Array.isArray(value)) return [wrong(path, 'map', value)]
      return Object.entries(value as JsonObject).flatMap(([member, inner]) => {
        const place = [...path, `f:${member}`]
        if (field.type === 'struct' && !field.struct.fields().has(member))
          return [{ path: place, kind: 'unknown' as const, message: 'field not declared in schema' }]
        return misfits(inner, fieldOfMember(field, member), place)
      })
    case 'list':
      if (!Array.isArray(value)) return [wrong(path, 'list', value)]
      return value.flatMap((item: unknown, index) =>
        misfits(item, field.of, [
          ...path,
          field.keys.length > 0 ? itemElement(field.keys, (item ?? {}) as JsonObject) : `i:${index}`,
        ]),
      )
    case 'number':
      return typeof value === 'number' ? [] : [wrong(path, 'numeric (int or float)', value)]
    case 'boolean':
      return typeof value === 'boolean' ? [] : [wrong(path, 'boolean', value)]
    case 'string':
      return typeof value === 'string' ? [] : [wrong(path, 'string', value)]
    case 'microTime':
      return microTimeMisfit(path, value)
    default:
      return quantityMisfit(path, value)
  }
}

function wrong(path: string[], expected: string, value: unknown): Misfit {
  const got = Array.isArray(value) ? 'list' : typeof value === 'object' ? 'map' : typeof value
  return { path, kind: 'type', message: `expected ${expected}, got ${got}` }
}

function quantityMisfit(path: string[], value: unknown): Misfit[] {
  const holder = path.at(-2)
  if (holder !== 'f:requests' && holder !== 'f:limits' && holder !== 'f:hard') return []
  if (typeof value === 'number' || (typeof value === 'string' && quantityPattern.test(value))) return []
  return [
    {
      path,
      kind: 'quantity',
      message: `quantities must match the regular expression '${quantityPattern.source}'`,
    },
  ]
}

function microTimeMisfit(path: string[], value: unknown): Misfit[] {
  const text = String(value)
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}(Z|[+-]\d\d:\d\d)$/.test(text)) return []
  const rest = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(.*)$/.exec(text)?.[1] ?? text
  const long = /^\.\d{6}(\d+.*)$/.exec(rest)?.[1]
  const trouble = long === undefined ? `"${rest}" as ".000000"` : `"${long}" as "Z07:00"`
  return [
    {
      path,
      kind: 'time',
      message: `parsing time "${text}" as "2006-01-02T15:04:05.000000Z07:00": cannot parse ${trouble}`,
    },
  ]
}

/** `spec.replicaz`: the path as strict decoding prints it, list items by index. */
export function plainPath(root: unknown, path: string[]): string {
  let value = root
  let text = ''
  for (const element of path) {
    if (element.startsWith('f:')) {
      text += `${text === '' ? '' : '.'}${element.slice(2)}`
      value = (value as JsonObject)[element.slice(2)]
    } else {
      const items = value as JsonObject[]
      const index = element.startsWith('i:')
        ? Number(element.slice(2))
        : items.findIndex(
            (item) => element === itemElement(Object.keys(JSON.parse(element.slice(2)) as object), item),
          )
      text += `[${index}]`
      value = items[index]
    }
  }
  return text
}

/** `.spec.replicaz`: the path as apply prints it, list items by key. */
export function typedPath(path: string[]): string {
  return printedPath(JSON.stringify(path)).replaceAll(/\.(\d+)$/g, '[$1]')
}
