/** What somebody works towards: goals with their pace, habits day by day. */
import { html } from 'lit-html'
import type { Goal } from '@goalixa/contracts/goals'
import type { HeatMapDay } from '@goalixa/contracts/habit-days'
import { customProperties } from '../../../design/custom-properties.ts'
import { icon } from '../../../design/icons.ts'
import { chart } from '../../charts/chart.ts'
import { strip } from '../../charts/strip.ts'
import type { HabitDays } from './data.ts'
import { dayText, groupName, shortName } from './day-texts.ts'
import type { Part } from './part.ts'

export function goals(part: Part, all: readonly Goal[]) {
  const { words, figures } = part
  if (all.length === 0) return empty(words.noGoals)
  const measure = ({ subgoals, targetSeconds, trackedSeconds }: Goal) => {
    if (subgoals.length > 0) {
      const done = subgoals.filter(({ doneAt }) => doneAt !== null).length
      return words.ofAll(figures.number(done), figures.number(subgoals.length))
    }
    if (targetSeconds !== null) return html`${figures.time(trackedSeconds)} / ${figures.time(targetSeconds)}`
    return trackedSeconds === 0 ? '' : figures.time(trackedSeconds)
  }
  const pace = (seconds: number | null | undefined) =>
    typeof seconds === 'number' ? figures.time(seconds) : ''
  return table(
    words.form.goals,
    [words.goal, words.done, words.of, words.status, words.targetDate, words.pace, words.paceSoFar],
    all.map((goal) => [
      html`<span ${customProperties({ '--gx-colour': goal.colour, '--gx-share': `${goal.progress * 100}%` })}>
        <i class="gx-dot"></i> <bdi>${goal.name}</bdi>
        <span class="gx-bar-track"><i class="gx-bar-value"></i></span>
      </span>`,
      figures.percent(Math.floor(goal.progress * 100) / 100),
      measure(goal),
      words.statusName[goal.status],
      goal.targetDate === null ? '' : groupName('day', { key: goal.targetDate, name: '' }, words),
      // Whole minutes, up: whoever keeps to it makes the date.
      pace(goal.pacing?.secondsPerDay && Math.ceil(goal.pacing.secondsPerDay / 60) * 60),
      pace(goal.pacing?.trackedSecondsPerDay && Math.floor(goal.pacing.trackedSecondsPerDay / 60) * 60),
    ]),
  )
}

const units = {
  daily: 'day',
  weekdays: 'day',
  everyDays: 'time',
  perWeek: 'week',
  perMonth: 'month',
} as const
const isDue = ({ state }: HeatMapDay): boolean => state !== 'rest' && state !== 'skip' && state !== 'open'

export function habits(part: Part, all: readonly HabitDays[]) {
  const { words, figures, answer } = part
  if (all.length === 0) return empty(words.noHabits)
  const count = (days: readonly HeatMapDay[], test: (day: HeatMapDay) => boolean) =>
    figures.number(days.filter(test).length)
  const first = all.flatMap(({ days }) => days[0]?.date ?? []).toSorted()[0]
  return html`
    ${table(
      words.form.habits,
      [words.habit, words.done, words.due, words.skipped, words.streak, words.score],
      all.map(({ name, days, streak, score, frequency }) => [
        html`<bdi>${name}</bdi>`,
        count(days, ({ state }) => state === 'done'),
        count(days, isDue),
        count(days, ({ state }) => state === 'skip'),
        words.streakOf(figures.number(streak.current), streak.current, units[frequency.kind]),
        figures.percent(score / 100),
      ]),
    )}
    ${all.map(({ name, days, colour }) =>
      days.length === 0
        ? ''
        : html`<section class="gx-card">
            ${chart({
              title: words.habitDays(name),
              asTable: words.asTable,
              picture: strip({
                label: words.habitDays(name),
                columns: days.map(({ date }) => shortName('week', date)),
                mostMarks: 4,
                colour,
                rows: [
                  {
                    name: '',
                    cells: days.map(({ date, level, state }) => ({
                      name: `${dayText(date)}: ${words.state[state]}`,
                      level,
                      isSkipped: state === 'skip',
                    })),
                  },
                ],
              }),
              table: {
                heads: [words.day, words.status],
                rows: days.map(({ date, state }) => [dayText(date), words.state[state]]),
              },
            })}
          </section>`,
    )}
    ${
      answer.days !== undefined && first !== undefined && first > answer.days.from
        ? html`<p class="gx-quiet-text gx-small-text">${words.knownFrom(dayText(first))}</p>`
        : ''
    }
  `
}

const empty = (text: string) =>
  html`<div class="gx-card gx-empty">
    ${icon('target')}
    <p>${text}</p>
  </div>`

const table = (label: string, heads: readonly string[], rows: readonly (readonly unknown[])[]) =>
  html`<section class="gx-card gx-flush">
    <div class="gx-table-wrap" tabindex="0" role="region" aria-label=${label}>
      <table class="gx-table gx-ranked">
        <thead>
          <tr>
            ${heads.map((head, at) => html`<th scope="col" class=${at === 0 ? '' : 'gx-number'}>${head}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ([name, ...cells]) =>
              html`<tr>
                <th scope="row">${name}</th>
                ${cells.map((cell) => html`<td class="gx-number">${cell}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`
