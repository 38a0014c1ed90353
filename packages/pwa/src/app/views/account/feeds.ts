/** Calendar feeds: addresses at which a calendar program reads the time entries. */
import { signal } from '@preact/signals-core'
import { html } from 'lit-html'
import { repeat } from 'lit-html/directives/repeat.js'
import type { CalendarFeed, CreatedCalendarFeed } from '@goalixa/contracts/calendar-feeds'
import { askServer } from '../../../session/ask-server.ts'
import { withStepUp } from '../../parts/step-up.ts'
import { draw } from '../../view.ts'
import { shownOnce } from './once.ts'
import type { Part } from './part.ts'
import { momentText, said, serverList } from './part.ts'

export const open: Part = async (root, context) => {
  const { words, act, until } = context
  const { items, refresh } = await serverList<CalendarFeed>('/v1/calendar-feeds')
  const made = signal<CreatedCalendarFeed | undefined>(undefined)
  const create = (event: SubmitEvent) => {
    event.preventDefault()
    const form = event.currentTarget as HTMLFormElement
    const name = said(new FormData(form), 'name')
    void act(async () => {
      made.value = await withStepUp(() =>
        askServer<CreatedCalendarFeed>('POST', '/v1/calendar-feeds', { json: { name } }),
      )
      form.reset()
      await refresh()
    })
  }
  const revoke = (id: string) =>
    act(async () => {
      await withStepUp(() => askServer('DELETE', `/v1/calendar-feeds/${id}`))
      if (made.value?.id === id) made.value = undefined
      await refresh()
    }, words.feedRevoked)
  const row = ({ id, name, createdAt }: CalendarFeed) =>
    html`<li class="gx-row">
      <div class="gx-row-main">
        <p class="gx-row-title"><bdi>${name}</bdi></p>
        <p class="gx-row-meta">
          <span>${words.since} <bdi>${momentText(createdAt)}</bdi></span>
        </p>
      </div>
      <div class="gx-row-end">
        <button class="gx-button gx-small" aria-label="${words.revoke}: ${name}" @click=${() => revoke(id)}>
          ${words.revoke}
        </button>
      </div>
    </li>`
  draw(
    root,
    () => html`
      ${made.value === undefined ? '' : shownOnce(context, words.newFeed, [location.origin + made.value.path])}
      <section class="gx-card gx-stack" aria-labelledby="new-feed">
        <h2 id="new-feed">${words.makeFeed}</h2>
        <p class="gx-quiet-text">${words.feedHint}</p>
        <form class="gx-form" @submit=${create}>
          <div class="gx-field">
            <label for="feed">${words.name}</label>
            <input
              class="gx-input"
              id="feed"
              name="name"
              maxlength="100"
              autocomplete="off"
              dir="auto"
              required
            />
          </div>
          <div class="gx-actions"><button class="gx-button gx-primary">${words.makeFeed}</button></div>
        </form>
      </section>
      <section class="gx-card gx-flush" aria-labelledby="feeds">
        <header class="gx-card-head"><h2 id="feeds">${words.parts.feeds}</h2></header>
        ${
          items.value.length === 0
            ? html`<p class="gx-empty">${words.noFeeds}</p>`
            : html`<ul class="gx-list">
                ${repeat(items.value, ({ id }) => id, row)}
              </ul>`
        }
      </section>
    `,
    until,
  )
}
