/** From what was written to what it means: names become ids, dates and durations are read by the grammars of both. */
import { AppError } from '@goalixa/contracts/errors'
import { type DateContext, dayStart, plainDate } from '../calendar.ts'
import { type Direction, readCivilDate } from '../civil-dates.ts'
import { readMoment } from '../dates.ts'
import { parseDuration } from '../durations.ts'
import { plainText, quoted } from '../input-text.ts'
import type { Condition, Filter } from './conditions.ts'
import { type FilterField, type TimeField, filterFields, states } from './fields.ts'
import { parseFilter } from './parse.ts'
import { filterError, meant, nearest } from './problems.ts'
import { foldedText } from './text.ts'
import { type FilterKind, type FilterNode, type Written, nodesOf } from './tree.ts'

/** Live rows of one person that a filter may name. */
export interface FilterNames {
  labels(): Promise<readonly { readonly id: string; readonly name: string }[]>
  clients(): Promise<readonly { readonly id: string; readonly name: string }[]>
  projects(): Promise<readonly { readonly id: string; readonly name: string }[]>
}
type Named = Readonly<Record<keyof FilterNames, readonly { readonly id: string; readonly name: string }[]>>

interface Meaning {
  readonly kind: FilterKind
  readonly dates: DateContext
  readonly named: Named
}

/**
 * Reads a filter for one person at one moment; names are asked for only when it has some.
 * @throws AppError `filter.invalid`
 */
export async function readFilter(
  text: string,
  kind: FilterKind,
  { dates, names }: { readonly dates: DateContext; readonly names: FilterNames },
): Promise<Filter> {
  const tree = parseFilter(text, kind)
  const nodes = nodesOf(tree)
  const asks = (field: string) => nodes.some((node) => node.type === 'field' && node.field === field)
  const named = {
    labels: asks('label') || nodes.some((node) => node.type === 'label') ? await names.labels() : [],
    clients: asks('client') ? await names.clients() : [],
    projects: asks('project') ? await names.projects() : [],
  }
  return { kind, condition: meaningOf(tree, { kind, dates, named }), now: dates.now }
}

/** Is it a filter at all? Names are not looked up: those of a saved view may come later. @throws AppError `filter.invalid` */
export function checkFilter(text: string, kind: FilterKind, dates: DateContext): void {
  for (const node of nodesOf(parseFilter(text, kind))) {
    const isName = node.type === 'field' && ['client', 'project', 'label'].includes(node.field)
    if (node.type === 'field' && !isName)
      meaningOf(node, { kind, dates, named: { labels: [], clients: [], projects: [] } })
  }
}

function meaningOf(node: FilterNode, meaning: Meaning): Condition {
  switch (node.type) {
    case 'and':
    case 'or':
      return { test: node.type, of: node.nodes.map((one) => meaningOf(one, meaning)) }
    case 'not':
      return { test: 'not', of: meaningOf(node.node, meaning) }
    case 'label':
      return { test: 'label', ids: idsOf(node.name, 'labels', meaning.named) }
    case 'running':
      return { test: 'running' }
    case 'text':
      return {
        test: 'text',
        fields: meaning.kind === 'tasks' ? ['title', 'description'] : ['description'],
        words: node.text.text,
      }
    case 'field':
      return ofField(
        node,
        filterFields.find(({ name }) => name === node.field)!,
        meaning,
      )
  }
}

type FieldNode = Extract<FilterNode, { type: 'field' }>

function ofField(node: FieldNode, field: FilterField, meaning: Meaning): Condition {
  const { value, operator } = node
  const said = value.text.toLowerCase()
  const isNone = !value.quoted && said === 'none'
  if (isNone && operator === ':' && 'mayLack' in field && field.mayLack)
    return { test: 'lacks', field: field.field }
  switch (field.values) {
    case 'project':
      return { test: 'project', ids: isNone ? null : idsOf(value, 'projects', meaning.named) }
    case 'client':
      return { test: 'client', ids: isNone ? null : idsOf(value, 'clients', meaning.named) }
    case 'label':
      return { test: 'label', ids: idsOf(value, 'labels', meaning.named) }
    case 'choice': {
      const place = field.choices.indexOf(oneOf(value, field.choices))
      return {
        test: 'choice',
        field: field.field,
        values: field.choices.filter((_, index) => compares(operator, index - place)),
      }
    }
    case 'date':
      return { test: 'time', field: field.field, operator, ...timeOf(value, field, meaning.dates) }
    case 'seconds':
      return {
        test: 'seconds',
        field: field.field,
        operator,
        seconds: at(value, () => parseDuration(value.text, { clock: true })),
      }
    case 'text':
      return { test: 'text', fields: [field.field], words: value.text }
    case 'source':
      return { test: 'source', source: said }
    case 'yesOrNo':
      return { test: 'billable', value: oneOf(value, ['yes', 'no']) === 'yes' }
    case 'state':
      return ofState(oneOf(value, states[meaning.kind]), meaning.dates)
  }
}

function ofState(state: string, { now, zone }: DateContext): Condition {
  if (state === 'running' || state === 'blocked') return { test: state }
  const due = { day: plainDate(now, zone).toString(), from: now, until: now + 1 }
  return {
    test: 'and',
    of: [
      { test: 'choice', field: 'status', values: ['open'] },
      { test: 'time', field: 'due', operator: '<', ...due },
    ],
  }
}

/** Does a difference, below, at or above 0, fit the operator? */
export function compares(operator: FieldNode['operator'], difference: number): boolean {
  switch (operator) {
    case ':':
      return difference === 0
    case '<':
      return difference < 0
    case '<=':
      return difference <= 0
    case '>':
      return difference > 0
    case '>=':
      return difference >= 0
  }
}

function timeOf(
  value: Written,
  field: { readonly field: TimeField; readonly direction: Direction },
  dates: DateContext,
) {
  return at(value, () => {
    const said = plainText(value.text)
    const date = readCivilDate(said, dates, field.direction)
    if (date !== undefined)
      return {
        day: date.toString(),
        from: dayStart(date, dates.zone),
        until: dayStart(date.add({ days: 1 }), dates.zone),
      }
    const { instant } = readMoment(said, dates, field.direction)
    return { day: plainDate(instant, dates.zone).toString(), from: instant, until: instant + 1 }
  })
}

/** What a grammar refuses is told where it stands in the filter. */
function at<Value>(value: Written, read: () => Value): Value {
  try {
    return read()
  } catch (error) {
    if (error instanceof AppError) throw filterError(value.at, error.message, error.try)
    throw error
  }
}

function oneOf(value: Written, choices: readonly string[]): string {
  const said = value.text.toLowerCase()
  if (choices.includes(said)) return said
  throw filterError(
    value.at,
    `${quoted(value.text)} is not one of ${choices.join(', ')}`,
    `write one of ${choices.join(', ')}`,
  )
}

const nouns = { labels: 'label', clients: 'client', projects: 'project' } as const

/** However the name is written; two may differ in that alone. */
function idsOf(name: Written, table: keyof Named, named: Named): string[] {
  const wanted = foldedText(name.text.trim())
  const found = named[table].filter((row) => foldedText(row.name) === wanted)
  if (found.length > 0) return found.map(({ id }) => id)
  const near = nearest(
    name.text,
    named[table].map((row) => row.name),
  )
  throw filterError(
    name.at,
    `there is no ${nouns[table]} ${quoted(name.text)}${meant(near)}`,
    `goalixa ${nouns[table]} list shows them all`,
  )
}
