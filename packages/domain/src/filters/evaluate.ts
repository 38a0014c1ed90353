/** Does a row fit a filter? For the stores of devices; the server asks its database the same question. */
import type { Condition, Filter } from './conditions.ts'
import { conditionsOf } from './conditions.ts'
import type { TextField, TimeField } from './fields.ts'
import { compares } from './resolve.ts'
import { expressionOf } from './text.ts'
import type { SecondsField } from './fields.ts'

/** A row as filters see it; what its kind does not have is absent. */
export interface FilterRow {
  /** With those of its task and project. */
  readonly labelIds: readonly string[]
  readonly projectId: string | null
  /** Of its project. */
  readonly clientId: string | null
  readonly choices: Readonly<Record<'status' | 'priority', string | undefined>>
  /** A civil date, epoch seconds, or null where the row has none. */
  readonly times: Readonly<Partial<Record<TimeField, string | number | null>>>
  readonly seconds: Readonly<Partial<Record<SecondsField, number | null>>>
  readonly texts: Readonly<Partial<Record<TextField, string>>>
  readonly source: string
  readonly isBillable: boolean
  readonly isRunning: boolean
  readonly isBlocked: boolean
}

/** What costs a reading of its own, and is needed only when the filter asks for it. */
export interface Needs {
  readonly labels: boolean
  readonly client: boolean
  readonly tracked: boolean
  readonly running: boolean
  readonly blocked: boolean
}

export function needsOf({ condition }: Filter): Needs {
  const all = conditionsOf(condition)
  const asks = (test: Condition['test']) => all.some((one) => one.test === test)
  return {
    labels: asks('label'),
    client: asks('client'),
    tracked: all.some((one) => one.test === 'seconds' && one.field === 'tracked'),
    running: asks('running'),
    blocked: asks('blocked'),
  }
}

/** The question, made once for many rows. */
export function testOf({ condition }: Filter): (row: FilterRow) => boolean {
  return build(condition)
}

type Test = (row: FilterRow) => boolean

function build(condition: Condition): Test {
  switch (condition.test) {
    case 'and': {
      const tests = condition.of.map(build)
      return (row) => tests.every((test) => test(row))
    }
    case 'or': {
      const tests = condition.of.map(build)
      return (row) => tests.some((test) => test(row))
    }
    case 'not': {
      const test = build(condition.of)
      return (row) => !test(row)
    }
    case 'label':
      return ({ labelIds }) => condition.ids.some((id) => labelIds.includes(id))
    case 'project': {
      const { ids } = condition
      return ({ projectId }) =>
        ids === null ? projectId === null : projectId !== null && ids.includes(projectId)
    }
    case 'client': {
      const { ids } = condition
      return ({ clientId }) =>
        ids === null ? clientId === null : clientId !== null && ids.includes(clientId)
    }
    case 'choice':
      return ({ choices }) => condition.values.includes(choices[condition.field] ?? '')
    case 'time':
      return ({ times }) => fitsTime(condition, times[condition.field] ?? null)
    case 'seconds':
      return ({ seconds }) => {
        const value = seconds[condition.field] ?? null
        return value !== null && compares(condition.operator, value - condition.seconds)
      }
    case 'lacks':
      return ({ times, seconds }) => ({ ...times, ...seconds })[condition.field] === null
    case 'text': {
      const expression = expressionOf(condition.words)
      return ({ texts }) => condition.fields.some((field) => expression.test(texts[field] ?? ''))
    }
    case 'source':
      return ({ source }) => source === condition.source || source.startsWith(`${condition.source}:`)
    case 'billable':
      return ({ isBillable }) => isBillable === condition.value
    case 'running':
      return ({ isRunning }) => isRunning
    case 'blocked':
      return ({ isBlocked }) => isBlocked
  }
}

function fitsTime(
  { operator, day, from, until }: Extract<Condition, { test: 'time' }>,
  value: string | number | null,
): boolean {
  if (value === null) return false
  if (typeof value === 'string') return compares(operator, value < day ? -1 : value > day ? 1 : 0)
  return compares(operator, value < from ? -1 : value >= until ? 1 : 0)
}
