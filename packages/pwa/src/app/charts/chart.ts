/** The frame of every chart: what it shows, the picture, what its colours mean, and the same as a table. */
import { html } from 'lit-html'
import type { TemplateResult } from 'lit-html'

interface ChartTable {
  /** The first column names the row. */
  readonly heads: readonly string[]
  readonly rows: readonly (readonly unknown[])[]
}

interface ChartOptions {
  readonly title: string
  readonly picture: TemplateResult
  readonly legend?: TemplateResult | ''
  /** Left out where the same table stands beside the chart. */
  readonly table?: ChartTable
  readonly asTable: string
}

export const chart = ({ title, picture, legend = '', table, asTable }: ChartOptions): TemplateResult =>
  html`<figure class="gx-chart">
    <figcaption>${title}</figcaption>
    ${picture}${legend}
    ${
      table === undefined
        ? ''
        : html`<details class="gx-chart-data">
            <summary>${asTable}<span class="gx-hidden">: ${title}</span></summary>
            <div class="gx-table-wrap" tabindex="0" role="region" aria-label=${title}>
              <table class="gx-table">
                <thead>
                  <tr>
                    ${table.heads.map((head, at) => html`<th scope="col" class=${at === 0 ? '' : 'gx-number'}>${head}</th>`)}
                  </tr>
                </thead>
                <tbody>
                  ${table.rows.map(
                    ([name, ...cells]) =>
                      html`<tr>
                        <th scope="row"><bdi>${name}</bdi></th>
                        ${cells.map((cell) => html`<td class="gx-number">${cell}</td>`)}
                      </tr>`,
                  )}
                </tbody>
              </table>
            </div>
          </details>`
    }
  </figure>`
