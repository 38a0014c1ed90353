/** The flags of a reminder's fields, and what they mean. */
import { Priority } from '@goalixa/contracts/tasks'
import type { ReminderRepeat } from '@goalixa/contracts/reminders'
import type { DateContext } from '@goalixa/domain/calendar'
import { toInstantText, zoned } from '@goalixa/domain/calendar'
import { parseMoment } from '@goalixa/domain/dates'
import { Flags } from '@oclif/core'
import { UsageError } from './failure.ts'
import { findTask } from './find-rows.ts'
import { none } from './flags.ts'
import { momentText } from './output/times.ts'
import type { Store } from './store.ts'

export const reminderFlags = {
  at: Flags.string({
    description: 'when, such as "tomorrow 9:00"; from then on if it repeats',
    helpValue: 'TIME',
  }),
  repeat: Flags.string({
    description: 'none, daily, weekdays, weekly, days such as mon,thu, or monthly',
    helpValue: 'HOW',
  }),
  notes: Flags.string({ description: 'more about it', helpValue: 'TEXT' }),
  priority: Flags.option({ description: 'how urgent', options: Priority.options })(),
  task: Flags.string({ description: 'a task: its id, the end of its id, or its title', helpValue: 'TASK' }),
}

type Given = { readonly [Name in keyof typeof reminderFlags]?: string | undefined }

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

/** `mon,thu`: 1 Monday to 7 Sunday. Throws `UsageError`. */
function readRepeat(text: string): { readonly repeat: ReminderRepeat; readonly days?: number[] } {
  const said = text.trim().toLowerCase()
  if (said === 'none' || said === 'daily' || said === 'monthly' || said === 'weekly') return { repeat: said }
  if (said === 'weekdays') return { repeat: 'weekly', days: [1, 2, 3, 4, 5] }
  const days = said.split(/[\s,]+/).map((word) => {
    const at = weekdays.findIndex((day) => word.length >= 3 && day.startsWith(word))
    if (at < 0)
      throw new UsageError(
        `"${text}" is no way to repeat`,
        'write daily, weekdays, weekly, mon,thu or monthly',
      )
    return at + 1
  })
  return { repeat: 'weekly', days }
}

/** What to send, and the words that say how the time was understood. Throws `input.*`. */
export async function readReminderFields(flags: Given, store: Pick<Store, 'tasks'>, dates: DateContext) {
  const moment = flags.at === undefined ? undefined : parseMoment(flags.at, dates, 'future')
  const local = moment && zoned(moment.instant, dates.zone)
  const fields = {
    ...(local && {
      date: local.toPlainDate().toString(),
      time: local.toPlainTime().toString({ smallestUnit: 'minute' }),
      zone: dates.zone,
    }),
    ...(flags.repeat === undefined ? {} : readRepeat(flags.repeat)),
    notes: flags.notes,
    priority: flags.priority === undefined ? undefined : Priority.parse(flags.priority),
    taskId:
      flags.task === undefined
        ? undefined
        : flags.task === none
          ? null
          : (await findTask(store, flags.task)).id,
  }
  const said = moment && momentText(toInstantText(moment.instant), dates.zone)
  return { fields, echo: [said, moment?.note].filter((one) => one !== undefined).join('; ') }
}
