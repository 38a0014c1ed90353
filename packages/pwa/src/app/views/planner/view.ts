/** The planner: what is to be done on a day, how long that will take, and what else could be done. */
import { computed, effect, signal, untracked } from '@preact/signals-core'
import type { ReadonlySignal } from '@preact/signals-core'
import { html } from 'lit-html'
import { icon } from '../../../design/icons.ts'
import { loadWords } from '../../../words/language.ts'
import { dayTarget } from '../../parts/day-target.ts'
import { isDate } from '../../parts/is-date.ts'
import { undoButtons } from '../../parts/undo.ts'
import { addDays, todayIn, zone } from '../../store/dates.ts'
import { durationText } from '../../timer/durations.ts'
import { draw } from '../../view.ts'
import type { ViewContext } from '../../view.ts'
import { readPlannerDay } from './data.ts'
import type { PlannerDay } from './data.ts'
import { focusKeeper } from './focus.ts'
import { todoList } from './list.ts'
import type { PartContext } from './part.ts'
import { dayText } from './part.ts'
import { dateOf, pathOf } from './state.ts'
import { suggestions } from './suggestions.ts'
import { weekStrip } from './week.ts'

export async function open(root: HTMLElement, context: ViewContext): Promise<string> {
  const { store, act, go, place, until } = context
  const [words, targetWords, undoWords] = await Promise.all([
    loadWords('planner'),
    loadWords('dayTarget'),
    loadWords('undo'),
  ])
  const date = computed(() => dateOf(place.value))
  const live = signal<ReadonlySignal<PlannerDay | undefined>>(signal(undefined))
  const follow = effect(() => {
    const over = new AbortController()
    const query = readPlannerDay(date.value)
    untracked(() => (live.value = store.live(query, AbortSignal.any([until, over.signal]))))
    return () => over.abort()
  })
  until.addEventListener('abort', follow, { once: true })

  const drawn = signal(0)
  const { keepFocus, restore } = focusKeeper(root, until)
  const given: PartContext = { store, act, go, words, redraw: () => void drawn.value++, keepFocus }
  const [week, list, suggested] = [weekStrip(given), todoList(given), suggestions(given)]
  const target = dayTarget({ store, act, words: targetWords })

  const today = () => todayIn(zone(), store.nowMs()).today
  const open = (day: string) => go(pathOf(day === today() ? undefined : day))
  const step = (by: number) => open(addDays(date.value ?? today(), by))

  /** What the estimates of the day come to, beside what it has room for. */
  const planned = ({ plan, week: days }: PlannerDay) => {
    const seconds = days.find((day) => day.date === plan.date)?.plannedSeconds ?? 0
    if (seconds === 0) return ''
    const room = plan.target?.seconds
    const time = (of: number) => html`<span class="gx-time">${durationText(of)}</span>`
    if (room === undefined)
      return html`<p class="gx-split"><span>${words.planned}</span>${time(seconds)}</p>
        <p class="gx-hint">${words.plannedHint}</p>`
    return html`<div class="gx-progress ${seconds > room ? 'gx-warn' : ''}" data-planned>
        <div class="gx-progress-head">
          <span>${words.planned}</span><span>${time(seconds)} / ${time(room)}</span>
        </div>
        <progress
          class="gx-meter"
          max=${room}
          value=${Math.min(seconds, room)}
          aria-label=${words.planned}
        ></progress>
      </div>
      <p class="gx-hint">
        ${seconds > room ? words.overfull(durationText(seconds - room)) : words.plannedHint}
      </p>`
  }
  draw(
    root,
    () => {
      void drawn.value
      const shown = live.value.value
      const day = date.value ?? shown?.plan.date ?? today()
      return html`
        <div class="gx-page-head">
          <div>
            <h1 tabindex="-1">${words.title}</h1>
            <p class="gx-quiet-text" data-date=${day}>
              ${dayText(day, { weekday: 'long', day: 'numeric', month: 'long' })}
            </p>
          </div>
          <div class="gx-page-actions">
            <span class="gx-cluster gx-phone-only">${undoButtons(context, undoWords)}</span>
            <button class="gx-button gx-icon" aria-label=${words.previous} @click=${() => step(-1)}>
              ${icon('chevron-back')}
            </button>
            <button
              class="gx-button"
              aria-current=${day === today() ? 'date' : 'false'}
              @click=${() => go(pathOf(undefined))}
            >
              ${words.today}
            </button>
            <button class="gx-button gx-icon" aria-label=${words.next} @click=${() => step(1)}>
              ${icon('chevron-forward')}
            </button>
            <input
              class="gx-input"
              type="date"
              aria-label=${words.jump}
              .value=${day}
              @change=${({ target: input }: Event) => {
                const { value } = input as HTMLInputElement
                if (isDate(value)) open(value)
              }}
            />
          </div>
        </div>
        <div class="gx-stack" aria-busy=${shown === undefined ? 'true' : 'false'}>
          ${
            shown === undefined
              ? html`<div class="gx-skeleton gx-block" aria-hidden="true"></div>`
              : html`${week(shown)}
                  <div class="gx-columns">
                    <div class="gx-stack">${list(shown)}</div>
                    <div class="gx-stack">${target(shown.plan, planned(shown))} ${suggested(shown)}</div>
                  </div>`
          }
        </div>
      `
    },
    until,
  )
  const stop = effect(() => {
    void live.value.value
    restore()
  })
  until.addEventListener('abort', stop, { once: true })
  return words.title
}
