/** A picture of time: lines at round hours behind, marks below; the text around it is text, so that it can be read on a phone. */
import { html, svg } from 'lit-html'
import type { SVGTemplateResult, TemplateResult } from 'lit-html'
import { customProperties } from '../../design/custom-properties.ts'
import { marksOf } from './scale.ts'
import type { Scale } from './scale.ts'

export interface Point {
  /** In full, for its title and the table. */
  readonly name: string
  /** As a mark below. */
  readonly short: string
  readonly seconds: number
  /** Of the same place before, where it is compared. */
  readonly previous?: number | undefined
}

interface PlotOptions {
  readonly label: string
  readonly scale: Scale
  readonly points: readonly Point[]
  /** Drawn on 100 × 100. */
  readonly marks: SVGTemplateResult | readonly SVGTemplateResult[]
  readonly text: (seconds: number) => string
}

/** A week names each of its days; more than that only some. */
const [mostNames, namesOfMany] = [7, 5]

export const plot = ({ label, scale, points, marks, text }: PlotOptions): TemplateResult =>
  html`<div class="gx-plot">
    <div class="gx-plot-scale" aria-hidden="true">
      ${scale.lines.map(
        (seconds) =>
          html`<span class="gx-time" ${customProperties({ '--gx-at': `${scale.y(seconds)}%` })}
            >${text(seconds)}</span
          >`,
      )}
    </div>
    <svg viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-label=${label}>
      ${scale.lines.map((seconds) => svg`<line class="gx-grid" x1="0" x2="100" y1=${scale.y(seconds)} y2=${scale.y(seconds)}></line>`)}
      ${marks}
      ${points.map(
        ({ name, seconds }, at) =>
          svg`<rect class="gx-hit" x=${(at * 100) / points.length} y="0" width=${100 / points.length} height="100"><title>${name}: ${text(seconds)}</title></rect>`,
      )}
    </svg>
    <div class="gx-plot-names ${points.length > mostNames ? 'gx-sparse' : ''}" aria-hidden="true">
      ${marksOf(points.length, points.length > mostNames ? namesOfMany : mostNames).map(
        ({ at, columns }) =>
          html`<span ${customProperties({ '--gx-share': `${(columns / points.length) * 100}%` })}
            >${points[at]!.short}</span
          >`,
      )}
    </div>
  </div>`
