/** Days as columns, entries as blocks: by pointer, by keys, and by the dialog of each entry. */
import { signal } from '@preact/signals-core'
import { html } from 'lit-html'
import { repeat } from 'lit-html/directives/repeat.js'
import type { TimeEntry } from '@goalixa/contracts/time-entries'
import { customProperties } from '../../../design/custom-properties.ts'
import { durationText } from '../../timer/durations.ts'
import { beginCalendarDrag, instantAt } from './calendar-drag.ts'
import type { Ghost } from './calendar-drag.ts'
import { createCalendarDeeds } from './calendar-deeds.ts'
import type { Range } from './data.ts'
import { layOut, snapped } from './layout.ts'
import type { Block, Lasting } from './layout.ts'
import { clockIn, dayText, isRunning, spanText } from './part.ts'
import type { PartContext } from './part.ts'

const hourSeconds = 3600
const morningHour = 7
type Day = Range['days'][number]

export function calendar(context: PartContext) {
  const { store, now, words, edit, add } = context
  const ghost = signal<Ghost | undefined>(undefined)
  const { place, press, refocus } = createCalendarDeeds(context)

  const opened = new WeakSet<Element>()
  /** A calendar that has just appeared shows the hours in which most people work. */
  const openAtMorning = () => {
    const place = document.querySelector('.gx-calendar')
    const track = place?.querySelector<HTMLElement>('.gx-calendar-track')
    if (place === null || track === null || track === undefined || opened.has(place)) return
    opened.add(place)
    place.scrollTop = (track.offsetHeight / Number(track.dataset['hours'])) * morningHour
  }

  return ({ days, entries, zone, today, colours }: Range) => {
    queueMicrotask(refocus)
    queueMicrotask(openAtMorning)
    const clock = clockIn(zone)
    const at = Math.floor(Math.max(now.value, store.replica.now()) / 1000)
    const byId = new Map(entries.map((entry) => [entry.id, entry]))
    const lasting = entries.flatMap(lastingOf)
    const untimed = entries.filter(({ start }) => start === null)
    const begin = (event: PointerEvent) =>
      beginCalendarDrag(event, {
        days,
        ghost,
        spanOf: (id) => {
          const entry = lasting.find((one) => one.id === id)
          return entry && { start: entry.start, end: entry.end ?? at, isRunning: entry.end === null }
        },
        create: ({ start, end }) => add(start, end),
        place: (id, span) => place(byId.get(id)!, span),
      })
    const addAt = (event: MouseEvent) => {
      if ((event.target as HTMLElement).closest('[data-entry]') !== null) return
      const track = event.currentTarget as HTMLElement
      const { seconds, day } = instantAt(event, track.parentElement!.parentElement!, days)
      const start = Math.min(snapped(seconds, day), day.end - hourSeconds)
      void add(start, start + hourSeconds)
    }
    const block = ({ id, from, to, lane, lanes }: Block) => {
      const entry = byId.get(id)!
      return html`<button
        class="gx-block ${isRunning(entry) ? 'gx-running' : ''}"
        data-entry=${id}
        ${customProperties({
          '--gx-from': from,
          '--gx-to': to,
          '--gx-lane': lane,
          '--gx-lanes': lanes,
          '--gx-colour': (entry.projectId === null ? null : colours.get(entry.projectId)) ?? null,
        })}
        @click=${() => edit(entry)}
        @keydown=${(event: KeyboardEvent) => press(event, entry)}
      >
        <strong dir="auto"><bdi>${entry.description || words.noDescription}</bdi></strong>
        <span class="gx-time">${spanText(entry, clock)}</span>
        ${isRunning(entry) ? '' : html`<i class="gx-block-handle" data-edge="end"></i>`}
      </button>`
    }
    const hoursOf = ({ start, end }: Day) => (end - start) / hourSeconds
    const labels = ({ start, end }: Day) =>
      Array.from({ length: Math.ceil((end - start) / hourSeconds) }, (_, hour) =>
        clock(start + hour * hourSeconds),
      )
    // Beside them all stand the hours of a usual day; a day on which the clock changes has its own.
    const usual = days.find((day) => hoursOf(day) === 24) ?? days[0]!
    const column = (day: Day) => html`
      <section class="gx-calendar-day" aria-current=${day.key === today ? 'date' : 'false'}>
        <h3>${dayText(day.key, 'short')} <span class="gx-time">${durationText(day.seconds)}</span></h3>
        <div
          class="gx-calendar-track"
          data-day=${day.key}
          data-hours=${hoursOf(day)}
          ${customProperties({ '--gx-hours': hoursOf(day) })}
          @pointerdown=${begin}
          @dblclick=${addAt}
        >
          ${
            hoursOf(day) === hoursOf(usual)
              ? ''
              : labels(day).map(
                  (text, hour) =>
                    html`<span class="gx-hour-mark" ${customProperties({ '--gx-from': hour })}
                      >${text}</span
                    >`,
                )
          }
          ${repeat(layOut(lasting, day, at), ({ id }) => id, block)}
          ${
            ghost.value === undefined
              ? ''
              : layOut([{ id: 'ghost', ...ghost.value }], day, at).map(
                  ({ from, to }) =>
                    html`<div
                      class="gx-block gx-ghost"
                      ${customProperties({ '--gx-from': from, '--gx-to': to })}
                    >
                      ${clock(ghost.value!.start)}–${clock(ghost.value!.end)}
                    </div>`,
                )
          }
          ${
            day.start <= at && at < day.end
              ? html`<div
                  class="gx-now"
                  ${customProperties({ '--gx-from': (at - day.start) / hourSeconds })}
                ></div>`
              : ''
          }
        </div>
      </section>
    `
    return html`
      ${
        untimed.length === 0
          ? ''
          : html`<section class="gx-cluster" aria-labelledby="untimed">
              <h2 id="untimed" class="gx-small-text">${words.untimed}</h2>
              ${untimed.map(
                (entry) =>
                  html`<button class="gx-chip" data-entry=${entry.id} @click=${() => edit(entry)}>
                    <span>${dayText(entry.date!, 'short')}</span>
                    <bdi>${entry.description || words.noDescription}</bdi>
                    <span class="gx-time">${durationText(entry.durationSeconds)}</span>
                  </button>`,
              )}
            </section>`
      }
      <h2 class="gx-hidden">${words.calendar}</h2>
      <div class="gx-calendar" role="region" aria-label=${words.calendar} tabindex="0">
        <div class="gx-calendar-hours" aria-hidden="true">
          ${labels(usual).map((text) => html`<span>${text}</span>`)}
        </div>
        ${repeat(days, ({ key }) => key, column)}
      </div>
      <p class="gx-quiet-text gx-small-text">${words.calendarKeys}</p>
    `
  }
}

const lastingOf = ({ id, start, end }: TimeEntry): Lasting[] =>
  start === null
    ? []
    : [{ id, start: Date.parse(start) / 1000, end: end === null ? null : Date.parse(end) / 1000 }]
