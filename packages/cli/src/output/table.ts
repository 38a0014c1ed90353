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
  /** Between the columns; two spaces unless said. */
  readonly gap?: string
  /** Paints the line of heads. */
  readonly paintHead?: (text: string) => string
}

const narrowest = 8

/** Lines without trailing spaces; cells are made safe for a terminal. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  options: TableOptions = {},
): string {
  let gap = options.gap ?? '  '
  const cells = rows.map((row) => row.map(safeLine))
  const widths = columns.map((column, index) =>
    Math.max(stringWidth(column.head), ...cells.map((row) => stringWidth(row[index] ?? ''))),
  )
  const excess =
    widths.reduce((sum, width) => sum + width, gap.length * (widths.length - 1)) - (options.width ?? Infinity)
  const flexible = columns.findIndex((column) => column.flexible)
  if (excess > 0 && flexible >= 0) {
    const left = Math.max(narrowest, (widths[flexible] ?? 0) - excess)
    let over = excess - ((widths[flexible] ?? 0) - left)
    if (over > 0 && options.gap === undefined) {
      gap = ' '
      over -= widths.length - 1
    }
    shorten(widths, columns, over, flexible)
    widths[flexible] = left
  }

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

/** Then the widest of the others, one after the other. Figures stay whole: half a number is a wrong number. */
function shorten(widths: number[], columns: readonly Column[], excess: number, flexible: number): void {
  for (let over = excess; over > 0;) {
    const texts = widths.map((width, index) =>
      index === flexible || columns[index]?.align === 'right' ? 0 : width,
    )
    const widest = Math.max(...texts)
    if (widest <= narrowest) return
    const cut = Math.min(over, widest - narrowest)
    widths[texts.indexOf(widest)] = widest - cut
    over -= cut
  }
}

/** Columns of the terminal that a text takes. */
export const widthOf = (text: string): number => stringWidth(text)

/** Pads to a number of terminal columns. */
export function pad(text: string, width: number, align?: 'right'): string {
  const space = ' '.repeat(Math.max(0, width - stringWidth(text)))
  return align === 'right' ? space + text : text + space
}

/** Made when it is needed: the first one of a process costs as much as the rest of a table. */
let segmenter: Intl.Segmenter | undefined

/** Cuts at a whole character, with an ellipsis. */
export function fit(text: string, width: number): string {
  if (stringWidth(text) <= width) return text
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  let kept = ''
  for (const { segment } of segmenter.segment(text)) {
    if (stringWidth(kept + segment) > width - 1) break
    kept += segment
  }
  return `${kept}…`
}
