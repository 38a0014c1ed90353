/** Reads the detailed report of Toggl Track as CSV: a tag is a label, a task a task of its project. */
import type { Cells, Columns } from './csv-table.ts'
import { isYes, listOf, readTimesheetTable } from './csv-table.ts'
import type { ImportPlan, ReadOptions } from './import-plan.ts'
import type { DateOrder } from './local-times.ts'
import { readDate, readDuration, readTime } from './local-times.ts'
import type { TimesheetRow } from './timesheet.ts'
import { createTimesheet } from './timesheet.ts'

const columns = {
  what: 'a detailed report of Toggl Track',
  needed: ['startDate', 'startTime'],
  names: {
    user: ['user', 'member'],
    email: ['email'],
    client: ['client'],
    project: ['project'],
    task: ['task'],
    description: ['description'],
    billable: ['billable'],
    startDate: ['start date'],
    startTime: ['start time'],
    endDate: ['end date', 'stop date'],
    endTime: ['end time', 'stop time'],
    duration: ['duration'],
    tags: ['tags'],
  },
} as const satisfies Columns<string>
type Field = keyof typeof columns.names

/**
 * Times are read in the zone, for the file has none.
 * @throws {AppError} `import.unreadable` as `readTimesheetTable` does
 */
export const readToggl = (text: string, options: ReadOptions): ImportPlan =>
  readTimesheetTable<Field>(text, options, columns, ['startDate', 'endDate'], (order) => {
    const sheet = createTimesheet('toggl', options)
    return { sheet, onRow: (line, cells) => sheet.add(line, () => readRow(cells, order)) }
  })

function readRow(cells: Cells<Field>, order: DateOrder | undefined): TimesheetRow {
  return {
    ...readStartAndEnd(cells, order, 'Start date', 'End date'),
    durationSeconds: readDuration(cells('duration'), '"Duration"'),
    email: cells('email'),
    client: cells('client'),
    project: cells('project'),
    task: cells('task'),
    description: cells('description'),
    labels: listOf(cells('tags')),
    billable: isYes(cells('billable')),
  }
}

/** Of tools with a column each for date and time. @throws {RowRefused} */
export function readStartAndEnd(
  cells: Cells<'startDate' | 'startTime' | 'endDate' | 'endTime'>,
  order: DateOrder | undefined,
  startName: string,
  endName: string,
): Pick<TimesheetRow, 'start' | 'end'> {
  const start = {
    date: readDate(cells('startDate'), `"${startName}"`, order),
    time: readTime(cells('startTime'), '"Start time"'),
  }
  if (cells('endTime') === '') return { start, end: undefined }
  const endDate = cells('endDate')
  const end = {
    date: endDate === '' ? start.date : readDate(endDate, `"${endName}"`, order),
    time: readTime(cells('endTime'), '"End time"'),
  }
  return { start, end }
}
