/** Reads the detailed report of Clockify as CSV: a tag is a label, a task (or activity) a task of its project. */
import type { Cells, Columns } from './csv-table.ts'
import { isYes, listOf, readTimesheetTable } from './csv-table.ts'
import type { ImportPlan, ReadOptions } from './import-plan.ts'
import type { DateOrder } from './local-times.ts'
import { readDuration } from './local-times.ts'
import { RowUnwanted, show } from './row-fields.ts'
import type { TimesheetRow } from './timesheet.ts'
import { createTimesheet } from './timesheet.ts'
import { readStartAndEnd } from './toggl.ts'

const columns = {
  what: 'a detailed report of Clockify',
  needed: ['startDate', 'startTime'],
  names: {
    project: ['project'],
    client: ['client'],
    description: ['description'],
    task: ['task', 'activity'],
    user: ['user'],
    email: ['email'],
    tags: ['tags', 'tag'],
    type: ['type'],
    billable: ['billable'],
    startDate: ['start date'],
    startTime: ['start time'],
    endDate: ['end date'],
    endTime: ['end time'],
    duration: ['duration (h)'],
    decimalDuration: ['duration (decimal)'],
  },
} as const satisfies Columns<string>
type Field = keyof typeof columns.names

/**
 * Times are read in the zone, for the file has none. Breaks, holidays and time off are no work and are skipped.
 * @throws {AppError} `import.unreadable` as `readTimesheetTable` does
 */
export const readClockify = (text: string, options: ReadOptions): ImportPlan =>
  readTimesheetTable<Field>(text, options, columns, ['startDate', 'endDate'], (order) => {
    const sheet = createTimesheet('clockify', options)
    return { sheet, onRow: (line, cells) => sheet.add(line, () => readRow(cells, order)) }
  })

function readRow(cells: Cells<Field>, order: DateOrder | undefined): TimesheetRow {
  const type = cells('type')
  if (type !== '' && type.toLowerCase() !== 'regular')
    throw new RowUnwanted(`it is no work: its type is ${show(type)}`)
  return {
    ...readStartAndEnd(cells, order, 'Start Date', 'End Date'),
    durationSeconds: readDuration(cells('duration') || cells('decimalDuration'), '"Duration (h)"'),
    email: cells('email'),
    client: cells('client'),
    project: cells('project'),
    task: cells('task'),
    description: cells('description'),
    labels: listOf(cells('tags')),
    billable: isYes(cells('billable')),
  }
}
