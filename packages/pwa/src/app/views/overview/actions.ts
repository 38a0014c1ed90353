/** What can be done from the overview, by the rules of the domain. */
import type { Task } from '@goalixa/contracts/tasks'
import { toInstantText } from '@goalixa/domain/calendar'
import { checkHabit, uncheckHabit } from '@goalixa/domain/plans/habit-logs'
import { doneReminder, snoozeReminder } from '@goalixa/domain/plans/reminders'
import { setTaskStatus } from '@goalixa/domain/plans/task-changes'
import { startTimer } from '@goalixa/domain/plans/timer'
import { zone } from '../../store/dates.ts'
import type { Store } from '../../store/store.ts'

const source = 'pwa'
const snoozeSeconds = 600

export const startOn = (store: Store, { id, title }: Task) =>
  store.write('timer.start', (view, draft, newId) =>
    startTimer(view, draft, { description: title, taskId: id, zone: zone(), source }, newId),
  )

export const finishTask = (store: Store, id: string) =>
  store.write('tasks.done', (view, draft) => setTaskStatus(view, draft, id, 'done'))

export const setHabit = (store: Store, id: string, date: string, isDone: boolean) =>
  isDone
    ? store.write('habits.check', (view, draft) =>
        checkHabit(view, draft, id, date, { state: 'done', source }),
      )
    : store.write('habits.uncheck', (view, draft) => uncheckHabit(view, draft, id, date))

export const finishReminder = (store: Store, id: string) =>
  store.write('reminders.done', (view, draft) => doneReminder(view, draft, id))

export const snooze = (store: Store, id: string) =>
  store.write('reminders.snooze', (view, draft) =>
    snoozeReminder(view, draft, id, toInstantText(Math.floor(draft.nowMs / 1000) + snoozeSeconds)),
  )
