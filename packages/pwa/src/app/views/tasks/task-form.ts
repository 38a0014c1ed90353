/** What somebody typed into the dialog of a task, as a change of it; by field what is wrong. */
import { AppError } from '@goalixa/contracts/errors'
import type { Task, TaskPatch } from '@goalixa/contracts/tasks'
import { fromInstantText } from '@goalixa/domain/calendar'
import type { DateContext } from '@goalixa/domain/calendar'
import { parseDue } from '@goalixa/domain/dates'
import { formatDuration } from '@goalixa/domain/durations'
import { formatRecurrence, parseRecurrence } from '@goalixa/domain/recurrence-words'
import type { WordsOf } from '../../../words/language.ts'
import { plainText } from '../../parts/plain-text.ts'
import { typedDuration, westernDigits } from '../../parts/typed-duration.ts'
import { zone } from '../../store/dates.ts'
import { firstDue } from './task-line.ts'

const fields = [
  'title',
  'description',
  'project',
  'priority',
  'due',
  'scheduled',
  'estimate',
  'parent',
  'recurrence',
] as const
export type Field = (typeof fields)[number]
export type Typed = Readonly<Record<Field, string>>

/** As it stands in the fields of the dialog. */
export const typedOf = (task: Task): Typed => ({
  title: task.title,
  description: task.description,
  project: task.project ?? '',
  priority: task.priority,
  due: dateText(task.due),
  scheduled: dateText(task.scheduled),
  estimate: task.estimateSeconds === null ? '' : formatDuration(task.estimateSeconds),
  parent: task.parentId ?? '',
  recurrence: task.recurrence === null ? '' : formatRecurrence({ ...task, recurrence: task.recurrence }),
})

/** In the grammar, so that it can be changed and read again. */
function dateText(moment: string | null): string {
  if (moment === null || moment.length === 10) return moment ?? ''
  const at = Temporal.Instant.fromEpochMilliseconds(fromInstantText(moment) * 1000).toZonedDateTimeISO(zone())
  return `${at.toPlainDate().toString()} ${at.toPlainTime().toString({ smallestUnit: 'minute' })}`
}

const longestTitle = 1_000
const longestName = 200
const longestDescription = 60_000
const longestEstimate = 1_000_000_000

interface Reading {
  readonly task: Task
  readonly context: DateContext
  readonly words: WordsOf<'tasks'>
}

/** Only what was changed. */
export function readForm(
  typed: Typed,
  { task, context, words }: Reading,
): { readonly patch: TaskPatch; readonly problems: Partial<Record<Field, string>> } {
  const before = typedOf(task)
  const problems: Partial<Record<Field, string>> = {}
  const patch: TaskPatch = {}
  const read = (field: Field, take: (text: string) => void) => {
    const text = plainText(typed[field])
    if (text === plainText(before[field])) return
    try {
      take(text)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      problems[field] = error.message
    }
  }
  const upTo = (text: string, most: number): string => {
    if (text.length > most) throw new AppError('request.invalid', words.tooLong)
    return text
  }
  const dateOf = (text: string) => (text === '' ? null : parseDue(westernDigits(text), context).due)

  read('title', (text) => {
    if (text === '') throw new AppError('request.invalid', words.noTitle)
    patch.title = upTo(text, longestTitle)
  })
  read('description', (text) => (patch.description = upTo(text, longestDescription)))
  read('project', (text) => {
    if (text === '') patch.projectId = null
    else patch.project = upTo(text, longestName)
  })
  read('priority', (text) => (patch.priority = text as Task['priority']))
  read('due', (text) => (patch.due = dateOf(text)))
  read('scheduled', (text) => (patch.scheduled = dateOf(text)))
  read('estimate', (text) => {
    const seconds = text === '' ? null : typedDuration(text)
    if (seconds !== null && seconds > longestEstimate) throw new AppError('request.invalid', words.tooLong)
    patch.estimateSeconds = seconds
  })
  read('parent', (text) => (patch.parentId = text === '' ? null : text))
  read('recurrence', (text) => {
    if (text === '') return Object.assign(patch, { recurrence: null, recurrenceZone: null })
    const repetition = parseRecurrence(westernDigits(text))
    const { due = task.due, scheduled = task.scheduled } = patch
    const first = due === null && scheduled === null ? firstDue(repetition.recurrence, context) : {}
    return Object.assign(patch, repetition, first, { recurrenceZone: context.zone })
  })
  return { patch, problems }
}
