/** Filters and rows for properties: any tree that can be written, any row that can be stored. */
import * as fc from 'fast-check'
import { filterFields, operatorsOf, states } from './fields.ts'
import { type FilterKind, type FilterNode, type Written, joined } from './tree.ts'

const quotedText = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .filter((text) => text.trim() !== '' && text.isWellFormed() && !text.includes('\0'))
  .map((text): Written => ({ text, quoted: true, at: 0 }))
const bareText = fc
  .stringMatching(/^[a-z0-9é]{1,8}$/)
  .filter((text) => !['and', 'or', 'not', 'running'].includes(text))
  .map((text): Written => ({ text, quoted: false, at: 0 }))
const written = fc.oneof(bareText, quotedText)

/** Any tree that has a spelling; values may mean nothing. */
export const anyTree = (kind: FilterKind): fc.Arbitrary<FilterNode> => {
  const fields = filterFields.filter((field) => field.kinds.includes(kind))
  const leaf = fc.oneof(
    written.map((name): FilterNode => ({ type: 'label', name, at: 0 })),
    written.map((text): FilterNode => ({ type: 'text', text, at: 0 })),
    fc.constant<FilterNode>({ type: 'running', at: 0 }),
    fc
      .constantFrom(...fields)
      .chain((field) =>
        fc
          .record({ operator: fc.constantFrom(...operatorsOf(field)), value: written })
          .map((rest): FilterNode => ({ type: 'field', field: field.name, at: 0, ...rest })),
      ),
  )
  return treeOf(leaf)
}

const treeOf = (leaf: fc.Arbitrary<FilterNode>): fc.Arbitrary<FilterNode> =>
  fc.letrec<{ tree: FilterNode }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      leaf,
      fc
        .tuple(
          fc.constantFrom('and' as const, 'or' as const),
          fc.array(tie('tree'), { minLength: 2, maxLength: 3 }),
        )
        .map(([type, nodes]) => joined(type, nodes, 0)),
      tie('tree').map((node): FilterNode => ({ type: 'not', node, at: 0 })),
    ),
  })).tree

/** A tree without its places: what is the same however it was written. */
export const placeless = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, one: unknown) => (key === 'at' ? undefined : one)))

const days = [
  'today',
  'yesterday',
  'fri',
  '2026-03-01',
  '2026-03-05',
  'sow',
  '2026-03-04T10:00:00Z',
  '2026-03-05 9:00',
  'now',
]
const lengths = ['0m', '20m', '30m', '1h', '2h', '90m', '24h']
const texts = [
  'a',
  'É',
  'straße',
  'STRASSE',
  'call',
  '.',
  '[x',
  '%',
  '_',
  '\\d',
  'ж',
  '👩',
  'I',
  'ı',
  'two words',
]

const values: Readonly<Record<string, readonly string[]>> = {
  status: ['open', 'done', 'archived'],
  priority: ['none', 'low', 'medium', 'high', 'HIGH'],
  billable: ['yes', 'no'],
  source: ['cli', 'api', 'import', 'imp', '%'],
  title: texts,
  description: texts,
}

/** What filters may name. */
export interface Known {
  readonly labels: readonly string[]
  readonly clients: readonly string[]
  readonly projects: readonly string[]
}

/** A filter that means something, for rows of the first days of March 2026. */
export const anyFilter = (kind: FilterKind, known: Known): fc.Arbitrary<FilterNode> => {
  const said = (text: string): Written => ({ text, quoted: !/^[a-z0-9%.:-]+$/i.test(text), at: 0 })
  const fields = filterFields.filter((field) => field.kinds.includes(kind))
  const valuesOf = (field: (typeof fields)[number]): readonly string[] => {
    if (field.values === 'date') return field.mayLack ? [...days, 'none'] : days
    if (field.values === 'seconds') return lengths
    if (field.values === 'project') return [...known.projects, 'none']
    if (field.values === 'client') return [...known.clients, 'none']
    if (field.values === 'label') return known.labels
    return field.values === 'state' ? states[kind] : values[field.name]!
  }
  return treeOf(
    fc.oneof(
      {
        weight: 4,
        arbitrary: fc.constantFrom(...fields).chain((field) =>
          fc.constantFrom(...valuesOf(field)).chain((value) =>
            fc
              .constantFrom(
                ...(value === 'none' && field.name !== 'priority' ? [':' as const] : operatorsOf(field)),
              )
              .map((operator): FilterNode => ({
                type: 'field',
                field: field.name,
                operator,
                value: said(value),
                at: 0,
              })),
          ),
        ),
      },
      {
        weight: 1,
        arbitrary: fc
          .constantFrom(...known.labels)
          .map((name): FilterNode => ({ type: 'label', name: said(name), at: 0 })),
      },
      {
        weight: 1,
        arbitrary: fc
          .constantFrom(...texts)
          .map((text): FilterNode => ({ type: 'text', text: { text, quoted: true, at: 0 }, at: 0 })),
      },
      { weight: 1, arbitrary: fc.constant<FilterNode>({ type: 'running', at: 0 }) },
    ),
  )
}

/** Words that rows hold, so that filters find some. */
export const anyText = fc
  .array(fc.constantFrom(...texts, 'A call', 'é', 'STRASSE two WORDS', 'ẞ', 'Ж.', 'x'), { maxLength: 3 })
  .map((parts) => parts.join(' '))
