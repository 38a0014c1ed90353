/** A week as a grid of projects or tasks by day, which can be typed into and printed. */
import { computed, effect, signal, untracked } from '@preact/signals-core'
import type { ReadonlySignal } from '@preact/signals-core'
import { html } from 'lit-html'
import { AppError } from '@goalixa/contracts/errors'
import { icon } from '../../../design/icons.ts'
import { dateLocale } from '../../../words/date-locale.ts'
import { loadWords } from '../../../words/language.ts'
import { isDate } from '../../parts/is-date.ts'
import { typedDuration } from '../../parts/typed-duration.ts'
import { undoButtons, undoable } from '../../parts/undo.ts'
import { addDays, weekOf } from '../../store/dates.ts'
import { durationText } from '../../timer/durations.ts'
import { draw } from '../../view.ts'
import type { ViewContext } from '../../view.ts'
import { readSheet } from './data.ts'
import type { By, Sheet } from './data.ts'
import { grid } from './grid.ts'
import { setCell } from './set-cell.ts'
import type { Cell } from './set-cell.ts'

const daySeconds = 86_400

export async function open(root: HTMLElement, context: ViewContext): Promise<string> {
  const { store, place, go, until } = context
  const [words, undoWords] = await Promise.all([loadWords('timesheet'), loadWords('undo')])
  const by = computed<By>(() => (place.value.query.get('by') === 'task' ? 'task' : 'project'))
  const week = computed(() => {
    const asked = place.value.query.get('week')
    return isDate(asked) ? asked : undefined
  })
  /** Rows that somebody has added, and that have no time yet. */
  const added = signal<readonly string[]>([])
  const sheet = signal<ReadonlySignal<Sheet | undefined>>(signal(undefined))
  const follow = effect(() => {
    const query = readSheet(by.value, week.value)
    const over = new AbortController()
    untracked(() => {
      added.value = []
      sheet.value = store.live(query, AbortSignal.any([until, over.signal]))
    })
    return () => over.abort()
  })
  until.addEventListener('abort', follow, { once: true })

  const path = (at: string | undefined, rows: By) => {
    const query = new URLSearchParams({
      ...(at === undefined ? {} : { week: at }),
      ...(rows === 'task' ? { by: rows } : {}),
    }).toString()
    return query === '' ? '/timesheet' : `/timesheet?${query}`
  }
  const saveCell = async (cell: Cell, typed: string): Promise<boolean> => {
    let isKept = false
    const work = async () => {
      await setCell(store, cell, readTyped(typed, words.notADuration), (timed) =>
        words.tooMuch(durationText(timed)),
      )
      isKept = true
    }
    await undoable(context, work, words.saved)
    return isKept
  }
  // One after the other: each writes the difference to what the one before it has left.
  let earlier: Promise<unknown> = Promise.resolve()
  const save = (cell: Cell, typed: string): Promise<boolean> => {
    const isKept = earlier.then(() => saveCell(cell, typed))
    earlier = Promise.allSettled([isKept])
    return isKept
  }
  const table = grid({ words, added, save })

  draw(
    root,
    () => {
      const shown = sheet.value.value
      const { from } = weekOf(week.value ?? store.replica.now())
      const choose = (name: By) =>
        html`<button
          aria-pressed=${by.value === name ? 'true' : 'false'}
          @click=${() => go(path(week.value, name))}
        >
          ${words.by[name]}
        </button>`
      return html`
        <div class="gx-page-head">
          <div>
            <h1 tabindex="-1">${words.title}</h1>
            <p class="gx-quiet-text" data-week=${from}>${weekText(from)}</p>
          </div>
          <div class="gx-page-actions">
            <div class="gx-cluster gx-phone-only">${undoButtons(context, undoWords)}</div>
            <button
              class="gx-button gx-icon"
              aria-label=${words.previous}
              @click=${() => go(path(addDays(from, -7), by.value))}
            >
              ${icon('chevron-back')}
            </button>
            <button class="gx-button" @click=${() => go(path(undefined, by.value))}>${words.thisWeek}</button>
            <button
              class="gx-button gx-icon"
              aria-label=${words.next}
              @click=${() => go(path(addDays(from, 7), by.value))}
            >
              ${icon('chevron-forward')}
            </button>
            <div class="gx-segmented" role="group" aria-label=${words.rows}>
              ${choose('project')}${choose('task')}
            </div>
            <button class="gx-button" @click=${() => window.print()}>${words.print}</button>
          </div>
        </div>
        ${shown === undefined ? html`<div class="gx-skeleton gx-block" aria-hidden="true"></div>` : table(shown, by.value)}
      `
    },
    until,
  )
  return words.title
}

function readTyped(typed: string, refusal: string): number {
  try {
    const seconds = typedDuration(typed)
    if (seconds <= daySeconds) return seconds
    throw new AppError('input.duration')
  } catch (error) {
    if (error instanceof AppError) throw new AppError('input.duration', refusal)
    throw error
  }
}

/** Both days, in the calendar of this device. */
function weekText(from: string): string {
  const noon = (date: string) => Temporal.PlainDate.from(date).toZonedDateTime('UTC').epochMilliseconds
  return new Intl.DateTimeFormat(dateLocale(), { dateStyle: 'long', timeZone: 'UTC' }).formatRange(
    noon(from),
    noon(addDays(from, 6)),
  )
}
