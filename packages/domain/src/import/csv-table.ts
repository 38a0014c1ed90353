/** Finds columns by their names, in any order, and the order of day and month that a file is written in. */
import { readCsv, unreadable } from './csv-rows.ts'
import type { ImportPlan, ReadOptions } from './import-plan.ts'
import type { DateOrder } from './local-times.ts'
import { OrderNeeded, createOrderFinder } from './local-times.ts'
import type { Timesheet } from './timesheet.ts'

/** The text of a column, trimmed; empty when the row or the file has none. */
export type Cells<Field extends string> = (field: Field) => string

export interface Columns<Field extends string> {
  /** The names that each column may have, in lower case. */
  readonly names: Readonly<Record<Field, readonly string[]>>
  /** Without these it is another file. */
  readonly needed: readonly Field[]
  /** What the file was expected to be, for people: `a detailed report of Toggl Track`. */
  readonly what: string
}

interface Handlers<Field extends string> {
  readonly onRow: (line: number, cells: Cells<Field>) => void
  readonly onProblem: (line: number, problem: string) => void
}

/**
 * Calls a handler for each row. Returns the columns that are not read, with how many rows say something in them.
 * @throws {AppError} `import.unreadable` when a needed column is missing, and as {@link readCsv} does
 */
export function readTable<Field extends string>(
  text: string,
  { partial }: Pick<ReadOptions, 'partial'>,
  columns: Columns<Field>,
  { onRow, onProblem }: Handlers<Field>,
): Record<string, number> {
  let found: ReadonlyMap<Field, number> = new Map()
  const ignored = new Map<number, { readonly head: string; count: number }>()
  let current: readonly string[] = []
  const cells: Cells<Field> = (field) => {
    const at = found.get(field)
    return at === undefined ? '' : (current[at] ?? '').trim()
  }
  readCsv(text, {
    partial,
    onHeads(heads) {
      found = findColumns(heads, columns)
      const used = new Set(found.values())
      heads.forEach((head, at) => {
        if (!used.has(at))
          ignored.set(at, { head: head === '' ? `column ${at + 1}` : head.slice(0, 100), count: 0 })
      })
    },
    onRow(row) {
      if ('problem' in row) return onProblem(row.line, row.problem)
      for (const [at, column] of ignored) if ((row.cells[at] ?? '').trim() !== '') column.count++
      current = row.cells
      onRow(row.line, cells)
    },
  })
  return Object.fromEntries([...ignored.values()].map(({ head, count }) => [head, count]))
}

function findColumns<Field extends string>(
  heads: readonly string[],
  { names, needed, what }: Columns<Field>,
): ReadonlyMap<Field, number> {
  const lower = heads.map((head) => head.toLowerCase())
  const found = new Map<Field, number>()
  for (const [field, spellings] of Object.entries<readonly string[]>(names)) {
    const at = lower.findIndex((head) => spellings.includes(head))
    if (at >= 0) found.set(field as Field, at)
  }
  const missing = needed.filter((field) => !found.has(field))
  if (missing.length === 0) return found
  const wanted = missing.map((field) => `"${names[field][0]}"`).join(', ')
  throw unreadable(
    1,
    `this is not ${what}: there is no column ${wanted}`,
    'check the format; nothing was imported',
  )
}

/**
 * Reads a table into a timesheet. The order of day and month is what `--date-format` says, else what a look at all
 * `dates` of the file shows; files with the year first are read once.
 * @throws {AppError} `import.unreadable` when nothing shows the order, or rows contradict each other
 */
export function readTimesheetTable<Field extends string>(
  text: string,
  options: ReadOptions,
  columns: Columns<Field>,
  dates: readonly Field[],
  read: (order: DateOrder | undefined) => {
    readonly sheet: Timesheet
    readonly onRow: (line: number, cells: Cells<Field>) => void
  },
): ImportPlan {
  const attempt = (order: DateOrder | undefined) => {
    const { sheet, onRow } = read(order)
    const ignoredFields = readTable(text, options, columns, {
      onRow,
      onProblem: (line, message) => sheet.skip({ line, message, unreadable: true }),
    })
    return sheet.plan(ignoredFields)
  }
  try {
    return attempt(options.dateFormat)
  } catch (error) {
    if (!(error instanceof OrderNeeded)) throw error
  }
  return attempt(findOrder(text, options, columns, dates))
}

function findOrder<Field extends string>(
  text: string,
  options: ReadOptions,
  columns: Columns<Field>,
  dates: readonly Field[],
): DateOrder {
  const finder = createOrderFinder()
  readTable(text, { partial: true }, columns, {
    onRow: (_, cells) => dates.forEach((field) => finder.look(cells(field))),
    onProblem: () => undefined,
  })
  return finder.required()
}

/** Yes in the languages that exports come in; anything else is no. */
export const isYes = (text: string): boolean =>
  ['1', 'yes', 'y', 'true', 'ja', 'oui', 'sí', 'si', 'sì', 'sim', 'tak', 'да', 'بله', '是', 'はい'].includes(
    text.toLowerCase(),
  )

/** Names of a list in one cell. */
export const listOf = (text: string, separator = ', '): string[] => (text === '' ? [] : text.split(separator))
