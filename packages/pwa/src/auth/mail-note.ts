/** Where mails go on a server that sends none: asked only once something would be mailed. */
import { signal } from '@preact/signals-core'
import { html } from 'lit-html'
import type { TemplateResult } from 'lit-html'
import type { WordsOf } from '../words/language.ts'
import { mailDelivery } from './calls.ts'

export function mailNote(words: WordsOf<'auth'>): () => TemplateResult | string {
  const delivery = signal<{ readonly delivers: boolean; readonly folder: string | null } | undefined>(
    undefined,
  )
  let isAsked = false
  return () => {
    if (!isAsked) {
      isAsked = true
      mailDelivery().then(
        (answer) => (delivery.value = answer),
        () => undefined,
      )
    }
    const { delivers, folder } = delivery.value ?? { delivers: true, folder: null }
    if (delivers) return ''
    return folder === null
      ? html`<p class="gx-hint">${words.noMail}</p>`
      : html`<p class="gx-hint">${words.mailFolder} <bdi>${folder}</bdi></p>`
  }
}
