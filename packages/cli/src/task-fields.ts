/** The fields of a task, from words such as `due:fri` and from flags. Flags win; `none` empties a field. */
import { parseDue } from '@goalixa/domain/dates'
import { plainDate } from '@goalixa/domain/calendar'
import type { DateContext } from '@goalixa/domain/calendar'
import { parseDuration } from '@goalixa/domain/durations'
import { firstOccurrence } from '@goalixa/domain/next-occurrence'
import { readRule } from '@goalixa/domain/recurrence'
import { formatRecurrence, parseRecurrence } from '@goalixa/domain/recurrence-words'
import type { TaskWords } from '@goalixa/domain/task-words'
import { Priority } from '@goalixa/contracts/tasks'
import type { Task } from '@goalixa/contracts/tasks'
import { Flags } from '@oclif/core'
import { findTask } from './find-rows.ts'
import { none } from './flags.ts'
import { momentText, weekdayText } from './output/times.ts'
import { projectOf } from './patches.ts'
import type { Store } from './store.ts'

export const taskFlags = {
  description: Flags.string({ description: 'more about it', helpValue: 'TEXT' }),
  due: Flags.string({ description: 'when it must be done, such as friday or 2026-03-02', helpValue: 'DATE' }),
  scheduled: Flags.string({ description: 'when to begin', helpValue: 'DATE' }),
  priority: Flags.option({ description: 'how urgent', options: Priority.options })(),
  estimate: Flags.string({ description: 'how long it will take, such as 1h30m', helpValue: 'DURATION' }),
  parent: Flags.string({ description: 'the task that it is a part of', helpValue: 'TASK' }),
  'depends-on': Flags.string({
    description: 'a task that must be done before; may be given several times',
    helpValue: 'TASK',
    multiple: true,
    multipleNonGreedy: true,
  }),
  every: Flags.string({
    description:
      'how it comes back: day, 2 weeks, mon,thu, month on 31; "3 days after completion" counts from when it was done',
    helpValue: 'HOW-OFTEN',
    aliases: ['repeat'],
  }),
}

type Names = Exclude<keyof typeof taskFlags, 'depends-on'> | 'project'
type Given = { readonly [Name in Names]?: string | undefined } & {
  readonly 'depends-on'?: readonly string[] | undefined
}

interface Reading {
  readonly store: Pick<Store, 'tasks'>
  readonly dates: DateContext
  readonly words?: TaskWords
  /** The task that is changed. */
  readonly task?: Pick<Task, 'due' | 'scheduled' | 'dependsOn'>
}

/** What to send, and the words that say how dates were understood. Throws `input.*`, `tasks.not_found`. */
export async function readTaskFields(flags: Given, { store, dates, words, task }: Reading) {
  const notes: string[] = [...(words?.notes ?? [])]
  const date = (name: 'due' | 'scheduled') => {
    const text = flags[name]
    if (text === undefined || text === none) return text === undefined ? words?.[name] : null
    const { due, note } = parseDue(text, dates)
    if (note !== undefined) notes.push(note)
    return due
  }
  const repetition = repetitionOf(flags.every, words)
  const fields = {
    description: flags.description,
    ...projectOf(flags.project ?? words?.project),
    due: date('due'),
    scheduled: date('scheduled'),
    priority: flags.priority === undefined ? words?.priority : Priority.parse(flags.priority),
    estimateSeconds: durationOf(flags.estimate) ?? (flags.estimate === none ? null : words?.estimateSeconds),
    parentId: flags.parent === undefined ? undefined : await taskIdOf(flags.parent, store),
    dependsOn: await dependsOnOf(flags['depends-on'], store, task?.dependsOn ?? []),
    recurrence: repetition === null ? null : repetition?.recurrence,
    recurrenceMode: repetition?.recurrenceMode,
    recurrenceZone: repetition === null ? null : repetition && dates.zone,
  }
  const hasDate = (fields.due ?? fields.scheduled ?? task?.due ?? task?.scheduled ?? null) !== null
  // What comes back has a first day, or nobody would see when.
  if (repetition && !hasDate && fields.due === undefined) fields.due = firstDue(repetition.recurrence, dates)
  const said = (['due', 'scheduled'] as const).flatMap((name) =>
    typeof fields[name] === 'string' ? [`${name} ${dayText(fields[name], dates.zone)}`] : [],
  )
  const every = repetition ? [`every ${formatRecurrence(repetition)}`] : []
  return { fields, echo: [...said, ...every, ...notes].join('; ') }
}

const dayText = (text: string, zone: string): string =>
  text.includes('T') ? momentText(text, zone) : weekdayText(text)

const durationOf = (text: string | undefined): number | undefined =>
  text === undefined || text === none ? undefined : parseDuration(text)

function repetitionOf(every: string | undefined, words: TaskWords | undefined) {
  if (every !== undefined) return every === none ? null : parseRecurrence(every)
  if (words?.recurrence === undefined) return undefined
  return { recurrence: words.recurrence, recurrenceMode: words.recurrenceMode ?? 'schedule' }
}

function firstDue(recurrence: string, { now, zone }: DateContext): string | undefined {
  const rule = readRule(recurrence)
  return 'problem' in rule ? undefined : firstOccurrence(rule, plainDate(now, zone).toString(), zone)
}

async function taskIdOf(text: string, store: Pick<Store, 'tasks'>): Promise<string | null> {
  return text === none ? null : (await findTask(store, text)).id
}

/** Added to those that are there; `none` takes them all away first. */
async function dependsOnOf(
  texts: readonly string[] | undefined,
  store: Pick<Store, 'tasks'>,
  now: readonly string[],
): Promise<string[] | undefined> {
  if (texts === undefined) return undefined
  const ids: string[] = []
  for (const text of texts) if (text !== none) ids.push((await findTask(store, text)).id)
  return [...new Set([...(texts.includes(none) ? [] : now), ...ids])]
}
