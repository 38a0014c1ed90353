/** What can follow each word of the command, from its commands themselves. */
import type { Config } from '@oclif/core'

/** What a value may be: anything, a file, one of these, or the name of a row. */
type Values = '' | '.' | '/' | `@${Kind}` | (string & {})
export const kinds = [
  'clients',
  'projects',
  'labels',
  'tasks',
  'goals',
  'weeklyGoals',
  'habits',
  'reminders',
  'savedViews',
  'timeEntries',
] as const
export type Kind = (typeof kinds)[number]

interface CompletionFlag {
  /** With its dashes. */
  readonly name: string
  /** Empty: it takes none. `.` anything, `/` a file, `@projects` names of rows, else words with commas between. */
  readonly values: Values
  readonly summary: string
}

/** What is typed so far, and what may come next. */
export interface Place {
  /** `task add`; empty for the command alone. */
  readonly path: string
  readonly summary: string
  readonly words: readonly { readonly name: string; readonly summary: string }[]
  readonly flags: readonly CompletionFlag[]
  /** One by one, as flags have them. */
  readonly args: readonly Values[]
  /** Free words may hold `+label`. */
  readonly takesLabels: boolean
}

const ofFlag: Readonly<Record<string, Kind>> = {
  client: 'clients',
  project: 'projects',
  label: 'labels',
  unlabel: 'labels',
  task: 'tasks',
  goal: 'goals',
  view: 'savedViews',
}
const ofArg: Readonly<Record<string, Kind>> = {
  client: 'clients',
  project: 'projects',
  label: 'labels',
  task: 'tasks',
  goal: 'goals',
  habit: 'habits',
  reminder: 'reminders',
  view: 'savedViews',
  entry: 'timeEntries',
}

interface Given {
  readonly options?: readonly string[] | undefined
  readonly helpValue?: string | readonly string[] | undefined
}

function valuesOf(given: Given, kind: Kind | undefined): Values {
  // A shell reads these lists: what it would divide or expand is left to people.
  const words = given.options?.filter((word) => /^[\w+-]+$/.test(word)) ?? []
  if (words.length > 0) return words.join(',')
  if (kind !== undefined) return `@${kind}`
  return given.helpValue === 'FILE' ? '/' : '.'
}

export function commandTree(config: Pick<Config, 'commands' | 'topics'>): Place[] {
  const shown = config.commands.filter(({ hidden }) => !hidden)
  const topics = new Map(config.topics.map(({ name, description }) => [name, description ?? '']))
  const summaries = new Map([...topics, ...shown.map(({ id, summary }) => [id, summary ?? ''] as const)])
  const paths = new Set([...summaries.keys()].flatMap(everyBeginning))
  return ['', ...paths].toSorted().map((id) => {
    const command = shown.find((one) => one.id === id)
    const inside = id === '' ? '' : `${id}:`
    const next = [...paths].filter(
      (path) => path.startsWith(inside) && !path.slice(inside.length).includes(':'),
    )
    const flags = Object.values(command?.flags ?? {}).filter(({ hidden }) => !hidden)
    return {
      path: id.replaceAll(':', ' '),
      summary: summaries.get(id) ?? '',
      words: next
        .filter((path) => path !== id)
        .map((path) => ({ name: path.slice(inside.length), summary: summaries.get(path) ?? '' }))
        .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
      flags: [...flags.flatMap(namesOf), { name: '--help', values: '', summary: 'how it is used' }],
      args: Object.values(command?.args ?? {}).map((arg) => argValues(arg, id)),
      takesLabels: command?.strict === false && flags.some(({ name }) => name === 'label'),
    }
  })
}

const argValues = (arg: Given & { readonly name: string }, id: string): Values => {
  if (arg.name === 'file') return '/'
  return valuesOf(arg, arg.name === 'goal' && id.startsWith('weekly:') ? 'weeklyGoals' : ofArg[arg.name])
}

type Flag = Config['commands'][number]['flags'][string]

/** `--billable` and `--no-billable`, `--project` and `-p`. */
function namesOf(flag: Flag): CompletionFlag[] {
  const values = flag.type === 'boolean' ? '' : valuesOf(flag, ofFlag[flag.name])
  const summary = (flag.summary ?? flag.description ?? '').replaceAll(/\s+/g, ' ')
  const names = [
    `--${flag.name}`,
    ...(flag.type === 'boolean' && flag.allowNo ? [`--no-${flag.name}`] : []),
    ...(flag.char === undefined ? [] : [`-${flag.char}`]),
  ]
  return names.map((name) => ({ name, values, summary }))
}

/** `a:b:c` is `a`, `a:b`, `a:b:c`. */
const everyBeginning = (id: string): string[] =>
  id.split(':').map((_, index, words) => words.slice(0, index + 1).join(':'))
