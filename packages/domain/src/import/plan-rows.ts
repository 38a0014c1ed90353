/** Goes through the rows of a file for a reader: counts, and keeps a refused row from stopping the others. */
import type { Remark, SkippedRow } from './import-plan.ts'
import { RowRefused, RowUnwanted, readFields } from './row-fields.ts'
import type { Fields } from './row-fields.ts'
import { readRows } from './rows.ts'

interface Rows {
  /** The file's text. */
  readonly text: string
  readonly partial: boolean
  /** Fields that are read, or that say nothing by themselves; others are counted as ignored. */
  readonly known: ReadonlySet<string>
  /** Reads one row; throws {@link RowRefused} to have it skipped. */
  readonly read: (fields: Fields, line: number) => void
}

interface Outcome {
  readonly rows: number
  readonly skipped: SkippedRow[]
  readonly ignoredFields: Record<string, number>
}

/** Calls `read` for each row that is an object. @throws {AppError} `import.unreadable` as `readRows` does */
export function planRows({ text, partial, known, read }: Rows): Outcome {
  const rows = readRows(text, { partial })
  const skipped: SkippedRow[] = []
  const ignored = new Map<string, number>()
  for (const row of rows) {
    const { line } = row
    if ('problem' in row) {
      skipped.push({ line, message: row.problem, unreadable: true })
      continue
    }
    try {
      const fields = readFields(row.value)
      for (const field of Object.keys(fields)) {
        if (!known.has(field)) ignored.set(field, (ignored.get(field) ?? 0) + 1)
      }
      read(fields, line)
    } catch (error) {
      if (!(error instanceof RowRefused)) throw error
      skipped.push({ line, message: error.message, unreadable: !(error instanceof RowUnwanted) })
    }
  }
  return { rows: rows.length, skipped, ignoredFields: Object.fromEntries(ignored) }
}

/** Remarks in the order of the file. */
export function byLine<Line extends Remark>(remarks: readonly Line[]): readonly Line[] {
  return remarks.toSorted((a, b) => a.line - b.line)
}
