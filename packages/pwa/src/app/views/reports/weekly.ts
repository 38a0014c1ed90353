/** Seven days at most as a grid: rows and columns add up, and the lines below say how. */
import { html } from 'lit-html'
import type { ReportTotals } from '@goalixa/contracts/reports'
import { customProperties } from '../../../design/custom-properties.ts'
import { barChart } from '../../charts/bars.ts'
import type { Shown } from './data.ts'
import { dayText, groupName, shortName } from './day-texts.ts'
import type { Part } from './part.ts'
import { figureStrip, linesOf, totalsCard } from './totals.ts'

type Weekly = Extract<Shown, { form: 'weekly' }>

export function weekly(part: Part, { report, colours }: Weekly) {
  const { words, figures } = part
  const { by, byDay, groups, totals } = report
  const isByLabel = by === 'label'
  const lines = linesOf(totals, isByLabel).map(([name], at) => ({
    name,
    of: (one: ReportTotals) => linesOf(one, isByLabel)[at]![1],
  }))
  const cell = (seconds: number) => html`<td class="gx-number">${figures.clock(seconds)}</td>`
  return html`
    ${figureStrip(part, report)}
    <section class="gx-card">
      ${barChart({
        title: words.trendBy.day,
        points: byDay.map(({ date, totals: { attributedSeconds } }) => ({
          name: dayText(date),
          short: shortName('day', date),
          seconds: attributedSeconds,
        })),
        heads: [words.day, words.time],
        text: figures.text,
        asTable: words.asTable,
      })}
    </section>
    <section class="gx-card gx-flush">
      <div class="gx-table-wrap" tabindex="0" role="region" aria-label=${words.form.weekly}>
        <table class="gx-table" data-grid>
          <thead>
            <tr>
              <th scope="col">${words.byName[by]}</th>
              ${byDay.map(
                ({ date }) =>
                  html`<th scope="col" class="gx-number" aria-label=${dayText(date)}>
                    ${shortName('day', date)}
                  </th>`,
              )}
              <th scope="col" class="gx-number">${words.all}</th>
            </tr>
          </thead>
          <tbody>
            ${groups.map(
              (group) =>
                html`<tr data-group=${group.key ?? ''}>
                  <th scope="row">
                    <i
                      class="gx-dot"
                      ${customProperties({ '--gx-colour': colours.get(group.key) ?? null })}
                    ></i>
                    <bdi>${groupName(by, group, words)}</bdi>
                  </th>
                  ${group.daySeconds.map(cell)} ${cell(group.seconds)}
                </tr>`,
            )}
          </tbody>
          <tfoot>
            ${lines.map(
              ({ name, of }) =>
                html`<tr data-line=${name}>
                  <th scope="row">${words.shortLine[name]}</th>
                  ${byDay.map((day) => cell(of(day.totals)))} ${cell(of(totals))}
                </tr>`,
            )}
          </tfoot>
        </table>
      </div>
    </section>
    ${totalsCard(part, report, isByLabel)}
  `
}
