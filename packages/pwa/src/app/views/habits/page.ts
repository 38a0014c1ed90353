/** The page of one habit: what it is, and the days of half a year. */
import { signal } from '@preact/signals-core'
import { html } from 'lit-html'
import { customProperties } from '../../../design/custom-properties.ts'
import { icon } from '../../../design/icons.ts'
import { dayGrid } from '../../charts/day-grid.ts'
import { weekdayName, weekdaysInOrder } from '../../parts/weekdays.ts'
import { durationText } from '../../timer/durations.ts'
import type { OneHabit } from './data.ts'
import type { HabitContext } from './days.ts'
import { openDay, pressDay } from './days.ts'
import { moreButton, todayControl } from './row.ts'
import { dayName, frequencyText, monthText, percentText, streakText } from './texts.ts'

const weeksShown = 26

/** Answers the template; the signal behind it knows which day the keys are at. */
export function habitPage(context: HabitContext) {
  const { words, go } = context
  const at = signal<string | undefined>(undefined)
  return ({ habit, map }: OneHabit) => {
    const weeks = map.weeks.slice(-weeksShown)
    const days = weeks.flatMap((week) => week.days)
    const chosen = days.some(({ date }) => date === at.value) ? at.value! : map.to
    const dayAt = (date: string) => days.find((day) => day.date === date)!
    const facts = [
      habit.autoSeconds === null
        ? ''
        : words.byTime(durationText(habit.autoSeconds), habit.autoLabel ?? words.labelGone),
      habit.timeOfDay === 'any' ? '' : words.timeOfDay[habit.timeOfDay],
      habit.reminder === null ? '' : html`<span class="gx-time">${habit.reminder}</span>`,
      habit.goal === null ? '' : html`${icon('target')} <bdi>${habit.goal}</bdi>`,
    ].filter((fact) => fact !== '')
    return html`
      <div class="gx-page-head">
        <h1 tabindex="-1"><bdi>${habit.name}</bdi></h1>
        <div class="gx-page-actions">
          <a class="gx-button gx-quiet" href="/app/#/habits" target="_top"
            >${icon('chevron-back')}${words.back}</a
          >
          ${moreButton(context, habit, () => go('/habits'))}
        </div>
      </div>
      <section class="gx-card">
        <div class="gx-habit">
          <p class="gx-row-main">${frequencyText(habit.frequency, words)}</p>
          <div class="gx-row-end">${todayControl(context, habit)}</div>
        </div>
        ${facts.length === 0 ? '' : html`<p class="gx-row-meta">${facts.map((fact) => html`<span dir="auto">${fact}</span>`)}</p>`}
        ${habit.notes === '' ? '' : html`<p class="gx-habit-notes" dir="auto">${habit.notes}</p>`}
      </section>
      <div class="gx-kpis">
        <div class="gx-kpi">
          <p class="gx-kpi-name">${words.streakName}</p>
          <p class="gx-kpi-value">${streakText(habit, habit.streak.current, words)}</p>
          <p class="gx-kpi-note">${words.best(streakText(habit, habit.streak.best, words))}</p>
        </div>
        <div class="gx-kpi">
          <p class="gx-kpi-name">${words.score}</p>
          <p class="gx-kpi-value">${percentText(habit.score)}</p>
          <p class="gx-kpi-note">${words.scoreNote}</p>
        </div>
      </div>
      <section class="gx-card" aria-labelledby="habit-days">
        <header class="gx-card-head">
          <h2 id="habit-days">${words.days}</h2>
          <button class="gx-button gx-small" @click=${() => openDay(context, habit, dayAt(map.to))}>
            ${icon('calendar')}${words.otherDay}
          </button>
        </header>
        ${dayGrid({
          label: words.days,
          weeks,
          rows: weekdaysInOrder().map((day) => weekdayName(day)),
          colour: habit.colour,
          today: map.to,
          chosen,
          choose: (date) => (at.value = date),
          press: (date) => void pressDay(context, habit, dayAt(date)),
          nameOf: (day) => dayName(day, habit, words),
          monthOf: monthText,
        })}
        <p class="gx-hint">${habit.targetAmount === null ? words.daysHint : words.daysHintAmount}</p>
        <ul
          class="gx-cluster gx-small-text"
          aria-hidden="true"
          ${customProperties({ '--gx-colour': habit.colour })}
        >
          ${(['done', 'part', 'skip', 'missed', 'open', 'rest'] as const).map(
            (state) => html`<li><i class="gx-day" data-state=${state}></i>${words.state[state]}</li>`,
          )}
        </ul>
      </section>
    `
  }
}
