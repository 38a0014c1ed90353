/** Every entry, cut at the days: one over midnight stands in both. */
import type { Signal } from '@preact/signals-core'
import { html } from 'lit-html'
import { repeat } from 'lit-html/directives/repeat.js'
import type { ReportEntry } from '@goalixa/contracts/reports'
import { fromInstantText } from '@goalixa/domain/calendar'
import { barChart } from '../../charts/bars.ts'
import { clockIn } from '../timer/part.ts'
import type { Shown } from './data.ts'
import { dayText, groupName, shortName } from './day-texts.ts'
import type { Part } from './part.ts'
import { figureStrip, totalsCard } from './totals.ts'

type Detailed = Extract<Shown, { form: 'detailed' }>['report']
interface Piece {
  readonly entry: ReportEntry
  readonly part: ReportEntry['parts'][number]
}

/** More is drawn when somebody asks, or prints. */
const atFirst = 300
const mostBars = 62

export function detailed(part: Part, report: Detailed, isAll: Signal<boolean>) {
  const { words, figures } = part
  const clock = clockIn(report.zone)
  const pieces = Map.groupBy(
    report.entries.flatMap((entry) => entry.parts.map((piece): Piece => ({ entry, part: piece }))),
    (piece) => piece.part.date,
  )
  const all = report.groups.filter(({ key }) => pieces.has(key ?? ''))
  let room = isAll.value ? Infinity : atFirst
  // Whole days, so that the lines below a day's total add up to it.
  const days = all.filter(({ key }) => room > 0 && ((room -= pieces.get(key ?? '')!.length), true))
  const timeOf = ({ entry, part: piece }: Piece) => {
    if (piece.start === null || piece.end === null) return '—'
    const isRunning = entry.end === null && piece === entry.parts.at(-1)
    return `${clock(fromInstantText(piece.start))} – ${isRunning ? words.now : clock(fromInstantText(piece.end))}`
  }
  const row = (piece: Piece) => html`
    <tr>
      <td><span class="gx-time">${timeOf(piece)}</span></td>
      <td class="gx-number">${figures.time(piece.part.seconds)}</td>
      <td>
        <bdi
          >${[piece.entry.description, piece.entry.task].filter(Boolean).join(' · ') || words.noDescription}</bdi
        >
      </td>
      <td><bdi>${piece.entry.project ?? ''}</bdi></td>
      <td>
        ${piece.entry.labels.map((label) => html`<span class="gx-chip"><bdi>${label}</bdi></span> `)}
        ${piece.entry.billable ? html`<span class="gx-badge">${words.billable}</span>` : ''}
      </td>
    </tr>
  `
  return html`
    ${figureStrip(part, report)}
    ${
      report.groups.length > mostBars || report.groups.length < 2
        ? ''
        : html`<section class="gx-card">
            ${barChart({
              title: words.trendBy.day,
              points: report.groups.map((group) => ({
                name: groupName('day', group, words),
                short: shortName('day', group.key ?? ''),
                seconds: group.seconds,
              })),
              heads: [words.day, words.time],
              text: figures.text,
              asTable: words.asTable,
            })}
          </section>`
    }
    ${repeat(
      days,
      ({ key }) => key,
      ({ key, seconds }) => html`
        <section class="gx-card gx-flush gx-group" data-day=${key}>
          <header class="gx-card-head">
            <h2>${dayText(key ?? '')}</h2>
            <span data-total>${figures.time(seconds)}</span>
          </header>
          <div class="gx-table-wrap" tabindex="0" role="region" aria-label=${dayText(key ?? '')}>
            <table class="gx-table gx-entries">
              <thead>
                <tr>
                  <th scope="col">${words.fromTo}</th>
                  <th scope="col" class="gx-number">${words.time}</th>
                  <th scope="col">${words.what}</th>
                  <th scope="col">${words.project}</th>
                  <th scope="col">${words.labels}</th>
                </tr>
              </thead>
              <tbody>
                ${pieces.get(key ?? '')!.map(row)}
              </tbody>
            </table>
          </div>
        </section>
      `,
    )}
    ${
      days.length === all.length
        ? ''
        : html`<button class="gx-button gx-no-print" @click=${() => (isAll.value = true)}>
            ${words.showAll(figures.number(report.entries.length))}
          </button>`
    }
    ${totalsCard(part, report)}
  `
}
