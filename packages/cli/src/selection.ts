/** `--fields` and `--jq`: a part of the document that `--json` prints. Loaded only when somebody asks for one. */
import * as z from 'zod'
import { UsageError } from './failure.ts'

interface Wish {
  readonly fields?: string | undefined
  readonly jq?: string | undefined
}

/** What to print of a document. */
export type Selection = (document: unknown) => string

/**
 * `output`: the schema of the command.
 * @throws UsageError for a field that no document of the command has, or an expression that jq does not understand
 */
export async function createSelection({ fields, jq }: Wish, output: z.ZodType): Promise<Selection> {
  const names = fields?.split(',').map((name) => name.trim())
  if (names !== undefined) checkNames(names, output)
  const pick = (document: unknown) => (names === undefined ? document : pickFields(document, names))
  if (jq === undefined) return (document) => JSON.stringify(pick(document), null, 2)
  const { compileJq } = await import('./jq.ts')
  const { filter } = await compileJq(jq)
  return (document) => filter(pick(document))
}

/** Of a list, these fields of each of its items; what would be done is shown whole. */
function pickFields(document: unknown, names: readonly string[]): unknown {
  if (Array.isArray(document)) return document.map((item) => pickFields(item, names))
  if (!isObject(document) || document['dryRun'] === true) return document
  if (Array.isArray(document['items']))
    return { ...document, items: document['items'].map((item) => pickFields(item, names)) }
  return Object.fromEntries(names.filter((name) => name in document).map((name) => [name, document[name]]))
}

function checkNames(names: readonly string[], output: z.ZodType): void {
  const schema = z.toJSONSchema(output, { io: 'output', unrepresentable: 'any' }) as Schema
  const known = new Set<string>()
  // Maps and documents of any shape have the names that they have.
  if (!collectNames(schema, schema, known)) return
  const unknown = names.find((name) => !known.has(name))
  if (unknown !== undefined)
    throw new UsageError(`There is no field "${unknown}"`, `one of ${[...known].join(', ')}`)
}

interface Schema {
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, Schema>>
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly type?: string
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
}

/** False when the names cannot be known. */
function collectNames(schema: Schema, root: Schema, known: Set<string>): boolean {
  if (schema.$ref !== undefined) {
    const found = root.$defs?.[schema.$ref.replace('#/$defs/', '')]
    return found !== undefined && collectNames(found, root, known)
  }
  const parts = schema.anyOf ?? schema.oneOf ?? schema.allOf
  if (parts !== undefined) return parts.map((part) => collectNames(part, root, known)).every(Boolean)
  if (schema.type === 'array') return schema.items !== undefined && collectNames(schema.items, root, known)
  if (schema.type === 'null') return true
  const items = schema.properties?.['items']
  if (items?.type === 'array') return collectNames(items, root, known)
  for (const name of Object.keys(schema.properties ?? {})) known.add(name)
  return schema.properties !== undefined
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null
