/** The goals of one week: `#/weekly-goals?week=2026-11-23` shows the week of that day. */
import { effect, signal, untracked } from '@preact/signals-core'
import type { ReadonlySignal } from '@preact/signals-core'
import { html } from 'lit-html'
import { repeat } from 'lit-html/directives/repeat.js'
import { icon } from '../../../design/icons.ts'
import { loadWords } from '../../../words/language.ts'
import { isDate } from '../../parts/is-date.ts'
import { undoable } from '../../parts/undo.ts'
import { addDays, todayIn, weekOf, zone } from '../../store/dates.ts'
import { draw } from '../../view.ts'
import type { ViewModule } from '../../view.ts'
import { dayText, numberText } from '../goals/texts.ts'
import { repeatIn } from './actions.ts'
import { goalCard } from './card.ts'
import { readWeek } from './data.ts'
import type { GoalOfWeek } from './data.ts'

export const open: ViewModule['open'] = async (root, view) => {
  const { store, place, go, until } = view
  const words = await loadWords('goals')
  const context = { ...view, words }
  const today = () => todayIn(zone(), store.replica.now()).today
  const weekShown = () => {
    const asked = place.value.query.get('week')
    return weekOf(asked !== null && isDate(asked) ? asked : today()).from
  }
  const shown = signal<ReadonlySignal<readonly GoalOfWeek[] | undefined>>(signal(undefined))
  const follow = effect(() => {
    const over = new AbortController()
    const week = weekShown()
    untracked(
      () => (shown.value = store.live(readWeek(week, today()), AbortSignal.any([until, over.signal]))),
    )
    return () => over.abort()
  })
  until.addEventListener('abort', follow, { once: true })

  const openForm = async () => (await import('./form.ts')).openWeeklyGoalForm(context, weekShown())
  const takeOver = async () => {
    const week = weekShown()
    const before = await store.read(readWeek(addDays(week, -7), today()))
    await undoable(
      context,
      async () => {
        for (const { goal } of before) await repeatIn(store, goal, week)
      },
      words.takenOver(before.length, numberText(before.length)),
    )
  }
  const to = (week: string) =>
    go(week === weekOf(today()).from ? '/weekly-goals' : `/weekly-goals?week=${week}`)
  const step = (name: 'chevron-back' | 'chevron-forward', text: string, by: number) =>
    html`<button
      class="gx-button gx-quiet gx-icon"
      aria-label=${text}
      title=${text}
      @click=${() => to(addDays(weekShown(), by))}
    >
      ${icon(name)}
    </button>`
  draw(
    root,
    () => {
      const goals = shown.value.value
      const week = weekShown()
      const isNow = week === weekOf(today()).from
      return html`
        <div class="gx-page-head">
          <h1 tabindex="-1">${words.weekly}</h1>
          <div class="gx-page-actions">
            ${step('chevron-back', words.previousWeek, -7)}
            <button
              class="gx-button"
              aria-pressed=${isNow ? 'true' : 'false'}
              @click=${() => to(weekOf(today()).from)}
            >
              ${words.thisWeek}
            </button>
            ${step('chevron-forward', words.nextWeek, 7)}
          </div>
        </div>
        <p class="gx-quiet-text">${words.weekOf(dayText(week), dayText(addDays(week, 6)))}</p>
        <div class="gx-cluster">
          <button class="gx-button gx-primary" @click=${openForm}>${icon('plus')}${words.newTitle}</button>
          <button class="gx-button" @click=${takeOver}>${words.takeOver}</button>
        </div>
        <div class="gx-grid" aria-busy=${goals === undefined ? 'true' : 'false'}>
          ${
            goals === undefined
              ? html`<div class="gx-skeleton gx-block" aria-hidden="true"></div>`
              : goals.length === 0
                ? html`<section class="gx-card">
                    <div class="gx-empty">
                      ${icon('target')}
                      <h2>${words.emptyTitle}</h2>
                      <p>${words.emptyWeek}</p>
                    </div>
                  </section>`
                : repeat(
                    goals,
                    ({ goal }) => goal.id,
                    (one) => goalCard(context, one),
                  )
          }
        </div>
      `
    },
    until,
  )
  return words.weekly
}
