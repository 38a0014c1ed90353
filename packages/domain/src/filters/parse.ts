/**
 * Reads a filter such as `project:ops due<fri (+urgent or tracked>2h)`.
 *
 * Conditions side by side, or with `and`, must all hold; `or` binds less than that; `not` or `-` turns the next one
 * round; parentheses group.
 */
import { type FilterField, filterFields, operatorsOf } from './fields.ts'
import { filterError, meant, nearest } from './problems.ts'
import { type Token, bounds, readTokens } from './tokens.ts'
import { type FilterKind, type FilterNode, joined } from './tree.ts'

/** The tree of a filter for one kind of rows. Values are not looked at yet. @throws AppError `filter.invalid` */
export function parseFilter(text: string, kind: FilterKind): FilterNode {
  const tokens = readTokens(text)
  let next = 0
  let conditions = 0

  const end = text.trimEnd().length
  const peek = (): Token | undefined => tokens[next]
  const startsOne = (token: Token | undefined): boolean =>
    token !== undefined && token.type !== 'or' && token.type !== 'and' && token.type !== ')'

  const either = (depth: number): FilterNode => {
    const at = peek()?.at ?? end
    const nodes = [all(depth)]
    while (peek()?.type === 'or') {
      next++
      nodes.push(all(depth))
    }
    return joined('or', nodes, at)
  }

  const all = (depth: number): FilterNode => {
    const at = peek()?.at ?? end
    const nodes = [one(depth)]
    for (;;) {
      if (peek()?.type === 'and') next++
      else if (!startsOne(peek())) return joined('and', nodes, at)
      nodes.push(one(depth))
    }
  }

  const one = (depth: number): FilterNode => {
    const token = peek()
    if (token === undefined)
      throw filterError(end, text.trim() === '' ? 'the filter is empty' : 'a condition is missing at the end')
    if (depth > bounds.depth) throw filterError(token.at, `it is nested more than ${bounds.depth} deep`)
    next++
    switch (token.type) {
      case '(':
        return group(token.at, depth)
      case 'not':
      case 'minus':
        return { type: 'not', node: one(depth + 1), at: token.at }
      case ')':
      case 'and':
      case 'or':
        throw filterError(
          token.at,
          `a condition is missing before ${token.type}`,
          'put a word of your own in quotes',
        )
      default:
        if (++conditions > bounds.conditions)
          throw filterError(token.at, `it has more than ${bounds.conditions} conditions`)
        return condition(token, kind)
    }
  }

  const group = (at: number, depth: number): FilterNode => {
    const inside = either(depth + 1)
    if (peek()?.type !== ')') throw filterError(at, 'this parenthesis is never closed')
    next++
    return inside
  }

  const tree = either(0)
  const rest = peek()
  if (rest !== undefined) throw filterError(rest.at, 'this parenthesis was never opened')
  return tree
}

type Condition = Extract<Token, { type: 'plus' | 'without' | 'field' | 'text' | 'running' }>

function condition(token: Condition, kind: FilterKind): FilterNode {
  const { at } = token
  switch (token.type) {
    case 'plus':
      return { type: 'label', name: token.name, at }
    case 'without':
      return { type: 'not', node: { type: 'label', name: token.name, at }, at }
    case 'running':
      return { type: 'running', at }
    case 'text':
      return { type: 'text', text: token.text, at }
    case 'field': {
      const { name, operator, value } = token
      const field = fieldNamed(name, kind, at)
      if (!operatorsOf(field).includes(operator))
        throw filterError(at + name.length, `${name} is compared with : only`, `write ${field.example}`)
      return { type: 'field', field: name, operator, value, at }
    }
  }
}

const rowNames: Readonly<Record<FilterKind, string>> = { tasks: 'a task', timeEntries: 'a time entry' }

/** @throws AppError `filter.invalid` with the names that were likely meant */
function fieldNamed(name: string, kind: FilterKind, at: number): FilterField {
  const named = filterFields.find((field) => field.name === name)
  if (named?.kinds.includes(kind) === true) return named
  const names = filterFields.filter((field) => field.kinds.includes(kind)).map((field) => field.name)
  const problem = named === undefined ? `there is no field ${name}` : `${rowNames[kind]} has no ${name}`
  throw filterError(
    at,
    `${problem}${meant(nearest(name, names))}`,
    `choose one of ${names.join(', ')}; put text in quotes`,
  )
}
