/** The strip of four figures. */
import { html } from 'lit-html'
import { language } from '../../../words/language.ts'
import { durationText } from '../../timer/durations.ts'
import type { Part, PartContext } from './parts.ts'

const figure = (id: string, name: string, value: unknown, note: unknown, kind = '') => html`
  <div class="gx-kpi">
    <p class="gx-kpi-name">${name}</p>
    <p class="gx-kpi-value" data-figure=${id}>${value}</p>
    <p class="gx-kpi-note ${kind}">${note}</p>
  </div>
`
const time = (seconds: number) => html`<span class="gx-time">${durationText(seconds)}</span>`

export function figures({ words }: PartContext): Part {
  const number = new Intl.NumberFormat(language())
  const percent = new Intl.NumberFormat(language(), { style: 'percent' })
  return ({ plan, week, entries }) => {
    const { target, trackedSeconds } = plan
    const weekSeconds = week.totals.wallClockSeconds + week.totals.untimedSeconds
    const before = week.comparison?.totals
    const beforeSeconds = (before?.wallClockSeconds ?? 0) + (before?.untimedSeconds ?? 0)
    const share = target === null ? 0 : trackedSeconds / target.seconds
    const late = plan.overdue.length
    return html`
      <div class="gx-kpis">
        ${figure('today', words.today, durationText(trackedSeconds), words.entries(number.format(entries.length), entries.length))}
        ${figure('week', words.week, durationText(weekSeconds), html`${words.lastWeek} ${time(beforeSeconds)}`)}
        ${figure(
          'target',
          words.target,
          target === null ? '–' : percent.format(Math.min(share, 9.99)),
          target === null
            ? words.noTarget
            : target.leftSeconds === 0
              ? words.reached
              : html`${words.left} ${time(target.leftSeconds)}`,
          target?.leftSeconds === 0 ? 'gx-up' : '',
        )}
        ${figure(
          'due',
          words.due,
          number.format(plan.due.length + late),
          late === 0 ? words.nothingLate : words.late(number.format(late), late),
          late === 0 ? '' : 'gx-down',
        )}
      </div>
    `
  }
}
