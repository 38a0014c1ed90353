/** Reads Kimai: the CSV of its import plugin, the CSV of its export, or the JSON of its API; an activity is a task. */
import { readCsv, unreadable } from './csv-rows.ts'
import type { Cells, Columns } from './csv-table.ts'
import { isYes, listOf, readTimesheetTable } from './csv-table.ts'
import type { ImportPlan, ReadOptions } from './import-plan.ts'
import { isKimaiApi, readKimaiApi } from './kimai-api.ts'
import { readKimaiExport } from './kimai-export.ts'
import type { DateOrder } from './local-times.ts'
import { readDate } from './local-times.ts'
import { sameOrNextDay } from './next-day.ts'
import { RowRefused, show } from './row-fields.ts'
import type { TimesheetRow } from './timesheet.ts'
import { createTimesheet } from './timesheet.ts'

/**
 * Times of the CSV forms are read in the zone, for the files have none.
 * @throws {AppError} `import.unreadable` when it is none of the three, and as their readers do
 */
export function readKimai(text: string, options: ReadOptions): ImportPlan {
  if (isKimaiApi(text)) return readKimaiApi(text, options)
  const heads = headsOf(text, options)
  if (columns.needed.every((field) => heads.includes(field))) return readImportForm(text, options)
  return readKimaiExport(text, options, heads.length)
}

function headsOf(text: string, { partial }: ReadOptions): string[] {
  let found: string[] = []
  const stop = new Error('the heads are read')
  try {
    readCsv(text, {
      partial,
      onHeads(heads) {
        found = heads.map((head) => head.toLowerCase())
        throw stop
      },
      onRow: () => undefined,
    })
  } catch (error) {
    if (error !== stop) throw error
  }
  if (found.length < 2) throw unreadable(1, 'this is no CSV or JSON of Kimai; nothing was imported')
  return found
}

const columns = {
  what: 'a CSV of Kimai',
  needed: ['date', 'from', 'to'],
  names: {
    date: ['date'],
    from: ['from'],
    to: ['to'],
    duration: ['duration'],
    user: ['user', 'username', 'name'],
    email: ['email'],
    customer: ['customer'],
    project: ['project'],
    activity: ['activity'],
    description: ['description'],
    billable: ['billable'],
    tags: ['tags'],
  },
} as const satisfies Columns<string>
type Field = keyof typeof columns.names

const readImportForm = (text: string, options: ReadOptions): ImportPlan =>
  readTimesheetTable<Field>(text, options, columns, ['date'], (order) => {
    const sheet = createTimesheet('kimai', options)
    return { sheet, onRow: (line, cells) => sheet.add(line, () => readRow(cells, order)) }
  })

function readRow(cells: Cells<Field>, order: DateOrder | undefined): TimesheetRow {
  const user = cells('user')
  return {
    ...sameOrNextDay(readDate(cells('date'), '"Date"', order), cells('from'), cells('to')),
    durationSeconds: readSeconds(cells('duration')),
    email: cells('email') || (user.includes('@') ? user : ''),
    client: cells('customer'),
    project: cells('project'),
    task: cells('activity'),
    description: cells('description'),
    labels: listOf(cells('tags'), ',').map((tag) => tag.trim()),
    billable: isYes(cells('billable')),
  }
}

/** The import form counts seconds; some write `1:30` all the same. @throws {RowRefused} */
function readSeconds(text: string): number | null {
  if (text === '') return null
  const parts = /^(\d{1,5}):(\d{2})(?::(\d{2}))?$/.exec(text)
  if (parts !== null) return Number(parts[1]) * 3600 + Number(parts[2]) * 60 + Number(parts[3] ?? 0)
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new RowRefused(`"Duration" is not a number of seconds: ${show(text)}`)
}
