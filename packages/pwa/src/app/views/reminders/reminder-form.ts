/** What somebody typed into the dialog of a reminder, as fields of it; by field what is wrong. */
import type { Reminder, ReminderPatch } from '@goalixa/contracts/reminders'
import { plainDate } from '@goalixa/domain/calendar'
import { sameValue } from '@goalixa/domain/rows'
import { plainText } from '../../parts/plain-text.ts'
import type { ReminderWords } from './texts.ts'

export const repeats = ['none', 'daily', 'weekdays', 'weekly', 'monthly'] as const
export const priorities = ['none', 'low', 'medium', 'high'] as const
const workdays = [1, 2, 3, 4, 5]

export interface Typed {
  readonly title: string
  readonly date: string
  readonly time: string
  readonly repeat: (typeof repeats)[number]
  /** 1 Monday to 7 Sunday. */
  readonly days: readonly number[]
  readonly priority: Reminder['priority']
  readonly task: string
  readonly notes: string
}
export type Field = keyof Typed

/** As it stands in the fields of the dialog; a new one comes tomorrow at nine. */
export function typedOf(reminder: Reminder | undefined, now: number, zone: string): Typed {
  const isWorkdays = reminder?.repeat === 'weekly' && sameValue(reminder.days, workdays)
  return {
    title: reminder?.title ?? '',
    date: reminder?.date ?? plainDate(now, zone).add({ days: 1 }).toString(),
    time: reminder?.time ?? '09:00',
    repeat: isWorkdays ? 'weekdays' : (reminder?.repeat ?? 'none'),
    days: reminder?.days ?? [],
    priority: reminder?.priority ?? 'none',
    task: reminder?.taskId ?? '',
    notes: reminder?.notes ?? '',
  }
}

/** Only what differs from `before`, but all of the time when any of it does. */
export function readForm(
  typed: Typed,
  before: Typed,
  { words, zone, isNew }: { readonly words: ReminderWords; readonly zone: string; readonly isNew: boolean },
): { readonly patch: ReminderPatch; readonly problems: Partial<Record<Field, string>> } {
  const patch: ReminderPatch = {}
  const problems: Partial<Record<Field, string>> = {}
  const differs = (...fields: Field[]) =>
    isNew || fields.some((field) => !sameValue(typed[field], before[field]))
  const title = plainText(typed.title)
  if (title === '' || title.length > 1_000) problems.title = words.titleBounds
  else if (differs('title')) patch.title = title
  if (typed.date === '') problems.date = words.whenBounds
  if (typed.time === '') problems.time = words.whenBounds
  if (typed.repeat === 'weekly' && typed.days.length === 0) problems.days = words.daysBounds
  if (differs('date', 'time')) Object.assign(patch, { date: typed.date, time: typed.time.slice(0, 5), zone })
  if (differs('repeat', 'days'))
    Object.assign(
      patch,
      typed.repeat === 'weekdays'
        ? { repeat: 'weekly', days: workdays }
        : { repeat: typed.repeat, days: typed.repeat === 'weekly' ? [...typed.days] : [] },
    )
  if (differs('priority')) patch.priority = typed.priority
  if (differs('task')) patch.taskId = typed.task === '' ? null : typed.task
  const notes = plainText(typed.notes)
  if (notes.length > 10_000) problems.notes = words.notesBounds
  else if (differs('notes')) patch.notes = notes
  return { patch, problems }
}
