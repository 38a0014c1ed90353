/** Where the account is signed in, and ending that. */
import { html } from 'lit-html'
import { repeat } from 'lit-html/directives/repeat.js'
import type { Session } from '@goalixa/contracts/sessions'
import { askServer } from '../../../session/ask-server.ts'
import { withStepUp } from '../../parts/step-up.ts'
import { draw } from '../../view.ts'
import type { Part } from './part.ts'
import { momentText, serverList } from './part.ts'

export const open: Part = async (root, { words, act, until }) => {
  const { items, refresh } = await serverList<Session>('/auth/sessions')
  const end = (path: string) =>
    act(async () => {
      await withStepUp(() => askServer('DELETE', path))
      await refresh()
    }, words.sessionEnded)
  const row = ({ id, device, current, createdAt, lastSeenAt }: Session) =>
    html`<li class="gx-row">
      <div class="gx-row-main">
        <p class="gx-row-title"><bdi>${device || words.unknownDevice}</bdi></p>
        <p class="gx-row-meta">
          <span>${words.since} <bdi>${momentText(createdAt)}</bdi></span>
          <span>${words.lastSeen} <bdi>${momentText(lastSeenAt)}</bdi></span>
        </p>
      </div>
      <div class="gx-row-end">
        ${
          current
            ? html`<span class="gx-badge gx-good">${words.thisSession}</span>`
            : html`<button
                class="gx-button gx-small"
                aria-label="${words.endSession}: ${device || words.unknownDevice}"
                @click=${() => end(`/auth/sessions/${id}`)}
              >
                ${words.endSession}
              </button>`
        }
      </div>
    </li>`
  draw(
    root,
    () =>
      html`<section class="gx-card gx-flush" aria-labelledby="sessions">
        <header class="gx-card-head">
          <h2 id="sessions">${words.parts.sessions}</h2>
          <button
            class="gx-button gx-small gx-danger"
            ?disabled=${items.value.length < 2}
            @click=${() => end('/auth/sessions?except=current')}
          >
            ${words.endOthers}
          </button>
        </header>
        <ul class="gx-list">
          ${repeat(items.value, ({ id }) => id, row)}
        </ul>
      </section>`,
    until,
  )
}
