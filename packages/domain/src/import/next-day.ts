/** Start and end of rows that print one date. */
import { readTime } from './local-times.ts'
import type { TimesheetRow } from './timesheet.ts'

/** What ends before it starts ends on the next day. @throws {RowRefused} */
export function sameOrNextDay(date: string, from: string, to: string): Pick<TimesheetRow, 'start' | 'end'> {
  const start = { date, time: readTime(from, 'the begin') }
  if (to === '') return { start, end: undefined }
  const time = readTime(to, 'the end')
  const next = Temporal.PlainDate.from(date).add({ days: 1 }).toString()
  return { start, end: { date: time < start.time ? next : date, time } }
}
