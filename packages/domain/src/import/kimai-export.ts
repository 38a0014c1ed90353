/** Reads the CSV that Kimai exports: its heads are in the language of the user, so columns are known by position. */
import { readCsv, unreadable } from './csv-rows.ts'
import { isYes, listOf } from './csv-table.ts'
import type { ImportPlan, ReadOptions } from './import-plan.ts'
import type { DateOrder } from './local-times.ts'
import { OrderNeeded, createOrderFinder, readDate } from './local-times.ts'
import { sameOrNextDay } from './next-day.ts'
import { RowRefused, RowUnwanted, show } from './row-fields.ts'
import type { TimesheetRow } from './timesheet.ts'
import { createTimesheet } from './timesheet.ts'

const at = {
  date: 0,
  begin: 1,
  end: 2,
  duration: 3,
  email: 11,
  customer: 13,
  project: 14,
  activity: 15,
  description: 16,
  billable: 17,
  tags: 18,
} as const
/** Up to the tags; what comes behind, and what is between, has no place here. */
const fewest = 19
const used = new Set<number>(Object.values(at))

/** `width`: the number of columns. @throws {AppError} `import.unreadable` when there are too few */
export function readKimaiExport(text: string, options: ReadOptions, width: number): ImportPlan {
  if (width < fewest) {
    const message = `this is no export of Kimai: ${width} columns instead of ${fewest} or more, and no "Date", "From", "To"`
    throw unreadable(1, `${message}; nothing was imported`, 'export it as CSV with all columns')
  }
  try {
    return readRows(text, options, options.dateFormat)
  } catch (error) {
    if (!(error instanceof OrderNeeded)) throw error
  }
  const finder = createOrderFinder()
  const look = (cells: readonly string[]) => finder.look(cells[at.date] ?? '')
  readCsv(text, {
    partial: true,
    onHeads: () => undefined,
    onRow: (row) => void ('cells' in row && look(row.cells)),
  })
  return readRows(text, options, finder.required())
}

function readRows(text: string, options: ReadOptions, order: DateOrder | undefined): ImportPlan {
  const sheet = createTimesheet('kimai', options)
  let heads: readonly string[] = []
  const ignored = new Map<number, number>()
  readCsv(text, {
    partial: options.partial,
    onHeads: (found) => void (heads = found),
    onRow(row) {
      if ('problem' in row) return sheet.skip({ line: row.line, message: row.problem, unreadable: true })
      const { cells, line } = row
      heads.forEach((_, index) => {
        const says = !used.has(index) && (cells[index] ?? '').trim() !== ''
        if (says) ignored.set(index, (ignored.get(index) ?? 0) + 1)
      })
      sheet.add(line, () => readRow(cells, order))
    },
  })
  const nameOf = (index: number) => heads[index] || `column ${index + 1}`
  return sheet.plan(Object.fromEntries([...ignored].map(([index, count]) => [nameOf(index), count])))
}

function readRow(cells: readonly string[], order: DateOrder | undefined): TimesheetRow {
  const isTotal = cells.some((cell) => /^=\s*SUBTOTAL/i.test(cell.trim()))
  if (isTotal) throw new RowUnwanted('it is the row of totals')
  const cell = (index: number) => (cells[index] ?? '').trim()
  const timeOf = (text: string) => text.split(/[T ]/).find((part) => part.includes(':')) ?? text
  const durationSeconds = readHours(cell(at.duration))
  return {
    ...sameOrNextDay(
      readDate(cell(at.date), 'the date', order),
      timeOf(cell(at.begin)),
      timeOf(cell(at.end)),
    ),
    durationSeconds,
    email: cell(at.email),
    client: cell(at.customer),
    project: cell(at.project),
    task: cell(at.activity),
    description: cell(at.description),
    labels: listOf(cell(at.tags), ',').map((tag) => tag.trim()),
    billable: isYes(cell(at.billable)),
  }
}

/** Hours as a decimal, `1:30`, or seconds where it is a whole number too large for hours. @throws {RowRefused} */
function readHours(text: string): number | null {
  if (text === '') return null
  const parts = /^(\d{1,5}):(\d{2})(?::(\d{2}))?$/.exec(text)
  if (parts !== null) return Number(parts[1]) * 3600 + Number(parts[2]) * 60 + Number(parts[3] ?? 0)
  if (!/^\d{1,9}(?:[.,]\d+)?$/.test(text)) throw new RowRefused(`the duration is none: ${show(text)}`)
  const number = Number(text.replace(',', '.'))
  return Number.isInteger(number) && number > 24 ? number : Math.round(number * 3600)
}
