/** The target of a day: set, changed and taken away, with what was recorded beside it. */
import { html } from 'lit-html'
import type { TemplateResult } from 'lit-html'
import { AppError } from '@goalixa/contracts/errors'
import type { DayPlan } from '@goalixa/contracts/planner'
import { deleteTarget, setTarget } from '@goalixa/domain/plans/planner'
import type { WordsOf } from '../../words/language.ts'
import { durationText } from '../timer/durations.ts'
import type { ViewContext } from '../view.ts'
import { typedDuration } from './typed-duration.ts'
import { undoable } from './undo.ts'

interface DayTargetOptions extends Pick<ViewContext, 'store' | 'act'> {
  readonly words: WordsOf<'dayTarget'>
}

const longestSeconds = 25 * 3600

/** `more` stands below the bar. */
export function dayTarget({ store, act, words }: DayTargetOptions) {
  const set = (date: string, seconds: number) =>
    store.write('dailyTargets.set', (view, draft) => setTarget(view, draft, date, { seconds }))
  const remove = (date: string) =>
    store.write('dailyTargets.delete', (view, draft) => deleteTarget(view, draft, date))
  const time = (seconds: number) => html`<span class="gx-time">${durationText(seconds)}</span>`
  const bar = (seconds: number, trackedSeconds: number) => html`
    <div class="gx-progress ${trackedSeconds >= seconds ? 'gx-good' : ''}">
      <div class="gx-progress-head">
        <span>${trackedSeconds >= seconds ? words.reached : words.recorded}</span>
        <span>${time(trackedSeconds)} / ${time(seconds)}</span>
      </div>
      <progress
        class="gx-meter"
        max=${seconds}
        value=${Math.min(seconds, trackedSeconds)}
        aria-label=${words.title}
      ></progress>
    </div>
  `
  return (
    { date, target, trackedSeconds }: Pick<DayPlan, 'date' | 'target' | 'trackedSeconds'>,
    more: TemplateResult | '' = '',
  ) => {
    const submit = (event: SubmitEvent) => {
      event.preventDefault()
      const input = (event.currentTarget as HTMLFormElement).querySelector('input')!
      const work = async () => {
        const seconds = typedDuration(input.value)
        if (seconds < 1 || seconds > longestSeconds) throw new AppError('input.duration', words.bounds)
        await set(date, seconds)
        input.value = ''
      }
      void undoable({ store, act }, work, words.wasSet)
    }
    const takeAway = (event: Event) => {
      // The button goes with the target.
      const input = (event.currentTarget as HTMLElement).closest('section')?.querySelector('input')
      void undoable({ store, act }, () => remove(date), words.wasRemoved)
      input?.focus()
    }
    return html`
      <section class="gx-card" aria-labelledby="target">
        <header class="gx-card-head">
          <h2 id="target">${words.title}</h2>
          ${
            target === null
              ? ''
              : html`<button
                  class="gx-button gx-quiet gx-small gx-no-print"
                  aria-describedby="target"
                  @click=${takeAway}
                >
                  ${words.remove}
                </button>`
          }
        </header>
        ${
          target !== null
            ? bar(target.seconds, trackedSeconds)
            : html`<p class="gx-quiet-text">${words.hint}</p>
                ${trackedSeconds === 0 ? '' : html`<p class="gx-split"><span>${words.recorded}</span>${time(trackedSeconds)}</p>`}`
        }
        ${more}
        <form class="gx-split gx-no-print" @submit=${submit}>
          <input
            class="gx-input"
            name="target"
            dir="ltr"
            autocomplete="off"
            aria-label=${words.label}
            placeholder="4h 30m"
          />
          <button class="gx-button">${target === null ? words.set : words.change}</button>
        </form>
      </section>
    `
  }
}
