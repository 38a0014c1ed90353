/**
 * `<i class="gx-dot" ${customProperties({ '--gx-colour': colour })}>`: custom properties of an element, set one by one.
 * Lit's `styleMap` writes a style attribute first, which the Content-Security-Policy refuses; a text for `.style` would
 * let a colour carry further rules.
 */
import { noChange } from 'lit-html'
import type { ElementPart } from 'lit-html'
import { Directive, directive } from 'lit-html/directive.js'

type Properties = Readonly<Record<`--gx-${string}`, string | number | null>>

class CustomProperties extends Directive {
  #before: Properties = {}

  override render(_properties: Properties): unknown {
    return noChange
  }

  override update({ element }: ElementPart, [properties]: [Properties]): unknown {
    const { style } = element as HTMLElement
    for (const name of Object.keys(this.#before)) if (!(name in properties)) style.removeProperty(name)
    for (const [name, value] of Object.entries(properties)) {
      if (value === null) style.removeProperty(name)
      else style.setProperty(name, String(value))
    }
    this.#before = properties
    return noChange
  }
}

export const customProperties = directive(CustomProperties)
