/** Both totals, and every line that lies between them. */
import { html } from 'lit-html'
import type { Report, ReportTotals } from '@goalixa/contracts/reports'
import { daysText } from './day-texts.ts'
import type { Part } from './part.ts'

export type Line = readonly [
  name: 'sum' | 'several' | 'all' | 'overlap' | 'untimed' | 'clock',
  seconds: number,
]

/** The lines that reconcile, in their order: of labels first, since an entry may have several. */
export const linesOf = (totals: ReportTotals, isByLabel: boolean): readonly Line[] => [
  ...(isByLabel
    ? ([
        ['sum', totals.attributedSeconds + totals.multiLabelSeconds],
        ['several', totals.multiLabelSeconds],
      ] as const)
    : []),
  ['all', totals.attributedSeconds],
  ['overlap', totals.overlapSeconds],
  ['untimed', totals.untimedSeconds],
  ['clock', totals.wallClockSeconds],
]

export function figureStrip(
  { words, figures }: Part,
  { totals, comparison }: Pick<Report, 'totals' | 'comparison'>,
) {
  const figure = (name: string, seconds: number, note: unknown, kind = '') => html`
    <div class="gx-kpi">
      <p class="gx-kpi-name">${name}</p>
      <p class="gx-kpi-value"><bdi>${figures.text(seconds)}</bdi></p>
      <p class="gx-kpi-note ${kind}">${note}</p>
    </div>
  `
  const change = comparison?.differenceSeconds ?? 0
  const share = totals.attributedSeconds === 0 ? 0 : totals.billableSeconds / totals.attributedSeconds
  return html`<div class="gx-kpis">
    ${figure(
      words.allEntries,
      totals.attributedSeconds,
      comparison === undefined
        ? words.noteAll
        : html`<bdi>${figures.change(change)}</bdi> · ${figures.time(comparison.totals.attributedSeconds)}
            ${words.before}`,
      change > 0 ? 'gx-up' : change < 0 ? 'gx-down' : '',
    )}
    ${figure(words.byClock, totals.wallClockSeconds, words.noteClock)}
    ${figure(words.overlap, totals.overlapSeconds, words.noteOverlap)}
    ${figure(words.billable, totals.billableSeconds, figures.percent(share))}
  </div>`
}

export function totalsCard(
  { words, figures }: Part,
  { totals, comparison }: Pick<Report, 'totals' | 'comparison'>,
  isByLabel = false,
) {
  const row = (name: string, seconds: number, id: string) =>
    html`<tr data-line=${id}>
      <th scope="row">${name}</th>
      <td class="gx-number">${figures.time(seconds)}</td>
    </tr>`
  return html`<section class="gx-card gx-flush" aria-labelledby="reconcile">
    <header class="gx-card-head"><h2 id="reconcile">${words.reconcile}</h2></header>
    <table class="gx-table">
      <tbody>
        ${linesOf(totals, isByLabel).map(([name, seconds]) => row(words.line[name], seconds, name))}
        ${row(words.line.unlabelled, totals.untaggedSeconds, 'unlabelled')}
        ${
          totals.billableSeconds === 0
            ? ''
            : html`${row(words.billable, totals.billableSeconds, 'billable')}${row(words.notBillable, totals.attributedSeconds - totals.billableSeconds, 'not-billable')}`
        }
        ${
          comparison === undefined
            ? ''
            : html`${row(words.line.previous(daysText(comparison)), comparison.totals.attributedSeconds, 'previous')}
                <tr data-line="change">
                  <th scope="row">${words.change}</th>
                  <td class="gx-number">
                    <span class="gx-time">${figures.change(comparison.differenceSeconds)}</span>
                  </td>
                </tr>`
        }
      </tbody>
    </table>
  </section>`
}
