/** A secret that is shown once: to copy, or to keep as a file. */
import { html } from 'lit-html'
import type { TemplateResult } from 'lit-html'
import { icon } from '../../../design/icons.ts'
import type { PartContext } from './part.ts'

export const shownOnce = (
  { words, act }: Pick<PartContext, 'words' | 'act'>,
  label: string,
  lines: readonly string[],
  hint: string = words.onceHint,
): TemplateResult =>
  html`<div class="gx-banner gx-good" role="status">
    <div class="gx-stack">
      <p><strong>${label}</strong> ${hint}</p>
      <pre class="gx-once" dir="ltr" tabindex="0" aria-label=${label}>${lines.join('\n')}</pre>
      <div>
        <button
          class="gx-button gx-small"
          @click=${() => act(() => navigator.clipboard.writeText(lines.join('\n')), words.copied)}
        >
          ${icon('copy')}${words.copy}
        </button>
      </div>
    </div>
  </div>`
