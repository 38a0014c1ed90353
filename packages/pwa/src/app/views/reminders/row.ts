/** A reminder in the list, with what can be done with it. */
import { html } from 'lit-html'
import type { Reminder } from '@goalixa/contracts/reminders'
import { toInstantText } from '@goalixa/domain/calendar'
import { parseMoment } from '@goalixa/domain/dates'
import { icon } from '../../../design/icons.ts'
import { openMenu } from '../../parts/menu.ts'
import type { MenuItem } from '../../parts/menu.ts'
import { undoable } from '../../parts/undo.ts'
import { dateContext, momentText } from '../tasks/texts.ts'
import { changeReminder, finish, removeReminder, snooze } from './actions.ts'
import { repeatText } from './texts.ts'
import type { ReminderContext } from './texts.ts'

const tenMinutes = 600
const anHour = 3_600

const badges = { due: 'gx-bad', snoozed: 'gx-warn', upcoming: '', done: 'gx-good', paused: '' } as const

export function reminderRow(context: ReminderContext, reminder: Reminder) {
  const { store, words } = context
  const { id, title, status, dueAt, nextAt } = reminder
  const until = (at: number) =>
    undoable(context, () => snooze(store, id, at), words.snoozed(momentText(toInstantText(at))))
  const now = () => Math.floor(store.replica.now() / 1000)
  const edit = async () => (await import('./form.ts')).openReminderForm(context, reminder)
  const snoozing: MenuItem[] = [
    { icon: 'clock', text: words.snoozeHour, run: () => until(now() + anHour) },
    {
      icon: 'calendar',
      text: words.snoozeTomorrow,
      run: () => until(parseMoment('tomorrow 9:00', dateContext(store), 'future').instant),
    },
    {
      icon: 'edit',
      text: words.snoozeUntil,
      run: async () => (await import('./form.ts')).openSnooze(context, reminder),
    },
  ]
  const open = (event: Event) =>
    openMenu(event.currentTarget as HTMLElement, words.more(title), [
      { icon: 'edit', text: words.edit, run: edit },
      ...(status === 'paused' ? [] : snoozing),
      {
        icon: reminder.active ? 'pause' : 'play',
        text: reminder.active ? words.pause : words.resume,
        run: () =>
          undoable(
            context,
            () => changeReminder(store, id, { active: !reminder.active }),
            reminder.active ? words.paused : words.resumed,
          ),
      },
      {
        icon: 'trash',
        text: words.remove,
        run: () => undoable(context, () => removeReminder(store, id), words.removed),
      },
    ])
  const moment = dueAt ?? nextAt
  return html`<li class="gx-row ${status === 'done' ? 'gx-done' : ''}" data-id=${id}>
    <div class="gx-row-main">
      <p class="gx-row-title"><bdi>${title}</bdi></p>
      <p class="gx-row-meta">
        <span class="gx-badge ${badges[status]}">${words.state[status]}</span>
        ${moment === null ? '' : html`<span>${dueAt === null ? momentText(moment) : words.since(momentText(moment))}</span>`}
        <span>${repeatText(reminder, words)}</span>
        ${reminder.priority === 'none' ? '' : html`<span>${words.priorityOf(words.priority[reminder.priority])}</span>`}
        ${reminder.task === null ? '' : html`<span class="gx-chip">${icon('check')}<bdi>${reminder.task}</bdi></span>`}
      </p>
      ${reminder.notes === '' ? '' : html`<p class="gx-small-text gx-quiet-text" dir="auto">${reminder.notes}</p>`}
    </div>
    <div class="gx-row-end">
      ${
        status === 'due'
          ? html`<button
              class="gx-button gx-quiet gx-small"
              aria-label=${words.laterNamed(title)}
              @click=${() => until(now() + tenMinutes)}
            >
              ${words.later}
            </button>`
          : ''
      }
      ${
        status === 'done' || status === 'paused' || (status === 'upcoming' && reminder.repeat !== 'none')
          ? ''
          : html`<button
              class="gx-button gx-small"
              aria-label=${words.doneNamed(title)}
              @click=${() => undoable(context, () => finish(store, id), words.finished)}
            >
              ${words.done}
            </button>`
      }
      <button
        class="gx-button gx-quiet gx-icon"
        aria-haspopup="menu"
        aria-label=${words.more(title)}
        @click=${open}
      >
        ${icon('more')}
      </button>
    </div>
  </li>`
}
