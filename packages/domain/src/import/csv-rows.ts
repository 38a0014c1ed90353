/** Reads CSV as rows of cells, so that a broken row costs that row alone. The only door of the CSV parser. */
import { AppError } from '@goalixa/contracts/errors'
import { parse } from 'csv-parse/sync'

/** A row with the line it begins on, counted from 1: its cells, or why it cannot be read. */
type CsvRow =
  | { readonly line: number; readonly cells: readonly string[] }
  | { readonly line: number; readonly problem: string }

interface CsvOptions {
  /** Read a file that breaks off as far as it goes, instead of refusing it. */
  readonly partial: boolean
  /** Told the names of the columns, trimmed, before any row; what it throws ends the reading. */
  readonly onHeads: (heads: readonly string[]) => void
  /** Told each row below the heads, in the order of the file. */
  readonly onRow: (row: CsvRow) => void
}

/** No export of a size that is accepted has so many. */
const maxRows = 1_000_000
/** So often a row whose quote is never closed may be left out before the whole file is refused. */
const maxOpenQuotes = 20

/**
 * Calls `onHeads`, then `onRow` for each row. The separator is what the first line holds most of:
 * comma, semicolon or tab. BOM, CRLF, blank lines and short rows are tolerated; a last row that is shorter than the
 * heads and has no line break is a file that breaks off.
 * @throws {AppError} `import.unreadable` when there is no row of heads, or it breaks off and `partial` is not set
 */
export function readCsv(file: string, { partial, onHeads, onRow }: CsvOptions): void {
  const text = normalised(file)
  if (text.trim() === '')
    throw unreadable(1, 'the file is empty; a first line with the names of the columns was expected')
  let width: number | undefined
  let held: CsvRow | undefined
  let rows = 0
  // One row is held back: whether the file breaks off shows at its end.
  const take = (cells: readonly string[], line: number) => {
    if (width === undefined) {
      width = cells.length
      return onHeads(cells.map((cell) => cell.trim()))
    }
    if (held !== undefined) onRow(held)
    if (++rows > maxRows) throw unreadable(line, `there are more than ${maxRows} rows in this file`)
    held = { line, cells }
  }
  const delimiter = delimiterOf(text)
  let lastLine = 0
  for (let from = 0, before = 0, broken = 0; from < text.length; broken++) {
    const end = parseFrom(text.slice(from), delimiter, (cells, first, last) => {
      lastLine = before + last
      take(cells, before + first)
    })
    if (end === 'whole') break
    const line = nextRowLine(text, lastLine)
    if (broken === maxOpenQuotes)
      throw unreadable(line, `more than ${maxOpenQuotes} rows have a quote that is never closed`)
    if (held !== undefined) onRow(held)
    held = undefined
    from = startOfLine(text, line + 1)
    before = line
    lastLine = line
    if (from >= text.length) {
      const message = 'the file breaks off in the middle of this row'
      if (!partial) throw brokenOff(line, message)
      onRow({ line, problem: message })
    } else onRow({ line, problem: 'a quote in this row is never closed' })
  }
  if (width === undefined)
    throw unreadable(1, 'the first line, with the names of the columns, cannot be read')
  if (held !== undefined) onRow(lastRow(held, width, text.endsWith('\n'), partial))
}

function lastRow(row: CsvRow, width: number, ended: boolean, partial: boolean): CsvRow {
  if ('problem' in row || ended || row.cells.length >= width) return row
  const problem = 'the file breaks off in the middle of this row'
  if (!partial) throw brokenOff(row.line, problem)
  return { line: row.line, problem }
}

/** Parses up to the end, or up to a quote that is never closed. Lines count from 1 within the text. */
function parseFrom(
  text: string,
  delimiter: string,
  onRecord: (cells: readonly string[], first: number, last: number) => void,
): 'whole' | 'open quote' {
  try {
    parse(text, {
      delimiter,
      record_delimiter: '\n',
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      on_record: (cells: string[], { lines }) => {
        onRecord(cells, lines - lineBreaks(cells), lines)
        return null
      },
    })
    return 'whole'
  } catch (error) {
    if ((error as { code?: unknown }).code === 'CSV_QUOTE_NOT_CLOSED') return 'open quote'
    throw error
  }
}

const lineBreaks = (cells: readonly string[]): number =>
  cells.reduce((sum, cell) => (cell.includes('\n') ? sum + cell.split('\n').length - 1 : sum), 0)

const normalised = (file: string): string => {
  const text = file.startsWith('\uFEFF') ? file.slice(1) : file
  return text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text
}

/** What the first line holds most of; equal counts go to the comma. */
function delimiterOf(text: string): string {
  const [first = ''] = text.trimStart().split('\n', 1)
  const countOf = (one: string) => first.split(one).length
  return [',', ';', '\t'].reduce((best, one) => (countOf(one) > countOf(best) ? one : best))
}

/** The first line behind `line` that is not blank. */
function nextRowLine(text: string, line: number): number {
  const lines = text.split('\n')
  let next = line + 1
  while (next < lines.length && lines[next - 1]!.trim() === '') next++
  return next
}

function startOfLine(text: string, line: number): number {
  let at = 0
  for (let passed = 1; passed < line; passed++) {
    const end = text.indexOf('\n', at)
    if (end < 0) return text.length
    at = end + 1
  }
  return at
}

/** The file cannot be read at all; `line` counts from 1. */
export function unreadable(line: number, message: string, hint?: string): AppError {
  return new AppError('import.unreadable', `line ${line}: ${message}`, {
    ...(hint === undefined ? {} : { try: hint }),
    fields: [{ path: 'file', message, line }],
  })
}

const brokenOff = (line: number, message: string): AppError =>
  unreadable(
    line,
    `${message}; nothing was imported`,
    `export it again, or add --partial to import the rows before line ${line}`,
  )
