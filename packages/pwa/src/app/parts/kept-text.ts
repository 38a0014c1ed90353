/**
 * `<input ${keptText(text)}>`: a field in the page that shows what is kept and may be typed into. Drawn again while
 * somebody is typing (by a synchronisation, or by their own last change) it leaves what they typed alone.
 */
import { noChange } from 'lit-html'
import type { ElementPart } from 'lit-html'
import { Directive, directive } from 'lit-html/directive.js'

interface Texts {
  readonly kept: string
  /** What was put into the field: whatever else stands there was typed. */
  readonly shown: string
}

const textsOf = new WeakMap<HTMLInputElement, Texts>()

class KeptText extends Directive {
  override render(_text: string): unknown {
    return noChange
  }

  override update({ element }: ElementPart, [text]: [string]): unknown {
    const input = element as HTMLInputElement
    const before = textsOf.get(input)
    if (before?.kept === text) return noChange
    if (before === undefined || input.value === before.shown) show(input, text)
    else textsOf.set(input, { ...before, kept: text })
    return noChange
  }
}

export const keptText = directive(KeptText)

/**
 * Before what was typed is saved: the field shows what becomes of it as soon as that is drawn.
 * @returns what gives it up for what is kept, unless something else was typed since; for a refusal
 */
export function handOver(input: HTMLInputElement): () => void {
  const { value } = input
  const texts = textsOf.get(input)
  if (texts !== undefined) textsOf.set(input, { ...texts, shown: value })
  return () => {
    if (input.value === value) restore(input)
  }
}

/** Esc in a field brings back what is kept. */
export function restoreOnEscape(event: KeyboardEvent): void {
  if (event.key === 'Escape') restore(event.currentTarget as HTMLInputElement)
}

function restore(input: HTMLInputElement): void {
  const texts = textsOf.get(input)
  if (texts !== undefined) show(input, texts.kept)
}

function show(input: HTMLInputElement, text: string): void {
  if (input.value !== text) input.value = text
  textsOf.set(input, { kept: text, shown: text })
}
