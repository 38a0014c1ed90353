/** The time of a day or a week, as a list or a calendar; what runs, and going on with it. */
import { computed, effect, signal, untracked } from '@preact/signals-core'
import type { ReadonlySignal } from '@preact/signals-core'
import { html } from 'lit-html'
import type { TimeEntry } from '@goalixa/contracts/time-entries'
import { icon } from '../../../design/icons.ts'
import { loadWords } from '../../../words/language.ts'
import { editEntry } from '../../parts/entry-editor.ts'
import { isDate } from '../../parts/is-date.ts'
import { addDays } from '../../store/dates.ts'
import { carryOn } from '../../timer/actions.ts'
import { durationText } from '../../timer/durations.ts'
import { draw } from '../../view.ts'
import type { ViewContext } from '../../view.ts'
import { calendar } from './calendar.ts'
import { readRange } from './data.ts'
import type { Range } from './data.ts'
import { list } from './list.ts'
import { dayText } from './part.ts'
import { pathOf, rangeOf, shownAt } from './range.ts'
import type { Period, Segment, Shown } from './range.ts'

export async function open(root: HTMLElement, context: ViewContext): Promise<string> {
  const { store, place, go, act, until } = context
  const words = await loadWords('timer')
  // As its path, so that nothing is read again for an address that says the same.
  const path = computed(() => pathOf(shownAt(place.value)))
  const shown = computed(() => (path.value, shownAt(place.peek())))
  const live = signal<ReadonlySignal<Range | undefined>>(signal(undefined))
  const follow = effect(() => {
    const query = readRange(shown.value)
    const over = new AbortController()
    untracked(() => (live.value = store.live(query, AbortSignal.any([until, over.signal]))))
    return () => over.abort()
  })
  until.addEventListener('abort', follow, { once: true })
  const range = computed(() => live.value.value)

  const projects = () => range.peek()?.projects ?? []
  const edit = (entry: TimeEntry) => {
    const timed = (range.peek()?.entries ?? []).filter(({ start }) => start !== null)
    const next = timed[timed.findIndex(({ id }) => id === entry.id) + 1]?.id
    return editEntry(context, { entry, next: entry.start === null ? undefined : next, projects: projects() })
  }
  const add = (start: number, end: number) =>
    editEntry(context, { span: { start, end }, projects: projects() })
  const part = { ...context, words, range, edit, add }
  const segments = { list: list(part), calendar: calendar(part) }

  const change = (to: Partial<Shown>) => go(pathOf({ ...shown.value, ...to }))
  const step = (by: number) => {
    const { from } = rangeOf(shown.value, store.replica.now())
    change({ date: addDays(from, by * (shown.value.period === 'week' ? 7 : 1)) })
  }
  const addNew = () => {
    const fiveMinutes = 300
    const end = Math.floor(store.replica.now() / 1000 / fiveMinutes) * fiveMinutes
    const day = shown.value.date === undefined ? undefined : range.peek()?.days[0]
    // On another day, in the morning of it.
    return day === undefined ? add(end - 3600, end) : add(day.start + 9 * 3600, day.start + 10 * 3600)
  }
  const choose = (isOn: boolean, text: string, to: Partial<Shown>) =>
    html`<button aria-pressed=${isOn ? 'true' : 'false'} @click=${() => change(to)}>${text}</button>`

  draw(
    root,
    () => {
      const { segment, period } = shown.value
      const days = rangeOf(shown.value, store.replica.now())
      const last = addDays(days.to, -1)
      const to = (one: Segment) => choose(segment === one, words[one], { segment: one })
      const by = (one: Period) => choose(period === one, words[one], { period: one })
      return html`
        <div class="gx-page-head">
          <div>
            <h1 tabindex="-1">${words.title}</h1>
            <p class="gx-quiet-text" data-from=${days.from}>
              ${dayText(days.from, 'long')}${period === 'day' ? '' : ` – ${dayText(last, 'long')}`} ·
              <span class="gx-time">${durationText(range.value?.seconds ?? 0)}</span>
            </p>
          </div>
          <div class="gx-page-actions">
            <div class="gx-segmented" role="group" aria-label=${words.segment}>
              ${to('calendar')}${to('list')}
            </div>
            <div class="gx-segmented" role="group" aria-label=${words.period}>${by('day')}${by('week')}</div>
            <button class="gx-button gx-icon" aria-label=${words.previous} @click=${() => step(-1)}>
              ${icon('chevron-back')}
            </button>
            <button class="gx-button" @click=${() => change({ date: undefined })}>${words.today}</button>
            <button class="gx-button gx-icon" aria-label=${words.next} @click=${() => step(1)}>
              ${icon('chevron-forward')}
            </button>
            <input
              class="gx-input"
              type="date"
              aria-label=${words.jump}
              .value=${shown.value.date ?? days.from}
              @change=${({ target }: Event) => {
                const { value } = target as HTMLInputElement
                if (isDate(value)) change({ date: value })
              }}
            />
            <button class="gx-button" @click=${addNew}>${icon('plus')}${words.add}</button>
            <button class="gx-button" @click=${() => act(() => carryOn(store), words.started)}>
              ${icon('repeat')}${words.continueLast}
            </button>
          </div>
        </div>
        <div class="gx-stack">
          ${targetBar(range.value, words.target)}
          ${range.value === undefined ? '' : segments[segment](range.value)}
        </div>
      `
    },
    until,
  )
  return words.title
}

const targetBar = (range: Range | undefined, label: string) =>
  range?.target === null || range === undefined
    ? ''
    : html`<div class="gx-progress ${range.target.leftSeconds === 0 ? 'gx-good' : ''}" data-target>
        <div class="gx-progress-head">
          <span>${label}</span>
          <span class="gx-time"
            >${durationText(range.trackedSeconds)} / ${durationText(range.target.seconds)}</span
          >
        </div>
        <progress
          class="gx-meter"
          max=${range.target.seconds}
          value=${Math.min(range.trackedSeconds, range.target.seconds)}
          aria-label=${label}
        ></progress>
      </div>`
