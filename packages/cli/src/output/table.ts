/** Tables that stay aligned with Persian, emoji and combining marks, which are not one column per character. */
import stringWidth from 'string-width'
import { safeLine } from './safe-text.ts'

export interface Column {
  readonly head: string
  readonly align?: 'right'
  /** Gives way first when the terminal is narrow. */
  readonly flexible?: boolean
}

interface TableOptions {
  /** Columns of the terminal; undefined when the output is no terminal and nothing is cut. */
  readonly width?: number | undefined
  /** Paints the line of heads. */
  readonly paintHead?: (text: string) => string
}

const gap = '  '
const narrowest = 8

/** Lines without trailing spaces; cells are made safe for a terminal. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  options: TableOptions = {},
): string {
  const cells = rows.map((row) => row.map(safeLine))
  const widths = columns.map((column, index) =>
    Math.max(stringWidth(column.head), ...cells.map((row) => stringWidth(row[index] ?? ''))),
  )
  const excess =
    widths.reduce((sum, width) => sum + width, gap.length * (widths.length - 1)) - (options.width ?? Infinity)
  const flexible = columns.findIndex((column) => column.flexible)
  if (excess > 0 && flexible >= 0) widths[flexible] = Math.max(narrowest, (widths[flexible] ?? 0) - excess)

  const line = (row: readonly string[]) =>
    columns
      .map((column, index) =>
        pad(fit(row[index] ?? '', widths[index] ?? 0), widths[index] ?? 0, column.align),
      )
      .join(gap)
      .trimEnd()
  const head = line(columns.map((column) => column.head))
  return [options.paintHead?.(head) ?? head, ...cells.map(line)].join('\n')
}

/** Pads to a number of terminal columns. */
export function pad(text: string, width: number, align?: 'right'): string {
  const space = ' '.repeat(Math.max(0, width - stringWidth(text)))
  return align === 'right' ? space + text : text + space
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** Cuts at a whole character, with an ellipsis. */
export function fit(text: string, width: number): string {
  if (stringWidth(text) <= width) return text
  let kept = ''
  for (const { segment } of segmenter.segment(text)) {
    if (stringWidth(kept + segment) > width - 1) break
    kept += segment
  }
  return `${kept}…`
}
