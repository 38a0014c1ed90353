/** What runs, and the day from its first entry to its last. */
import { html } from 'lit-html'
import { repeat } from 'lit-html/directives/repeat.js'
import type { TimeEntry } from '@goalixa/contracts/time-entries'
import { icon } from '../../../design/icons.ts'
import { language } from '../../../words/language.ts'
import { zone } from '../../store/dates.ts'
import { carryOn, stop } from '../../timer/actions.ts'
import { clockText } from '../../timer/clock-text.ts'
import { durationText } from '../../timer/durations.ts'
import type { Overview } from './data.ts'
import type { Part, PartContext } from './parts.ts'

type Gap = Overview['gaps'][number]

/** Entries and gaps by when they begin; untimed entries stay where they are. */
function lines(entries: readonly TimeEntry[], gaps: readonly Gap[]): (TimeEntry | Gap)[] {
  const left = [...gaps]
  return entries.flatMap((entry) => {
    const { start } = entry
    const before = start === null ? [] : left.filter((gap) => Date.parse(gap.start) < Date.parse(start))
    left.splice(0, before.length)
    return [...before, entry]
  })
}

const isRunning = ({ start, end }: TimeEntry) => start !== null && end === null

export function running({ store, act, now, words }: PartContext): Part {
  return ({ entries }) => {
    // Also one that began on another day is among those of today.
    const entry = entries.find(isRunning)
    if (entry === undefined) {
      return html`
        <section class="gx-card" aria-labelledby="running">
          <header class="gx-card-head">
            <h2 id="running">${words.nothingRuns}</h2>
            <button class="gx-button" @click=${() => act(() => carryOn(store), words.started)}>
              ${icon('repeat')}${words.continueLast}
            </button>
          </header>
        </section>
      `
    }
    return html`
      <section class="gx-card" aria-labelledby="running">
        <header class="gx-card-head">
          <h2 id="running"><bdi>${entry.description || words.noDescription}</bdi></h2>
          <div class="gx-cluster">
            ${entry.project === null ? '' : html`<span class="gx-chip"><bdi>${entry.project}</bdi></span>`}
            <span class="gx-time gx-strong">${clockText((now.value - Date.parse(entry.start!)) / 1000)}</span>
            <button class="gx-button" @click=${() => act(() => stop(store), words.stopped)}>
              ${icon('stop')}${words.stop}
            </button>
          </div>
        </header>
      </section>
    `
  }
}

export function timeline({ store, act, words }: PartContext): Part {
  const again = (entry: TimeEntry) => act(() => carryOn(store, entry.id), words.started)
  const row = (entry: TimeEntry, clock: Intl.DateTimeFormat) => html`
    <li aria-current=${isRunning(entry) ? 'true' : 'false'}>
      <time>${entry.start === null ? '' : clock.format(new Date(entry.start))}</time>
      <div class="gx-split">
        <div>
          <p class="gx-row-title"><bdi>${entry.description || words.noDescription}</bdi></p>
          <p class="gx-row-meta">
            <span class="gx-time">${durationText(entry.durationSeconds)}</span>
            ${entry.start === null ? html`<span>${words.untimed}</span>` : ''}
            ${entry.project === null ? '' : html`<span class="gx-chip"><bdi>${entry.project}</bdi></span>`}
            ${entry.labels.map((label) => html`<span class="gx-chip"><bdi>${label}</bdi></span>`)}
          </p>
        </div>
        ${
          isRunning(entry) || entry.start === null
            ? ''
            : html`<button
                class="gx-button gx-quiet gx-icon gx-small gx-no-print"
                aria-label=${words.continueThis(entry.description || words.noDescription)}
                @click=${() => again(entry)}
              >
                ${icon('play')}
              </button>`
        }
      </div>
    </li>
  `
  const gapRow = ({ start, durationSeconds }: Gap, clock: Intl.DateTimeFormat) =>
    html`<li class="gx-gap">
      <time>${clock.format(new Date(start))}</time>
      <p class="gx-small-text">${words.gap(durationText(durationSeconds))}</p>
    </li>`
  return ({ entries, gaps }) => {
    const clock = new Intl.DateTimeFormat(language(), {
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZone: zone(),
    })
    return html`
      <section class="gx-card" aria-labelledby="timeline">
        <header class="gx-card-head">
          <h2 id="timeline">${words.timeline}</h2>
          <a class="gx-button gx-quiet gx-small" href="/app/#/timesheet" target="_top"
            >${words.toTimesheet}</a
          >
        </header>
        ${
          entries.length === 0
            ? html`<div class="gx-empty">
                ${icon('clock')}
                <p>${words.nothingToday}</p>
              </div>`
            : html`<ol class="gx-timeline">
                ${repeat(
                  lines(entries, gaps),
                  (line) => ('id' in line ? line.id : line.start),
                  (line) => ('id' in line ? row(line, clock) : gapRow(line, clock)),
                )}
              </ol>`
        }
      </section>
    `
  }
}
