/** Entries by day, latest first, with what can be done with each. */
import { html } from 'lit-html'
import { repeat } from 'lit-html/directives/repeat.js'
import type { TimeEntry } from '@goalixa/contracts/time-entries'
import { civilDate } from '@goalixa/domain/calendar'
import { icon } from '../../../design/icons.ts'
import type { IconName } from '../../../design/icons.ts'
import { copyEntry, removeEntry } from '../../parts/entry-actions.ts'
import { undoable } from '../../parts/undo.ts'
import { carryOn } from '../../timer/actions.ts'
import { clockText } from '../../timer/clock-text.ts'
import { durationText } from '../../timer/durations.ts'
import type { Range } from './data.ts'
import { clockIn, dayText, isRunning, spanText } from './part.ts'
import type { PartContext } from './part.ts'

export function list(context: PartContext) {
  const { store, act, now, words, edit } = context
  const lasted = (entry: TimeEntry) =>
    isRunning(entry)
      ? clockText((now.value - Date.parse(entry.start!)) / 1000)
      : durationText(entry.durationSeconds)
  const row = (entry: TimeEntry, clock: (seconds: number) => string) => {
    const name = entry.description || words.noDescription
    const button = (image: IconName, label: string, press: () => unknown, isDisabled = false) =>
      html`<button
        class="gx-button gx-quiet gx-icon"
        aria-label="${label}: ${name}"
        ?disabled=${isDisabled}
        @click=${press}
      >
        ${icon(image)}
      </button>`
    return html`<li class="gx-row" data-entry=${entry.id}>
      <div class="gx-row-main">
        <p class="gx-row-title"><bdi>${name}</bdi></p>
        <p class="gx-row-meta">
          <span class="gx-time">${entry.start === null ? words.untimed : spanText(entry, clock)}</span>
          ${entry.project === null ? '' : html`<span class="gx-chip"><bdi>${entry.project}</bdi></span>`}
          ${entry.labels.map((label) => html`<span class="gx-chip"><bdi>${label}</bdi></span>`)}
        </p>
      </div>
      <div class="gx-row-end gx-cluster">
        <span class="gx-time">${lasted(entry)}</span>
        ${button('edit', words.edit, () => edit(entry))}
        ${button('copy', words.duplicate, () => undoable(context, () => copyEntry(store, entry), words.added), isRunning(entry))}
        ${button('trash', words.remove, () => undoable(context, () => removeEntry(store, entry.id), words.removed))}
        ${button('play', words.continueThis, () => act(() => carryOn(store, entry.id), words.started), entry.start === null || entry.end === null)}
      </div>
    </li>`
  }
  return ({ days, entries, zone, today }: Range) => {
    const clock = clockIn(zone)
    const first = days[0]!.key
    /** One that began before is of the first day that is shown. */
    const dayOf = ({ start, date }: TimeEntry) => {
      const day = start === null ? date! : civilDate(Date.parse(start) / 1000, zone)
      return day < first ? first : day
    }
    const shown = days.filter(({ key }) => days.length === 1 || entries.some((entry) => dayOf(entry) === key))
    if (entries.length === 0)
      return html`<div class="gx-card gx-empty">
        ${icon('clock')}
        <p>${words.nothingHere}</p>
      </div>`
    return html`${repeat(
      shown.toReversed(),
      ({ key }) => key,
      ({ key, seconds }) => html`
        <section class="gx-card gx-flush" aria-labelledby="day-${key}">
          <header class="gx-card-head">
            <h2 id="day-${key}">${key === today ? words.today : dayText(key, 'long')}</h2>
            <span class="gx-time" data-total>${durationText(seconds)}</span>
          </header>
          <ul class="gx-list">
            ${repeat(
              entries.filter((entry) => dayOf(entry) === key).toReversed(),
              ({ id }) => id,
              (entry) => row(entry, clock),
            )}
          </ul>
        </section>
      `,
    )}`
  }
}
