/** Words for one change of many rows. */
import type { Task } from '@goalixa/contracts/tasks'
import type { TimeEntry } from '@goalixa/contracts/time-entries'
import type { DateContext } from '@goalixa/domain/calendar'
import { fieldWords, valueWords } from './fields.ts'
import { shortId } from './ids.ts'
import { safeLine } from './safe-text.ts'
import { entryTitle } from './timer.ts'
import { momentText } from './times.ts'

/** More are only counted. */
const shown = 20

export const countedTasks = (count: number): string => `${count} ${count === 1 ? 'task' : 'tasks'}`
export const countedEntries = (count: number): string =>
  `${count} ${count === 1 ? 'time entry' : 'time entries'}`

export const taskLinesOf = (tasks: readonly Task[]): string =>
  listed(tasks.map(({ id, title }) => `  ${shortId(id)}  ${safeLine(title)}`))

export const entryLinesOf = (entries: readonly TimeEntry[], { zone }: Pick<DateContext, 'zone'>): string =>
  listed(
    entries.map((entry) => {
      const when = entry.start === null ? entry.date : momentText(entry.start, zone)
      return `  ${shortId(entry.id)}  ${when}  ${entryTitle(entry)}`
    }),
  )

function listed(lines: readonly string[]): string {
  const rest = lines.length > shown ? [`  and ${lines.length - shown} more`] : []
  return [...lines.slice(0, shown), ...rest].join('\n')
}

interface Changes {
  readonly patch?: Readonly<Record<string, unknown>> | undefined
  readonly addLabels?: readonly string[] | undefined
  readonly removeLabels?: readonly string[] | undefined
}

/** `priority high, +urgent, no longer +later`. */
export function changesWords(
  { patch = {}, addLabels = [], removeLabels = [] }: Changes,
  zone: string,
): string {
  const fields = Object.entries(patch)
    .filter(([, value]) => value !== undefined)
    .map(([field, value]) => `${fieldWords({ field, of: null })} ${valueWords(field, value, zone)}`)
  const added = addLabels.map((label) => `+${safeLine(label)}`)
  const removed = removeLabels.map((label) => `no longer +${safeLine(label)}`)
  return [...fields, ...added, ...removed].join(', ')
}
