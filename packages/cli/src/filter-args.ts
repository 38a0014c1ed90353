/** Filters as they are typed: as words, with --filter, and kept as a view. */
import { AppError } from '@goalixa/contracts/errors'
import type { SavedView } from '@goalixa/contracts/saved-views'
import * as Flags from '@oclif/core/flags'
import { UsageError } from './failure.ts'
import type { Terminal } from './output/terminal.ts'
import type { Store } from './store.ts'

export const filter = Flags.string({
  description: 'only what fits, such as "project:ops +urgent"',
  helpValue: 'FILTER',
})

export const view = Flags.string({
  description: 'the filter that was saved under this name',
  helpValue: 'VIEW',
})

/** The filter of a view. @throws `UsageError` for one that chooses from something else */
export async function filterOfView(
  store: Pick<Store, 'savedViews'>,
  name: string | undefined,
  kinds: readonly SavedView['kind'][],
): Promise<string | undefined> {
  if (name === undefined) return undefined
  const { findSavedView } = await import('./find-rows.ts')
  const { kind, query, name: called } = await findSavedView(store, name)
  if (kinds.includes(kind)) return query
  throw new UsageError(`The view ${JSON.stringify(called)} is of ${kind === 'task' ? 'tasks' : 'entries'}`)
}

/** For the description of commands that take one. */
export const filterHelp = (fields: string): string =>
  `A filter: words to find, +label, -label, and ${fields}. All must hold; or, not and ( ) join them. ` +
  'Quote it: < > ( ) mean something to the shell, and -label would be a flag. "project:none" and "due:none" are without one.'

/** Who asks for done ones does not want them taken out again; what is wrong with a filter is told by who asks it. */
export async function saysStatus(filter: string | undefined): Promise<boolean> {
  if (filter === undefined) return false
  const { parseFilter } = await import('@goalixa/domain/filters/parse')
  const { mentions } = await import('@goalixa/domain/filters/tree')
  try {
    const tree = parseFilter(filter, 'tasks')
    return mentions(tree, 'status') || mentions(tree, 'completed')
  } catch {
    return false
  }
}

/** On commands that change one row, or all that fit. */
export const choosing = {
  filter: Flags.string({
    description: 'instead of one: all that fit, such as "project:ops +urgent"',
    helpValue: 'FILTER',
  }),
  view: Flags.string({
    description: 'instead of one: all that fit the filter saved under this name',
    helpValue: 'VIEW',
  }),
}

/** Several filters as one, all of which must hold. */
export function allOf(filters: readonly (string | undefined)[]): string | undefined {
  const given = filters.filter((one) => one !== undefined && one.trim() !== '') as string[]
  return given.length > 1 ? given.map((one) => `(${one})`).join(' ') : given[0]
}

const beginsFilter = /^(?:[+("]|-\S|[a-z][a-z_-]*[:<>=]|not$|running$)/i

/** Words of days, such as `last week`, and those of a filter behind them. */
export function daysAndFilter(words: readonly string[]): { days: string; filter: string | undefined } {
  const found = words.findIndex((word) => beginsFilter.test(word))
  const cut = found < 0 ? words.length : found
  return { days: words.slice(0, cut).join(' '), filter: allOf([words.slice(cut).join(' ')]) }
}

/** Runs what reads the filter; where it is wrong, the place is shown under it. Documents tell it as `position`. */
export async function pointing<Answer>(
  text: string | undefined,
  terminal: Pick<Terminal, 'json'>,
  run: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await run()
  } catch (error) {
    const position = error instanceof AppError ? error.fields[0]?.position : undefined
    if (!(error instanceof AppError) || text === undefined || position === undefined || terminal.json)
      throw error
    const { caretLines } = await import('./output/filter-place.ts')
    throw new AppError(error.code, `${error.message}\n${caretLines(text, position)}`, {
      fields: error.fields,
      try: error.try,
    })
  }
}
