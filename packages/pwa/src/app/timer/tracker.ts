/** The one line that is always visible: what is being done, for how long, and the button. */
import { html } from 'lit-html'
import type { TemplateResult } from 'lit-html'
import { live } from 'lit-html/directives/live.js'
import { icon } from '../../design/icons.ts'
import type { WordsOf } from '../../words/language.ts'
import type { ViewContext } from '../view.ts'
import { clockText } from './clock-text.ts'
import type { Timer } from './timer.ts'

interface TrackerOptions extends Pick<ViewContext, 'now' | 'act'> {
  readonly timer: Timer
  readonly words: WordsOf<'timer'>
}

export function createTracker({ now, act, timer, words }: TrackerOptions): () => TemplateResult {
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (timer.isPending.value) return
    if (timer.running.value) return void act(timer.stop, words.stopped)
    const line = (event.currentTarget as HTMLFormElement).querySelector('input')!.value
    void act(() => timer.start(line), words.started)
  }
  return () => {
    const entry = timer.running.value
    const isPending = timer.isPending.value
    return html`<form class="gx-tracker" ?data-running=${Boolean(entry)} @submit=${submit}>
      <input
        class="gx-input gx-plain"
        name="description"
        dir="auto"
        autocomplete="off"
        maxlength="1000"
        aria-label=${words.placeholder}
        placeholder=${words.placeholder}
        ?readonly=${Boolean(entry) || isPending}
        .value=${entry ? live(entry.description) : live(typed())}
      />
      <div class="gx-tracker-meta">
        ${entry?.labels.map((label) => html`<span class="gx-chip"><bdi>${label}</bdi></span>`)}
      </div>
      <output class="gx-tracker-clock" role="timer" aria-live="off">
        ${clockText(entry ? (now.value - Date.parse(entry.start)) / 1000 : 0)}
      </output>
      <button
        class="gx-button gx-primary gx-round gx-icon"
        aria-label=${entry ? words.stop : words.start}
        ?disabled=${entry === undefined}
        aria-busy=${String(isPending)}
      >
        ${icon(entry ? 'stop' : 'play')}
      </button>
    </form>`
  }
}

/** What somebody is typing stays while the line is drawn again; what ran is gone from it. */
function typed(): string {
  const input = document.querySelector<HTMLInputElement>('.gx-tracker > input')
  return input === null || input.form?.dataset['running'] !== undefined ? '' : input.value
}
