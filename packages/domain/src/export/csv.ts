/** Time entries as CSV (RFC 4180), all columns by name; an untimed one has a date and neither start nor end. */
import type { Cell, ExportedEntry, Writer } from './export-source.ts'

const columns = [
  'id',
  'start',
  'end',
  'tz',
  'duration_seconds',
  'client',
  'project',
  'task',
  'note',
  'labels',
  'billable',
  'source',
  'date',
] as const

const record = (entry: ExportedEntry): Cell[] =>
  cellsOf(entry).map((cell) => (typeof cell === 'string' ? cell.toWellFormed() : cell))

const cellsOf = (entry: ExportedEntry): Cell[] => [
  entry.id,
  entry.start,
  entry.end,
  entry.zone,
  entry.durationSeconds,
  entry.client,
  entry.project,
  entry.task,
  entry.description,
  entry.labels.join(', '),
  entry.billable ? 'yes' : 'no',
  entry.source,
  entry.date,
]

/** A spreadsheet would compute what begins so. */
const isFormula = /^[=+\-@\t\r]/
const harmless = (cell: Cell): Cell => (typeof cell === 'string' && isFormula.test(cell) ? `'${cell}` : cell)

export const byteOrderMark = '\uFEFF'

export const writeCsv: Writer = async function* (source, { spreadsheet, toCsv }) {
  const safe = (records: Cell[][]) => (spreadsheet ? records.map((cells) => cells.map(harmless)) : records)
  yield (spreadsheet ? byteOrderMark : '') + toCsv([columns])
  for await (const entries of source.entries()) yield toCsv(safe(entries.map(record)))
}
