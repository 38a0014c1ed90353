/** Reminders in groups, what comes first ahead; the moments are those of the terminal. */
import type { Reminder } from '@goalixa/contracts/reminders'
import { listReminders } from '@goalixa/replica/queries/reminders'
import { listTasks } from '@goalixa/replica/queries/lists'
import type { Query } from '../../store/store.ts'

const atOnce = 1_000

export interface Reminders {
  readonly due: readonly Reminder[]
  readonly coming: readonly Reminder[]
  /** Latest first. */
  readonly over: readonly Reminder[]
}

const comesAt = ({ dueAt, nextAt }: Reminder): string => dueAt ?? nextAt ?? ''
const byMoment = (a: Reminder, b: Reminder) => (comesAt(a) < comesAt(b) ? -1 : 1)

export const readReminders: Query<Reminders> = async (reader, { nowMs }) => {
  const { items } = await listReminders(reader, nowMs, { limit: atOnce })
  const of = (...statuses: Reminder['status'][]) => items.filter(({ status }) => statuses.includes(status))
  return {
    due: of('due').toSorted(byMoment),
    coming: of('upcoming', 'snoozed').toSorted(byMoment),
    over: of('done', 'paused'),
  }
}

/** What a reminder can be about. */
export const readTasks: Query<readonly { readonly id: string; readonly title: string }[]> = async (
  reader,
  asking,
) => (await listTasks(reader, asking, { limit: atOnce, status: ['open'] })).items
