/** When in the week: weekdays as rows of the picture, hours as rows of the table. */
import { html } from 'lit-html'
import { strip } from '../../charts/strip.ts'
import { chart } from '../../charts/chart.ts'
import { clockIn } from '../timer/part.ts'
import type { Shown } from './data.ts'
import { weekdayText } from './day-texts.ts'
import type { Part } from './part.ts'
import { figureStrip, totalsCard } from './totals.ts'

const hoursOfDay = Array.from({ length: 24 }, (_, hour) => hour)
const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0)

export function hours(part: Part, { report }: Extract<Shown, { form: 'hours' }>) {
  const { words, figures } = part
  const order = Array.from({ length: 7 }, (_, at) => (report.weekStart - 1 + at) % 7)
  const most = Math.max(1, ...report.hours.flat())
  const secondsAt = (hour: number) => order.map((day) => report.hours[day]![hour]!)
  const used = hoursOfDay.filter((hour) => secondsAt(hour).some((seconds) => seconds > 0))
  const clock = clockIn('UTC')
  const name = (hour: number) => clock(hour * 3600)
  const cell = (seconds: number) => html`<td class="gx-number">${figures.clock(seconds)}</td>`
  return html`
    ${figureStrip(part, report)}
    <section class="gx-card">
      ${chart({
        title: words.hoursTitle,
        asTable: words.asTable,
        picture: strip({
          label: words.hoursTitle,
          columns: hoursOfDay.map(name),
          mostMarks: 4,
          rows: order.map((day) => ({
            name: weekdayText(day + 1, 'short'),
            cells: report.hours[day]!.map((seconds, hour) => ({
              name: `${weekdayText(day + 1, 'long')} ${name(hour)}: ${figures.text(seconds)}`,
              level: seconds === 0 ? 0 : Math.ceil((seconds / most) * 4),
            })),
          })),
        }),
        legend: html`<p class="gx-hint">${words.hoursScale}</p>`,
      })}
    </section>
    <section class="gx-card gx-flush">
      <div class="gx-table-wrap" tabindex="0" role="region" aria-label=${words.hoursTitle}>
        <table class="gx-table" data-hours>
          <thead>
            <tr>
              <th scope="col">${words.hour}</th>
              ${order.map(
                (day) =>
                  html`<th scope="col" class="gx-number" aria-label=${weekdayText(day + 1, 'long')}>
                    ${weekdayText(day + 1, 'short')}
                  </th>`,
              )}
              <th scope="col" class="gx-number">${words.all}</th>
            </tr>
          </thead>
          <tbody>
            ${used.map(
              (hour) =>
                html`<tr data-hour=${hour}>
                  <th scope="row">${name(hour)}</th>
                  ${secondsAt(hour).map(cell)} ${cell(sum(secondsAt(hour)))}
                </tr>`,
            )}
          </tbody>
          <tfoot>
            <tr data-line="hours">
              <th scope="row">${words.all}</th>
              ${order.map((day) => cell(sum(report.hours[day]!)))} ${cell(sum(report.hours.flat()))}
            </tr>
          </tfoot>
        </table>
      </div>
    </section>
    ${totalsCard(part, report)}
  `
}
