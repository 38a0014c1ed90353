/** A bar for each day. */
import { svg } from 'lit-html'
import type { TemplateResult } from 'lit-html'
import { chart } from './chart.ts'
import { plot } from './plot.ts'
import type { Point } from './plot.ts'
import { rounded, scaleOf } from './scale.ts'

interface BarsOptions {
  readonly title: string
  readonly points: readonly Point[]
  readonly heads: readonly [name: string, time: string]
  readonly text: (seconds: number) => string
  readonly asTable: string
}

export function barChart({ title, points, heads, text, asTable }: BarsOptions): TemplateResult {
  const scale = scaleOf(points.map(({ seconds }) => seconds))
  const each = 100 / points.length
  return chart({
    title,
    asTable,
    picture: plot({
      label: title,
      scale,
      points,
      text,
      marks: points.map(({ seconds }, at) => {
        const y = scale.y(seconds)
        return svg`<rect class="gx-column" x=${rounded((at + 0.15) * each)} y=${y} width=${rounded(each * 0.7)} height=${rounded(100 - y)}></rect>`
      }),
    }),
    table: { heads, rows: points.map(({ name, seconds }) => [name, text(seconds)]) },
  })
}
