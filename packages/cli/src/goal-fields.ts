/** The flags of goals and subgoals, and what they mean. `none` empties a field. */
import type { DateContext } from '@goalixa/domain/calendar'
import { Priority } from '@goalixa/contracts/tasks'
import { parseDate } from '@goalixa/domain/dates'
import { parseDuration } from '@goalixa/domain/durations'
import { Flags } from '@oclif/core'
import { UsageError } from './failure.ts'
import { findProject, findTask } from './find-rows.ts'
import { none, orNull } from './flags.ts'
import { weekdayText } from './output/times.ts'
import type { Store } from './store.ts'

const targetDate = Flags.string({
  description: 'the day to have it by, such as "in 6w" or 2026-06-30, or none',
  helpValue: 'DATE',
})

export const goalFlags = {
  target: Flags.string({
    description: 'how much time it takes, such as 100h, or none',
    helpValue: 'DURATION',
  }),
  'target-date': targetDate,
  label: Flags.string({ char: 'l', description: 'time with this label counts; or none', helpValue: 'NAME' }),
  priority: Flags.option({ description: 'how urgent', options: Priority.options })(),
  description: Flags.string({ description: 'more about it', helpValue: 'TEXT' }),
  colour: Flags.string({ description: 'written as #rrggbb, or none', helpValue: 'COLOUR' }),
}

export const subgoalFlags = {
  'target-date': targetDate,
  label: Flags.string({ char: 'l', description: 'the label of its time, or none', helpValue: 'NAME' }),
  project: Flags.string({ char: 'p', description: 'the project of its time, or none', helpValue: 'NAME' }),
}

/** What can be linked. */
export const linkFlags = {
  project: Flags.string({
    char: 'p',
    description: 'a project whose time and tasks count; may be given several times',
    helpValue: 'NAME',
    multiple: true,
    multipleNonGreedy: true,
  }),
  task: Flags.string({
    description: 'a task whose time counts; may be given several times',
    helpValue: 'TASK',
    multiple: true,
    multipleNonGreedy: true,
  }),
}

type Given<Flag extends string> = { readonly [Name in Flag]?: string | undefined }

/** What to send, and the words that say how the date was understood. Throws `input.*`. */
export function readGoalFields(
  flags: Given<keyof typeof goalFlags>,
  fromWords: readonly string[],
  dates: DateContext,
) {
  const date = targetDateOf(flags['target-date'], dates)
  return {
    fields: {
      description: flags.description,
      priority: flags.priority === undefined ? undefined : Priority.parse(flags.priority),
      targetDate: date,
      targetSeconds:
        flags.target === undefined
          ? undefined
          : flags.target === none
            ? null
            : parseDuration(flags.target, { clock: true }),
      label: oneLabel(flags.label, fromWords, 'A goal'),
      colour: orNull(flags.colour),
    },
    echo: dateEcho(date),
  }
}

/** The same of a subgoal; a project that is not there yet is made. */
export function readSubgoalFields(
  flags: Given<keyof typeof subgoalFlags>,
  fromWords: readonly string[],
  dates: DateContext,
) {
  const date = targetDateOf(flags['target-date'], dates)
  return {
    fields: {
      targetDate: date,
      label: oneLabel(flags.label, fromWords, 'A subgoal'),
      project: orNull(flags.project),
    },
    echo: dateEcho(date),
  }
}

/** Ids of what the flags name; nothing is made. Throws `projects.not_found`, `tasks.not_found`, `input.ambiguous`. */
export async function readLinks(
  flags: { readonly [Name in keyof typeof linkFlags]?: readonly string[] | undefined },
  store: Pick<Store, 'projects' | 'tasks'>,
): Promise<{ projectIds: string[]; taskIds: string[] }> {
  const projectIds: string[] = []
  const taskIds: string[] = []
  for (const text of flags.project ?? []) projectIds.push((await findProject(store, text)).id)
  for (const text of flags.task ?? []) taskIds.push((await findTask(store, text)).id)
  return { projectIds, taskIds }
}

const targetDateOf = (text: string | undefined, dates: DateContext): string | null | undefined =>
  text === undefined || text === none ? orNull(text) : parseDate(text, dates, 'future')

const dateEcho = (date: string | null | undefined): string =>
  typeof date === 'string' ? `by ${weekdayText(date)}` : ''

function oneLabel(
  flag: string | undefined,
  fromWords: readonly string[],
  what: string,
): string | null | undefined {
  const labels = [...new Set([...fromWords, ...(flag === undefined ? [] : [flag])])]
  if (labels.length > 1) throw new UsageError(`${what} has one label at most, not ${labels.length}`)
  return orNull(labels[0])
}
