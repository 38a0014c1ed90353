/** Time along days, weeks or months, with what it was before behind it. */
import { html, svg } from 'lit-html'
import type { TemplateResult } from 'lit-html'
import { customProperties } from '../../design/custom-properties.ts'
import { chart } from './chart.ts'
import { plot } from './plot.ts'
import type { Point } from './plot.ts'
import { rounded, scaleOf } from './scale.ts'

interface AreaOptions {
  readonly title: string
  readonly points: readonly Point[]
  /** Head of the first column, of the figures, and of those before. */
  readonly heads: readonly [name: string, now: string, before: string]
  readonly text: (seconds: number) => string
  readonly asTable: string
}

export function areaChart({ title, points, heads, text, asTable }: AreaOptions): TemplateResult {
  const isCompared = points.some(({ previous }) => previous !== undefined)
  const scale = scaleOf(points.flatMap(({ seconds, previous = 0 }) => [seconds, previous]))
  const place = (at: number) => rounded(((at + 0.5) / points.length) * 100)
  const line = (of: (point: Point) => number) =>
    points.map((point, at) => `${at === 0 ? 'M' : 'L'}${place(at)} ${scale.y(of(point))}`).join('')
  const now = line(({ seconds }) => seconds)
  const ends = `L${place(points.length - 1)} 100L${place(0)} 100Z`
  return chart({
    title,
    asTable,
    picture: plot({
      label: title,
      scale,
      points,
      text,
      marks: [
        svg`<path class="gx-area" d=${now + ends}></path>`,
        ...(isCompared
          ? [svg`<path class="gx-line-previous" d=${line(({ previous = 0 }) => previous)}></path>`]
          : []),
        svg`<path class="gx-line" d=${now}></path>`,
      ],
    }),
    legend: isCompared
      ? html`<ul class="gx-legend">
          <li>
            <i class="gx-dot" ${customProperties({ '--gx-colour': 'var(--gx-accent)' })}></i>${heads[1]}
          </li>
          <li><i class="gx-dot"></i>${heads[2]}</li>
        </ul>`
      : '',
    table: {
      heads: isCompared ? heads : heads.slice(0, 2),
      rows: points.map(({ name, seconds, previous = 0 }) => [
        name,
        text(seconds),
        ...(isCompared ? [text(previous)] : []),
      ]),
    },
  })
}
