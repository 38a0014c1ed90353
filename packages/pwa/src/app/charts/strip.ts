/** Rows of cells from empty to full: the hours of the week, the days of a habit. */
import { html, svg } from 'lit-html'
import type { TemplateResult } from 'lit-html'
import { customProperties } from '../../design/custom-properties.ts'
import { marksOf } from './scale.ts'

interface StripRow {
  readonly name: string
  /** Level 0 to 4. */
  readonly cells: readonly { readonly name: string; readonly level: number; readonly isSkipped?: boolean }[]
}

interface StripOptions {
  readonly label: string
  readonly rows: readonly StripRow[]
  /** Marks below, one for each column. */
  readonly columns: readonly string[]
  readonly mostMarks: number
  readonly colour?: string | null
}

const shades = [0, 0.3, 0.52, 0.76, 1]

export function strip({ label, rows, columns, mostMarks, colour = null }: StripOptions): TemplateResult {
  const cell = (row: number, at: number, { name, level, isSkipped = false }: StripRow['cells'][number]) =>
    svg`<rect class=${isSkipped ? 'gx-cell gx-skipped' : level === 0 ? 'gx-cell' : 'gx-column'} x=${at + 0.04} y=${row + 0.06} width="0.92" height="0.88" fill-opacity=${level === 0 ? 1 : shades[level]!}><title>${name}</title></rect>`
  return html`<div
    class="gx-plot gx-strip"
    ${customProperties({ '--gx-rows': rows.length, '--gx-colour': colour })}
  >
    <div class="gx-plot-scale" aria-hidden="true">${rows.map(({ name }) => html`<span>${name}</span>`)}</div>
    <svg
      viewBox="0 0 ${columns.length} ${rows.length}"
      preserveAspectRatio="none"
      role="img"
      aria-label=${label}
    >
      ${rows.map(({ cells }, row) => cells.map((one, at) => cell(row, at, one)))}
    </svg>
    <div class="gx-plot-names gx-sparse" aria-hidden="true">
      ${marksOf(columns.length, mostMarks).map(
        ({ at, columns: count }) =>
          html`<span ${customProperties({ '--gx-share': `${(count / columns.length) * 100}%` })}
            >${columns[at]}</span
          >`,
      )}
    </div>
  </div>`
}
