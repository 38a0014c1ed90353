/** Labels of a task: those that it has, each to be taken off, and a field to add one. */
import type { Signal } from '@preact/signals-core'
import { html } from 'lit-html'
import { icon } from '../../../design/icons.ts'
import type { WordsOf } from '../../../words/language.ts'
import { plainText } from '../../parts/plain-text.ts'

interface Options {
  readonly id: string
  /** The id of a `datalist`. */
  readonly list: string
  readonly chosen: Signal<readonly string[]>
  readonly words: WordsOf<'tasks'>
}

const longestName = 200

export function chosenTexts({ id, list, chosen, words }: Options) {
  const add = (input: HTMLInputElement) => {
    const name = plainText(input.value)
    if (name !== '') chosen.value = [...new Set([...chosen.value, name])]
    input.value = ''
  }
  return () => html`
    <div class="gx-cluster">
      ${chosen.value.map(
        (name) =>
          html`<span class="gx-chip"
            ><bdi>${name}</bdi
            ><button
              type="button"
              class="gx-chip-remove"
              aria-label=${words.removeLabel(name)}
              @click=${() => (chosen.value = chosen.value.filter((other) => other !== name))}
            >
              ${icon('close')}
            </button></span
          >`,
      )}
    </div>
    <input
      class="gx-input"
      id=${id}
      dir="auto"
      autocomplete="off"
      list=${list}
      maxlength=${longestName}
      placeholder=${words.addLabel}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key !== 'Enter' || (event.currentTarget as HTMLInputElement).value === '') return
        event.preventDefault()
        add(event.currentTarget as HTMLInputElement)
      }}
      @change=${(event: Event) => add(event.currentTarget as HTMLInputElement)}
    />
  `
}
