/** What happened to the account, newest first. */
import { signal } from '@preact/signals-core'
import { html } from 'lit-html'
import type { AuditEvent } from '@goalixa/contracts/audit'
import { askServer } from '../../../session/ask-server.ts'
import { draw } from '../../view.ts'
import type { Part } from './part.ts'
import { momentText } from './part.ts'

interface Page {
  readonly items: readonly AuditEvent[]
  readonly nextCursor: string | null
}

export const open: Part = async (root, { words, act, until }) => {
  const read = (cursor?: string | null) =>
    askServer<Page>('GET', `/auth/audit?limit=50${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`)
  const shown = signal(await read())
  const more = () =>
    act(async () => {
      const { items, nextCursor } = await read(shown.value.nextCursor)
      shown.value = { items: [...shown.value.items, ...items], nextCursor }
    })
  const names: Readonly<Record<string, string>> = words.events
  draw(
    root,
    () =>
      html`<section class="gx-card gx-flush" aria-labelledby="activity">
        <header class="gx-card-head"><h2 id="activity">${words.parts.activity}</h2></header>
        <ul class="gx-list">
          ${shown.value.items.map(
            ({ at, event, outcome, address, client }) =>
              html`<li class="gx-row">
                <div class="gx-row-main">
                  <p class="gx-row-title">${names[event] ?? event}</p>
                  <p class="gx-row-meta">
                    <bdi>${momentText(at)}</bdi> ${address === null ? '' : html`<bdi>${address}</bdi>`}
                    ${client === null ? '' : html`<span>${words.clients[client]}</span>`}
                  </p>
                </div>
                <div class="gx-row-end">
                  ${outcome === 'failure' ? html`<span class="gx-badge gx-bad">${words.failed}</span>` : ''}
                </div>
              </li>`,
          )}
        </ul>
        ${
          shown.value.nextCursor === null
            ? ''
            : html`<footer class="gx-card-foot">
                <button class="gx-button" @click=${more}>${words.more}</button>
              </footer>`
        }
      </section>`,
    until,
  )
}
