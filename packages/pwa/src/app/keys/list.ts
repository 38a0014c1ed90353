/** The keys, to be looked at. */
import { html } from 'lit-html'
import { appViews } from '../../bridge/views.ts'
import { hasShortcuts } from '../../preferences.ts'
import { loadWords } from '../../words/language.ts'
import { openDialog } from '../parts/dialog.ts'
import { keyCaps } from './caps.ts'
import type { DeskContext } from './commands.ts'
import { boundElsewhere, goKeys, shortcuts } from './shortcuts.ts'

export async function showKeys({ words }: DeskContext): Promise<void> {
  const frame = await loadWords('frame')
  const row = (name: string, shown: readonly string[]) =>
    html`<li class="gx-row">
      <div class="gx-row-main">${name}</div>
      <div class="gx-row-end">${keyCaps(shown)}</div>
    </li>`
  await openDialog<void>({
    title: words.keysTitle,
    body: (close) =>
      html`<div class="gx-dialog-body gx-stack" tabindex="0" role="region" aria-label=${words.keysTitle}>
          ${hasShortcuts() ? '' : html`<p class="gx-banner">${words.keysOff}</p>`}
          <ul class="gx-list">
            ${[...shortcuts, ...boundElsewhere].map(({ command, shown }) => row(words.command[command], shown))}
          </ul>
          <h3>${words.goTo}</h3>
          <ul class="gx-list">
            ${appViews.map((view) => {
              const keys = goKeys(view)
              return keys === undefined ? '' : row(frame.view[view], keys.shown)
            })}
          </ul>
          <p class="gx-quiet-text">${words.keysHint}</p>
        </div>
        <footer class="gx-dialog-foot">
          <button class="gx-button gx-primary" autofocus @click=${() => close()}>${words.close}</button>
        </footer>`,
  })
}
