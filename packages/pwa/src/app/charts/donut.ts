/** Parts of a whole; the ranked list beside it names them and has their figures. */
import { html, svg } from 'lit-html'
import type { TemplateResult } from 'lit-html'
import { customProperties } from '../../design/custom-properties.ts'
import { chart } from './chart.ts'
import { rounded } from './scale.ts'

export interface Slice {
  readonly name: string
  readonly seconds: number
  /** As CSS has it. */
  readonly colour: string
}

interface DonutOptions {
  readonly title: string
  readonly slices: readonly Slice[]
  readonly text: (seconds: number) => string
  readonly asTable: string
}

const [outer, inner] = [48, 30]

/** A whole ring has no two ends: it is drawn a little short of one. */
const nearlyWhole = 0.9999

export function donutChart({ title, slices, text, asTable }: DonutOptions): TemplateResult {
  const whole = slices.reduce((all, { seconds }) => all + seconds, 0)
  let before = 0
  const drawn = slices.map(({ name, seconds, colour }) => {
    const from = before / whole
    before += seconds
    const to = from + Math.min(nearlyWhole, seconds / whole)
    return svg`<path class="gx-slice" d=${ring(from, to)} ${customProperties({ '--gx-colour': colour })}><title>${name}: ${text(seconds)}</title></path>`
  })
  return chart({
    title,
    asTable,
    picture: html`<svg class="gx-donut" viewBox="0 0 100 100" role="img" aria-label=${title}>${drawn}</svg>`,
  })
}

/** From and to are parts of the way round, clockwise from the top. */
function ring(from: number, to: number): string {
  const at = (part: number, radius: number) => {
    const angle = (part - 0.25) * 2 * Math.PI
    return `${rounded(50 + radius * Math.cos(angle))} ${rounded(50 + radius * Math.sin(angle))}`
  }
  const isLong = to - from > 0.5 ? 1 : 0
  return `M${at(from, outer)}A${outer} ${outer} 0 ${isLong} 1 ${at(to, outer)}L${at(to, inner)}A${inner} ${inner} 0 ${isLong} 0 ${at(from, inner)}Z`
}
