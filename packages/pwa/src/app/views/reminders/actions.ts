/** What can be done with reminders, by the rules of the domain. */
import type { NewReminder, ReminderPatch } from '@goalixa/contracts/reminders'
import { toInstantText } from '@goalixa/domain/calendar'
import {
  createReminder,
  deleteReminder,
  doneReminder,
  snoozeReminder,
  updateReminder,
} from '@goalixa/domain/plans/reminders'
import type { Store } from '../../store/store.ts'

export const addReminder = (store: Store, input: NewReminder) =>
  store.write('reminders.create', (view, draft, newId) => createReminder(view, draft, input, newId))

export const changeReminder = (store: Store, id: string, patch: ReminderPatch) =>
  store.write('reminders.update', (view, draft) => updateReminder(view, draft, id, patch))

/** `until` in epoch seconds. */
export const snooze = (store: Store, id: string, until: number) =>
  store.write('reminders.snooze', (view, draft) => snoozeReminder(view, draft, id, toInstantText(until)))

export const finish = (store: Store, id: string) =>
  store.write('reminders.done', (view, draft) => doneReminder(view, draft, id))

export const removeReminder = (store: Store, id: string) =>
  store.write('reminders.delete', (view, draft) => deleteReminder(view, draft, id))
