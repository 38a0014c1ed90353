/** A part of the gallery: what is shown, below the class that makes it. */
import { html } from 'lit-html'
import type { TemplateResult } from 'lit-html'

/** English, or Persian where the page is Persian. */
export type Say = (en: string, fa: string) => string

export const section = (id: string, title: string, content: TemplateResult): TemplateResult => html`
  <section class="gx-card" id=${id} aria-labelledby="${id}-title">
    <header class="gx-card-head">
      <h2 id="${id}-title"><span dir="ltr">${title}</span></h2>
    </header>
    ${content}
  </section>
`
