/** One change of all rows that a filter finds: found, counted, asked about, and changed together. */
import { BulkChange, mostBulkRows } from '@goalixa/contracts/bulk'
import { AppError } from '@goalixa/contracts/errors'
import type { Task } from '@goalixa/contracts/tasks'
import type { TimeEntry } from '@goalixa/contracts/time-entries'
import * as z from 'zod'
import { UsageError } from './failure.ts'
import { allOf, filterOfView, pointing, saysStatus } from './filter-args.ts'
import { changesWords, countedEntries, countedTasks, entryLinesOf, taskLinesOf } from './output/bulk.ts'
import type { Terminal } from './output/terminal.ts'
import type { Store } from './store.ts'
import { allTasks } from './task-order.ts'
import type { Wiring } from './wiring.ts'

/** What is printed of it. */
export const BulkDocument = BulkChange.extend({ count: z.int() })
export type BulkDocument = z.infer<typeof BulkDocument>

interface Chosen {
  readonly filter?: string | undefined
  readonly view?: string | undefined
}

/** More than these are asked about. */
const mostUnasked = 20

/** Open ones, unless the filter speaks of the status, as `task list` has them. @throws AppError `tasks.not_found` */
export async function chosenTasks(wiring: Wiring, flags: Chosen, terminal: Terminal): Promise<Task[]> {
  const { store, config, dates } = wiring
  const filter = wholeFilter([await filterOfView(store, flags.view, ['task']), flags.filter])
  const status: Task['status'][] | undefined = (await saysStatus(filter)) ? undefined : ['open']
  const query = { filter, status, zone: dates.zone, weekStart: config.weekStart }
  const found = await pointing(filter, terminal, () => allTasks(store, query))
  if (found.length === 0) throw new AppError('tasks.not_found', 'No task fits the filter')
  return few(found, 'tasks')
}

/** @throws AppError `time_entries.not_found` */
export async function chosenEntries(wiring: Wiring, flags: Chosen, terminal: Terminal): Promise<TimeEntry[]> {
  const { store, config, dates } = wiring
  const filter = wholeFilter([await filterOfView(store, flags.view, ['entry', 'report']), flags.filter])
  const query = { filter, zone: dates.zone, weekStart: config.weekStart, limit: 500 }
  const found: TimeEntry[] = []
  for (let cursor: string | undefined; found.length <= mostBulkRows;) {
    const asked = { ...query, cursor }
    const page = await pointing(filter, terminal, () => store.timeEntries.list(asked))
    found.push(...page.items)
    if (page.nextCursor === null) break
    cursor = page.nextCursor
  }
  if (found.length === 0) throw new AppError('time_entries.not_found', 'No time entry fits the filter')
  return few(found, 'time entries')
}

/** An empty filter would be everything: nobody means that. */
function wholeFilter(filters: readonly (string | undefined)[]): string {
  const filter = allOf(filters)
  if (filter === undefined) throw new UsageError('The filter is empty', 'say which ones, as in "project:ops"')
  return filter
}

function few<Row>(found: Row[], noun: string): Row[] {
  if (found.length <= mostBulkRows) return found
  throw new UsageError(
    `The filter finds more than ${mostBulkRows} ${noun}`,
    'change them in parts, with a narrower filter',
  )
}

/** Reasons to ask: many rows, or rows that go. `counted` is `3 tasks`. */
function bulkDoubts(rows: readonly unknown[], counted: string, verb: string): string[] {
  if (verb === 'delete') return [`This removes ${counted}`]
  return rows.length > mostUnasked ? [`This changes ${counted}`] : []
}

/** Of commands about one row, or all that fit a filter: true for the filter. */
export function isBulk(one: string | undefined, { filter, view }: Chosen, noun: string): boolean {
  const chosen = filter !== undefined || view !== undefined
  if (chosen && one !== undefined) throw new UsageError(`Give either one ${noun} or a filter, not both`)
  if (!chosen && one === undefined) throw new UsageError(`Which ${noun}? Name one, or give --filter`)
  return chosen
}

/** @throws UsageError for what only one row can be given */
export function refuseForMany(given: Readonly<Record<string, unknown>>): void {
  const [name] = Object.entries(given).find(([, value]) => value !== undefined) ?? []
  if (name !== undefined) throw new UsageError(`${name} is for one row, not for all that fit a filter`)
}

interface Asked {
  readonly wiring: Pick<Wiring, 'store' | 'dates'>
  readonly terminal: Pick<Terminal, 'say'>
  readonly flags: { readonly 'dry-run'?: boolean; readonly yes?: boolean }
}

type TaskChange = Omit<Parameters<Store['tasks']['bulk']>[0], 'ids'>
type EntryChange = Omit<Parameters<Store['timeEntries']['bulk']>[0], 'ids'>

/** For `change()` of a command. */
export function changeOfTasks(tasks: readonly Task[], change: TaskChange, asked: Asked) {
  const input = { ...change, ids: tasks.map(({ id }) => id) }
  const counted = countedTasks(tasks.length)
  const run = () => asked.wiring.store.tasks.bulk(input)
  return bulkOf({ would: 'tasks.bulk', input, run, counted, lines: taskLinesOf(tasks) }, asked)
}

export function changeOfEntries(entries: readonly TimeEntry[], change: EntryChange, asked: Asked) {
  const input = { ...change, ids: entries.map(({ id }) => id) }
  const counted = countedEntries(entries.length)
  const run = () => asked.wiring.store.timeEntries.bulk(input)
  const lines = entryLinesOf(entries, asked.wiring.dates)
  return bulkOf({ would: 'timeEntries.bulk', input, run, counted, lines }, asked)
}

interface Bulk {
  readonly would: string
  readonly input: TaskChange & { readonly ids: readonly string[] }
  readonly run: () => Promise<BulkChange>
  readonly counted: string
  readonly lines: string
}

const deeds = {
  update: ['change', 'Changed'],
  done: ['complete', 'Done:'],
  delete: ['remove', 'Removed'],
} as const

function bulkOf({ would, input, run, counted, lines }: Bulk, { wiring, terminal, flags }: Asked) {
  const said = changesWords(input, wiring.dates.zone)
  const into = said === '' ? '' : ` (${said})`
  const [does, did] = deeds[input.verb]
  const doubts = bulkDoubts(input.ids, counted, input.verb)
  if (doubts.length > 0 && flags.yes !== true && flags['dry-run'] !== true) terminal.say(lines)
  return {
    would,
    input,
    flags,
    doubts,
    tried: `Nothing was changed. This would ${does} ${counted}${into}:\n${lines}`,
    run: async (): Promise<BulkDocument> => {
      const { ids } = await run()
      return { count: ids.length, ids }
    },
    words: () => `${did} ${counted}${into}:\n${lines}`,
  }
}
