/** One cell: a text of hours and minutes; Enter or leaving saves, Esc brings back what was there. */
import { html } from 'lit-html'
import { language } from '../../../words/language.ts'
import { handOver, keptText, restoreOnEscape } from '../../parts/kept-text.ts'

/** `1:30`, or `1:30:05` where there are seconds; empty for nothing. */
export function cellText(seconds: number): string {
  if (seconds === 0) return ''
  const number = new Intl.NumberFormat(language(), { useGrouping: false })
  const two = new Intl.NumberFormat(language(), { minimumIntegerDigits: 2 })
  const parts = [number.format(Math.floor(seconds / 3600)), two.format(Math.floor(seconds / 60) % 60)]
  return (seconds % 60 === 0 ? parts : [...parts, two.format(seconds % 60)]).join(':')
}

interface CellOptions {
  readonly label: string
  readonly seconds: number
  /** Answers whether it was kept. */
  readonly save: (typed: string) => Promise<boolean>
}

/** What is being saved, or was and is not drawn yet: leaving a field after Enter must not save it twice. */
const saved = new WeakMap<HTMLInputElement, string>()

export function cell({ label, seconds, save }: CellOptions) {
  const text = cellText(seconds)
  const commit = async (input: HTMLInputElement) => {
    const typed = input.value.trim()
    if (typed === text || saved.get(input) === typed) return
    saved.set(input, typed)
    const refuse = handOver(input)
    if (await save(typed)) return
    if (saved.get(input) === typed) saved.delete(input)
    refuse()
  }
  const press = (event: KeyboardEvent) => {
    restoreOnEscape(event)
    if (event.key === 'Enter') void commit(event.currentTarget as HTMLInputElement)
  }
  return html`<input
    class="gx-input gx-plain gx-number"
    dir="ltr"
    autocomplete="off"
    aria-label=${label}
    ${keptText(text)}
    @input=${(event: Event) => saved.delete(event.currentTarget as HTMLInputElement)}
    @change=${(event: Event) => commit(event.currentTarget as HTMLInputElement)}
    @keydown=${press}
    @focus=${(event: Event) => (event.currentTarget as HTMLInputElement).select()}
  />`
}
