/** The week around the day: how much each day holds of how much. A to-do can be dropped on a day. */
import { html } from 'lit-html'
import type { PlannedDay } from '@goalixa/domain/planner-week'
import { language } from '../../../words/language.ts'
import { durationText } from '../../timer/durations.ts'
import type { PlannerDay } from './data.ts'
import type { PartContext } from './part.ts'
import { dayText } from './part.ts'
import { pathOf } from './state.ts'

export function weekStrip({ words }: Pick<PartContext, 'words'>) {
  const number = new Intl.NumberFormat(language())
  /** The day as a sentence. */
  const said = ({ date, todos, done, targetSeconds, plannedSeconds }: PlannedDay, today: string): string =>
    [
      dayText(date, { weekday: 'long', day: 'numeric', month: 'long' }),
      ...(date === today ? [words.isToday] : []),
      todos === 0 ? words.nothingOf : words.doneOf(number.format(done), number.format(todos)),
      ...(plannedSeconds > 0 && targetSeconds !== null
        ? [words.plannedOf(durationText(plannedSeconds), durationText(targetSeconds))]
        : plannedSeconds > 0
          ? [words.plannedTime(durationText(plannedSeconds))]
          : targetSeconds === null
            ? []
            : [words.room(durationText(targetSeconds))]),
    ].join(language() === 'fa' ? '، ' : ', ')
  const day = (one: PlannedDay, { today, plan }: PlannerDay) => {
    const { date, todos, done, targetSeconds, plannedSeconds } = one
    const isOverfull = targetSeconds !== null && plannedSeconds > targetSeconds
    return html`<li data-column=${date}>
      <a
        href="/app/#${pathOf(date === today ? undefined : date)}"
        target="_top"
        aria-current=${date === plan.date ? 'date' : 'false'}
        ?data-today=${date === today}
      >
        <span class="gx-hidden">${said(one, today)}</span>
        <span aria-hidden="true">
          <span class="gx-phone-only">${dayText(date, { weekday: 'narrow' })}</span>
          <span class="gx-desktop-only">${dayText(date, { weekday: 'short' })}</span>
          <strong>${dayText(date, { day: 'numeric' })}</strong>
          <span class="gx-time">${todos === 0 ? '–' : `${number.format(done)}/${number.format(todos)}`}</span>
          <span class="gx-desktop-only ${isOverfull ? 'gx-down' : ''}">
            ${plannedSeconds === 0 ? '' : html`<span class="gx-time">${durationText(plannedSeconds)}</span>`}
            ${targetSeconds === null ? '' : html`/ <span class="gx-time">${durationText(targetSeconds)}</span>`}
          </span>
        </span>
      </a>
    </li>`
  }
  return (shown: PlannerDay) =>
    html`<nav class="gx-no-print" aria-label=${words.week}>
      <ol class="gx-planner-week">
        ${shown.week.map((one) => day(one, shown))}
      </ol>
    </nav>`
}
