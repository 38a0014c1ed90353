/** Today at a glance: what runs, what was recorded, what is due. */
import { signal } from '@preact/signals-core'
import { html } from 'lit-html'
import { dateLocale } from '../../../words/date-locale.ts'
import { loadWords } from '../../../words/language.ts'
import { dayTarget } from '../../parts/day-target.ts'
import { undoButtons } from '../../parts/undo.ts'
import { zone } from '../../store/dates.ts'
import { draw } from '../../view.ts'
import type { ViewContext } from '../../view.ts'
import { readOverview } from './data.ts'
import type { Overview } from './data.ts'
import { figures } from './figures.ts'
import type { PartContext } from './parts.ts'
import { running, timeline } from './timeline.ts'
import { habits, reminders, tasks } from './to-do.ts'

export async function open(root: HTMLElement, context: ViewContext): Promise<string> {
  const { store, until, now, act } = context
  const today = store.live(readOverview, until)
  const [words, undoWords, targetWords] = await Promise.all([
    loadWords('overview'),
    loadWords('undo'),
    loadWords('dayTarget'),
  ])
  const drawn = signal(0)
  const given: PartContext = { store, act, now, words, redraw: () => void drawn.value++ }
  const head = [running(given), figures(given)]
  const target = dayTarget({ store, act, words: targetWords })
  const first = [({ plan }: Overview) => target(plan), timeline(given)]
  const second = [reminders(given), tasks(given), habits(given)]

  draw(
    root,
    () => {
      void drawn.value
      const shown = today.value
      const date = new Intl.DateTimeFormat(dateLocale(), {
        weekday: 'long',
        day: 'numeric',
        month: 'long',
        timeZone: zone(),
      })
      return html`
        <div class="gx-page-head">
          <div>
            <h1 tabindex="-1">${words.title}</h1>
            <p class="gx-quiet-text">${date.format(store.replica.now())}</p>
          </div>
          <div class="gx-page-actions gx-phone-only">${undoButtons(context, undoWords)}</div>
        </div>
        <div class="gx-stack" aria-busy=${shown === undefined ? 'true' : 'false'}>
          ${
            shown === undefined
              ? html`<div class="gx-skeleton gx-block" aria-hidden="true"></div>`
              : html`
                  ${head.map((part) => part(shown))}
                  <div class="gx-columns">
                    <div class="gx-stack">${first.map((part) => part(shown))}</div>
                    <div class="gx-stack">${second.map((part) => part(shown))}</div>
                  </div>
                `
          }
        </div>
      `
    },
    until,
  )
  return words.title
}
