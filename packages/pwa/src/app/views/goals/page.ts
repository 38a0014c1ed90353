/** The page of one goal: how far it is, what is left each day, its subgoals, and what counts. */
import { html } from 'lit-html'
import { live } from 'lit-html/directives/live.js'
import { repeat } from 'lit-html/directives/repeat.js'
import { AppError } from '@goalixa/contracts/errors'
import type { Goal, Subgoal } from '@goalixa/contracts/goals'
import { icon } from '../../../design/icons.ts'
import { stepped } from '../../parts/place-in-list.ts'
import { plainText } from '../../parts/plain-text.ts'
import { undoable } from '../../parts/undo.ts'
import { durationText } from '../../timer/durations.ts'
import { addSubgoal, placeSubgoal, removeSubgoal, tickSubgoal } from './actions.ts'
import { goalMenu, progressBar } from './row.ts'
import type { GoalContext } from './row.ts'
import { dayText, numberText, percentText } from './texts.ts'

export const goalPage = (context: GoalContext, goal: Goal) => {
  const { words, go } = context
  const { pacing } = goal
  const counted = [...goal.projects, ...goal.tasks, ...(goal.label === null ? [] : [goal.label])]
  const kpi = (name: string, value: unknown, note: unknown = '') =>
    html`<div class="gx-kpi">
      <p class="gx-kpi-name">${name}</p>
      <p class="gx-kpi-value">${value}</p>
      <p class="gx-kpi-note">${note}</p>
    </div>`
  return html`
    <div class="gx-page-head">
      <h1 tabindex="-1"><bdi>${goal.name}</bdi></h1>
      <div class="gx-page-actions">
        <a class="gx-button gx-quiet" href="/app/#/goals" target="_top"
          >${icon('chevron-back')}${words.back}</a
        >
        ${goalMenu(context, goal, () => go('/goals'))}
      </div>
    </div>
    <section class="gx-card">
      ${progressBar(goal, words)}
      ${goal.description === '' ? '' : html`<p class="gx-habit-notes" dir="auto">${goal.description}</p>`}
    </section>
    <div class="gx-kpis">
      ${kpi(words.percent, percentText(goal.progress), words.status[goal.status])}
      ${kpi(words.tracked, html`<span class="gx-time">${durationText(goal.trackedSeconds)}</span>`, goal.targetSeconds === null ? '' : html`${words.target}: <span class="gx-time">${durationText(goal.targetSeconds)}</span>`)}
      ${goal.targetDate === null ? '' : kpi(words.fields.targetDate, dayText(goal.targetDate), pacing === null ? '' : words.daysLeft(pacing.daysLeft, numberText(pacing.daysLeft)))}
      ${pacing === null || pacing.secondsPerDay === null ? '' : kpi(words.pacing, words.perDayNeeded(durationText(pacing.secondsPerDay)), pacing.trackedSecondsPerDay === null ? '' : words.perDayTracked(durationText(pacing.trackedSecondsPerDay)))}
    </div>
    ${subgoals(context, goal)}
    <section class="gx-card">
      <h2>${words.links}</h2>
      ${counted.length === 0 ? html`<p class="gx-quiet-text">${words.noLinks}</p>` : html`<p class="gx-row-meta">${counted.map((name) => html`<span class="gx-badge" dir="auto">${name}</span>`)}</p>`}
    </section>
  `
}

function subgoals(context: GoalContext, goal: Goal) {
  const { store, words } = context
  const add = (event: SubmitEvent) => {
    event.preventDefault()
    const input = (event.currentTarget as HTMLFormElement).querySelector('input')!
    void undoable(
      context,
      async () => {
        const title = plainText(input.value)
        if (title === '' || title.length > 1000) throw new AppError('request.invalid', words.nameBounds)
        await addSubgoal(store, goal.id, title)
        input.value = ''
      },
      words.subgoalAdded,
    )
  }
  return html`<section class="gx-card" aria-labelledby="subgoals">
    <h2 id="subgoals">${words.subgoals}</h2>
    ${
      goal.subgoals.length === 0
        ? html`<p class="gx-quiet-text">${words.noSubgoals}</p>`
        : html`<ul class="gx-list">
            ${repeat(
              goal.subgoals,
              ({ id }) => id,
              (one, at) => subgoalRow(context, goal.subgoals, one, at),
            )}
          </ul>`
    }
    <form class="gx-habit-add" @submit=${add}>
      <input
        class="gx-input"
        name="subgoal"
        dir="auto"
        autocomplete="off"
        required
        maxlength="1000"
        aria-label=${words.newSubgoal}
        placeholder=${words.newSubgoal}
      />
      <button class="gx-button">${icon('plus')}${words.create}</button>
    </form>
  </section>`
}

function subgoalRow(context: GoalContext, all: readonly Subgoal[], one: Subgoal, at: number) {
  const { store, act, words } = context
  const move = (step: -1 | 1) => {
    const place = stepped(all, one.id, step)
    return place === undefined ? undefined : act(() => placeSubgoal(store, one, place.order))
  }
  return html`<li class="gx-row" data-id=${one.id}>
    <label class="gx-checkbox gx-row-main">
      <input
        type="checkbox"
        .checked=${live(one.doneAt !== null)}
        @change=${(event: Event) => act(() => tickSubgoal(store, one, (event.currentTarget as HTMLInputElement).checked))}
      /><span><bdi>${one.title}</bdi></span>
    </label>
    <div class="gx-row-end">
      ${one.trackedSeconds === 0 ? '' : html`<span class="gx-time">${durationText(one.trackedSeconds)}</span>`}
      ${at === 0 ? '' : iconButton('chevron-up', words.moveUp(one.title), () => move(-1))}
      ${at === all.length - 1 ? '' : iconButton('chevron-down', words.moveDown(one.title), () => move(1))}
      ${iconButton('trash', words.removeOne(one.title), () => undoable(context, () => removeSubgoal(store, one), words.subgoalRemoved))}
    </div>
  </li>`
}

const iconButton = (name: Parameters<typeof icon>[0], text: string, run: () => unknown) =>
  html`<button class="gx-button gx-quiet gx-icon" aria-label=${text} title=${text} @click=${() => void run()}>
    ${icon(name)}
  </button>`
