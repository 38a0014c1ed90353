/** A setting with its label; changes are kept at once, so that there is nothing to save. */
import { html } from 'lit-html'
import type { TemplateResult } from 'lit-html'
import { live } from 'lit-html/directives/live.js'
import { handOver, keptText, restoreOnEscape } from '../../parts/kept-text.ts'

interface FieldOptions {
  readonly id: string
  readonly label: string
  readonly hint?: string
}

export const field = ({ id, label, hint }: FieldOptions, control: TemplateResult): TemplateResult =>
  html`<div class="gx-field">
    <label for=${id}>${label}</label>
    ${control} ${hint === undefined ? '' : html`<p class="gx-hint">${hint}</p>`}
  </div>`

export interface Choice {
  readonly value: string
  readonly text: string
}

export const select = (
  options: FieldOptions & {
    readonly value: string
    readonly choices: readonly Choice[]
    readonly choose: (value: string) => void
  },
): TemplateResult =>
  field(
    options,
    html`<select
      class="gx-select"
      id=${options.id}
      @change=${({ currentTarget }: Event & { currentTarget: HTMLSelectElement }) =>
        options.choose(currentTarget.value)}
    >
      ${options.choices.map(
        ({ value, text }) =>
          html`<option value=${value} .selected=${live(value === options.value)}>${text}</option>`,
      )}
    </select>`,
  )

/** A whole number between bounds; Enter or leaving it keeps it, Esc brings back what was there. */
export const count = (
  options: FieldOptions & {
    readonly value: number
    readonly min: number
    readonly max: number
    readonly choose: (value: number) => void
  },
): TemplateResult => {
  const { id, value, min, max, choose } = options
  const onChange = ({ currentTarget: input }: Event & { currentTarget: HTMLInputElement }) => {
    if (!input.reportValidity()) return
    handOver(input)
    if (input.valueAsNumber !== value) choose(input.valueAsNumber)
  }
  return field(
    options,
    html`<input
      class="gx-input"
      id=${id}
      type="number"
      inputmode="numeric"
      dir="ltr"
      required
      min=${min}
      max=${max}
      step="1"
      ${keptText(String(value))}
      @change=${onChange}
      @keydown=${restoreOnEscape}
    />`,
  )
}

/** One of a few, all of them in sight. */
export const segmented = <Value extends string>(
  label: string,
  chosen: Value,
  choices: readonly { readonly value: Value; readonly text: string; readonly lang?: string }[],
  choose: (value: Value) => void,
): TemplateResult =>
  html`<div class="gx-field">
    <span class="gx-strong" aria-hidden="true">${label}</span>
    <div class="gx-segmented" role="group" aria-label=${label}>
      ${choices.map(
        ({ value, text, lang }) =>
          html`<button
            type="button"
            lang=${lang ?? document.documentElement.lang}
            aria-pressed=${String(value === chosen)}
            @click=${() => choose(value)}
          >
            ${text}
          </button>`,
      )}
    </div>
  </div>`
