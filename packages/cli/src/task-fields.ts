/** The flags of a task's fields, and what they mean. `none` empties a field. */
import { parseDue } from '@goalixa/domain/dates'
import type { DateContext } from '@goalixa/domain/calendar'
import { parseDuration } from '@goalixa/domain/durations'
import { Priority } from '@goalixa/contracts/tasks'
import { Flags } from '@oclif/core'
import { findTask } from './find-rows.ts'
import { none, orNull } from './flags.ts'
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
  repeat: Flags.string({ description: 'how it comes back, such as FREQ=WEEKLY', helpValue: 'RULE' }),
}

type Given = { readonly [Name in keyof typeof taskFlags | 'project']?: string | undefined }

/** What to send, and the words that say how dates were understood. Throws `input.*`. */
export async function readTaskFields(flags: Given, store: Pick<Store, 'tasks'>, dates: DateContext) {
  const echoes: string[] = []
  const date = (name: 'due' | 'scheduled') => {
    const text = flags[name]
    if (text === undefined || text === none) return orNull(text)
    const { due, note } = parseDue(text, dates)
    echoes.push(
      [
        `${name} ${due.includes('T') ? momentText(due, dates.zone) : weekdayText(due)}`,
        ...(note === undefined ? [] : [note]),
      ].join('; '),
    )
    return due
  }
  const fields = {
    description: flags.description,
    ...projectOf(flags.project),
    due: date('due'),
    scheduled: date('scheduled'),
    priority: flags.priority === undefined ? undefined : Priority.parse(flags.priority),
    estimateSeconds:
      flags.estimate === undefined
        ? undefined
        : flags.estimate === none
          ? null
          : parseDuration(flags.estimate),
    parentId:
      flags.parent === undefined
        ? undefined
        : flags.parent === none
          ? null
          : (await findTask(store, flags.parent)).id,
    recurrence: orNull(flags.repeat),
  }
  return { fields, echo: echoes.join('\n') }
}
