/** The calendar of an account: time entries as events, tasks as to-dos. */
import type { Writer } from './export-source.ts'
import { icalEvent, icalHead, icalTail, icalTodo } from './ical.ts'

export const writeIcal: Writer = async function* (source) {
  yield icalHead
  for await (const entries of source.entries()) yield entries.map(icalEvent).join('')
  for await (const tasks of source.tasks()) yield tasks.map(icalTodo).join('')
  yield icalTail
}
