/** An address that leads nowhere. */
import { html } from 'lit-html'
import { firstAppView } from '../../../bridge/views.ts'
import { icon } from '../../../design/icons.ts'
import { loadWords } from '../../../words/language.ts'
import { draw } from '../../view.ts'
import type { ViewContext } from '../../view.ts'

export async function open(root: HTMLElement, { go, until }: ViewContext): Promise<string> {
  const words = await loadWords('frame')
  draw(
    root,
    () =>
      html`<div class="gx-empty">
        ${icon('help')}
        <h1 tabindex="-1">${words.notFound}</h1>
        <button class="gx-button gx-primary" @click=${() => go(`/${firstAppView}`)}>
          ${words.notFoundHome}
        </button>
      </div>`,
    until,
  )
  return words.notFound
}
