/** What a filter can ask for, as data: which kind of row has which field, and what its values are. */
import type { Direction } from '../civil-dates.ts'
import type { FilterKind, Operator } from './tree.ts'

/** Fields that hold a moment or a day. */
export type TimeField = 'due' | 'scheduled' | 'created' | 'completed' | 'start' | 'end'
/** Fields that hold whole seconds. */
export type SecondsField = 'estimate' | 'tracked' | 'duration'
export type ChoiceField = 'status' | 'priority'
export type TextField = 'title' | 'description'

type Values =
  | {
      readonly values: 'date'
      readonly field: TimeField
      readonly direction: Direction
      readonly mayLack: boolean
    }
  | { readonly values: 'seconds'; readonly field: SecondsField; readonly mayLack: boolean }
  /** Its choices, least first. */
  | {
      readonly values: 'choice'
      readonly field: ChoiceField
      readonly choices: readonly string[]
      readonly ordered: boolean
    }
  | { readonly values: 'text'; readonly field: TextField }
  | { readonly values: 'client' | 'project' | 'label' | 'source' | 'yesOrNo' | 'state' }

export type FilterField = Values & {
  readonly name: string
  readonly kinds: readonly FilterKind[]
  /** What to write, for the words of an error. */
  readonly example: string
}

const both: readonly FilterKind[] = ['tasks', 'timeEntries']
const tasks: readonly FilterKind[] = ['tasks']
const entries: readonly FilterKind[] = ['timeEntries']

const date = (
  name: TimeField,
  kinds: readonly FilterKind[],
  direction: Direction,
  mayLack: boolean,
  example: string,
): FilterField => ({ name, kinds, values: 'date', field: name, direction, mayLack, example })
const seconds = (
  name: SecondsField,
  kinds: readonly FilterKind[],
  mayLack: boolean,
  example: string,
): FilterField => ({ name, kinds, values: 'seconds', field: name, mayLack, example })

export const filterFields: readonly FilterField[] = [
  { name: 'project', kinds: both, values: 'project', example: 'project:ops' },
  { name: 'client', kinds: both, values: 'client', example: 'client:Acme' },
  { name: 'label', kinds: both, values: 'label', example: '+urgent' },
  {
    name: 'status',
    kinds: tasks,
    values: 'choice',
    field: 'status',
    choices: ['open', 'done', 'archived'],
    ordered: false,
    example: 'status:open',
  },
  {
    name: 'priority',
    kinds: tasks,
    values: 'choice',
    field: 'priority',
    choices: ['none', 'low', 'medium', 'high'],
    ordered: true,
    example: 'priority>=medium',
  },
  date('due', tasks, 'future', true, 'due<fri'),
  date('scheduled', tasks, 'future', true, 'scheduled<=today'),
  date('completed', tasks, 'past', true, 'completed>=yesterday'),
  date('created', both, 'past', false, 'created>=2026-01-01'),
  date('start', entries, 'past', false, 'start>=monday'),
  date('end', entries, 'past', true, 'end<today'),
  seconds('estimate', tasks, true, 'estimate>1h'),
  seconds('tracked', tasks, false, 'tracked>2h'),
  seconds('duration', entries, false, 'duration>30m'),
  { name: 'title', kinds: tasks, values: 'text', field: 'title', example: 'title:"a report"' },
  { name: 'description', kinds: both, values: 'text', field: 'description', example: 'description:"a call"' },
  { name: 'billable', kinds: entries, values: 'yesOrNo', example: 'billable:yes' },
  { name: 'source', kinds: entries, values: 'source', example: 'source:cli' },
  { name: 'is', kinds: both, values: 'state', example: 'is:running' },
]

/** What `is:` can be followed by. */
export const states: Readonly<Record<FilterKind, readonly string[]>> = {
  tasks: ['overdue', 'blocked', 'running'],
  timeEntries: ['running'],
}

/** The operators that a field takes. */
export const operatorsOf = (field: FilterField): readonly Operator[] =>
  field.values === 'date' || field.values === 'seconds' || (field.values === 'choice' && field.ordered)
    ? [':', '<', '<=', '>', '>=']
    : [':']
