/** Groups of the time, ranked, and how it went along the days. */
import { html } from 'lit-html'
import type { Report, ReportGroup } from '@goalixa/contracts/reports'
import { customProperties } from '../../../design/custom-properties.ts'
import { areaChart } from '../../charts/area.ts'
import { barChart } from '../../charts/bars.ts'
import { donutChart } from '../../charts/donut.ts'
import type { Slice } from '../../charts/donut.ts'
import type { Point } from '../../charts/plot.ts'
import type { Shown } from './data.ts'
import { daysText, groupName, shortName } from './day-texts.ts'
import type { Part } from './part.ts'
import { figureStrip, totalsCard } from './totals.ts'

type Summary = Extract<Shown, { form: 'summary' }>

const mostSlices = 8

export function summary(part: Part, { report, trend, colours }: Summary) {
  const { words } = part
  const isCalendar = report.by === 'day' || report.by === 'week' || report.by === 'month'
  const colourOf = (key: string | null, at: number): string => colours.get(key) ?? shade(at)
  return html`
    ${figureStrip(part, report)}
    <section class="gx-card" aria-labelledby="trend">
      <header class="gx-card-head"><h2 id="trend">${words.trend}</h2></header>
      ${along(part, trend)}
    </section>
    <section class="gx-card">
      <header class="gx-card-head"><h2 id="groups">${words.byName[report.by]}</h2></header>
      <div class=${isCalendar ? 'gx-stack' : 'gx-parts'}>
        ${isCalendar ? '' : donut(part, report, colourOf)}
        ${ranked(part, report, isCalendar ? undefined : colourOf)}
      </div>
    </section>
    ${totalsCard(part, report, report.by === 'label')}
  `
}

function along({ words, figures }: Part, trend: Report) {
  const by = trend.by as 'day' | 'week' | 'month'
  const compared = trend.comparison?.groups
  const pointOf = (group: Pick<ReportGroup, 'key' | 'name' | 'seconds'>, previous?: number): Point => ({
    name: groupName(by, group, words),
    short: shortName(by, group.key ?? group.name),
    seconds: group.seconds,
    previous,
  })
  const points =
    compared === undefined
      ? trend.groups.map((group) => pointOf(group))
      : compared.map((group) => pointOf(group, group.previousSeconds))
  const shared = { title: words.trendBy[by], points, text: figures.text, asTable: words.asTable }
  // An area needs two points to have a width.
  if (points.length < 2 && compared === undefined)
    return barChart({ ...shared, heads: [words.byName[by], words.time] })
  const before = trend.comparison === undefined ? '' : words.those(daysText(trend.comparison))
  return areaChart({ ...shared, heads: [words.byName[by], words.these, before] })
}

/** Of the accent, fainter from one to the next: for groups without a colour of their own. */
const shade = (at: number): string =>
  `color-mix(in oklab, var(--gx-accent) ${Math.max(16, 100 - at * 14)}%, var(--gx-line))`

function donut(
  { words, figures }: Part,
  { by, groups }: Report,
  colourOf: (key: string | null, at: number) => string,
) {
  const counted = groups.filter(({ seconds }) => seconds > 0)
  if (counted.length === 0) return ''
  const shown = counted.slice(0, counted.length > mostSlices ? mostSlices - 1 : mostSlices)
  const rest = counted.slice(shown.length).reduce((all, { seconds }) => all + seconds, 0)
  const slices: Slice[] = shown.map((group, at) => ({
    name: groupName(by, group, words),
    seconds: group.seconds,
    colour: colourOf(group.key, at),
  }))
  if (rest > 0) slices.push({ name: words.rest, seconds: rest, colour: 'var(--gx-line-strong)' })
  return donutChart({ title: words.shares, slices, text: figures.text, asTable: words.asTable })
}

/** The list beside the ring, and the table of it for whoever hears it or prints it. */
function ranked(
  { words, figures }: Part,
  report: Report,
  colourOf: ((key: string | null, at: number) => string) | undefined,
) {
  const { by, comparison } = report
  const shares = new Map(report.groups.map(({ key, share }) => [key, share]))
  const groups = comparison?.groups ?? report.groups
  const longest = Math.max(1, ...groups.map(({ seconds }) => seconds))
  const head = (text: string) => html`<th scope="col" class="gx-number">${text}</th>`
  return html`<div class="gx-table-wrap" tabindex="0" role="region" aria-label=${words.byName[by]}>
    <table class="gx-table gx-ranked">
      <thead>
        <tr>
          <th scope="col">${words.byName[by]}</th>
          ${head(words.time)}
          ${comparison === undefined ? head(words.share) : html`${head(words.beforeHead)}${head(words.change)}`}
        </tr>
      </thead>
      <tbody>
        ${groups.map(
          (group, at) => html`
            <tr
              data-group=${group.key ?? ''}
              ${customProperties({ '--gx-colour': colourOf?.(group.key, at) ?? null, '--gx-share': `${(group.seconds / longest) * 100}%` })}
            >
              <th scope="row">
                ${colourOf === undefined ? '' : html`<i class="gx-dot"></i>`}
                <bdi>${groupName(by, group, words)}</bdi>
                <span class="gx-bar-track"><i class="gx-bar-value"></i></span>
              </th>
              <td class="gx-number">${figures.time(group.seconds)}</td>
              ${
                'previousSeconds' in group
                  ? html`<td class="gx-number">${figures.time(group.previousSeconds)}</td>
                      <td class="gx-number">
                        <span class="gx-time">${figures.change(group.differenceSeconds)}</span>
                      </td>`
                  : html`<td class="gx-number">${figures.percent(shares.get(group.key) ?? 0)}</td>`
              }
            </tr>
          `,
        )}
      </tbody>
    </table>
  </div>`
}
