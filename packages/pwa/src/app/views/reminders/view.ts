/** Reminders: what is due, what is coming, what is over; and whether the system may tell of them. */
import { signal } from '@preact/signals-core'
import { html } from 'lit-html'
import { repeat } from 'lit-html/directives/repeat.js'
import { icon } from '../../../design/icons.ts'
import { loadWords } from '../../../words/language.ts'
import { draw } from '../../view.ts'
import type { ViewModule } from '../../view.ts'
import { readReminders } from './data.ts'
import type { Reminders } from './data.ts'
import { reminderRow } from './row.ts'

const groups = ['due', 'coming', 'over'] as const

export const open: ViewModule['open'] = async (root, view) => {
  const { store, until } = view
  const words = await loadWords('reminders')
  const context = { ...view, words }
  const shown = store.live(readReminders, until)
  const permission = signal(notificationState())
  const add = async () => (await import('./form.ts')).openReminderForm(context)
  // Only after this button is pressed is anybody asked.
  const allow = () =>
    view.act(async () => {
      await Notification.requestPermission()
      permission.value = notificationState()
    })
  const group = (name: (typeof groups)[number], reminders: Reminders) =>
    reminders[name].length === 0
      ? ''
      : html`<section class="gx-card gx-flush" aria-labelledby="reminders-${name}">
          <header class="gx-card-head"><h2 id="reminders-${name}">${words.group[name]}</h2></header>
          <ul class="gx-list">
            ${repeat(
              reminders[name],
              ({ id }) => id,
              (reminder) => reminderRow(context, reminder),
            )}
          </ul>
        </section>`
  const listed = (reminders: Reminders) =>
    groups.every((name) => reminders[name].length === 0)
      ? html`<section class="gx-card">
          <div class="gx-empty">
            ${icon('bell')}
            <h2>${words.emptyTitle}</h2>
            <p>${words.empty}</p>
            <button class="gx-button" @click=${add}>${words.add}</button>
          </div>
        </section>`
      : groups.map((name) => group(name, reminders))
  const notice = () => {
    if (permission.value === undefined) return ''
    return html`<section class="gx-card" aria-labelledby="reminders-notice">
      <header class="gx-card-head"><h2 id="reminders-notice">${words.notice}</h2></header>
      ${
        permission.value === 'default'
          ? html`<p>${words.noticeAsk}</p>
              <p><button class="gx-button" @click=${allow}>${icon('bell')}${words.allow}</button></p>`
          : html`<p>${permission.value === 'granted' ? words.noticeOn : words.noticeOff}</p>`
      }
    </section>`
  }
  draw(
    root,
    () => html`
      <div class="gx-page-head">
        <h1 tabindex="-1">${words.title}</h1>
        <div class="gx-page-actions">
          <button class="gx-button gx-primary" @click=${add}>${icon('plus')}${words.add}</button>
        </div>
      </div>
      <div class="gx-stack" aria-busy=${shown.value === undefined ? 'true' : 'false'}>
        ${
          shown.value === undefined
            ? html`<div class="gx-skeleton gx-block" aria-hidden="true"></div>`
            : listed(shown.value)
        }
        ${notice()}
      </div>
    `,
    until,
  )
  return words.title
}

/** Undefined where the browser knows none. */
const notificationState = (): NotificationPermission | undefined =>
  'Notification' in window ? Notification.permission : undefined
