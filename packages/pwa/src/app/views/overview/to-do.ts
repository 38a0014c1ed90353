/** What is due: tasks and to-dos of the day, habits, reminders. */
import { html } from 'lit-html'
import { live } from 'lit-html/directives/live.js'
import { repeat } from 'lit-html/directives/repeat.js'
import type { Habit } from '@goalixa/contracts/habits'
import type { DailyTodo } from '@goalixa/contracts/planner'
import type { Reminder } from '@goalixa/contracts/reminders'
import type { Task } from '@goalixa/contracts/tasks'
import { customProperties } from '../../../design/custom-properties.ts'
import { icon } from '../../../design/icons.ts'
import { dateLocale } from '../../../words/date-locale.ts'
import { language } from '../../../words/language.ts'
import { setTodo, startTodo } from '../../parts/todo-actions.ts'
import { undoable } from '../../parts/undo.ts'
import { zone } from '../../store/dates.ts'
import { durationText } from '../../timer/durations.ts'
import { finishReminder, finishTask, setHabit, snooze, startOn } from './actions.ts'
import type { Part, PartContext } from './parts.ts'

/** Whether somebody has just checked or unchecked the box. */
const isChecked = (event: Event) => (event.currentTarget as HTMLInputElement).checked

export function tasks({ store, act, words, redraw }: PartContext): Part {
  const dayText = (moment: string) =>
    new Intl.DateTimeFormat(dateLocale(), { day: 'numeric', month: 'short', timeZone: zone() }).format(
      // Noon of a civil date, wherever it is looked at.
      moment.length === 10
        ? Temporal.PlainDate.from(moment).toZonedDateTime({ timeZone: zone(), plainTime: '12:00' })
            .epochMilliseconds
        : new Date(moment),
    )
  const taskRow = (task: Task, isLate: boolean) => html`
    <li class="gx-row">
      <div class="gx-row-lead">
        <label class="gx-checkbox gx-round">
          <input
            type="checkbox"
            .checked=${live(false)}
            @change=${() => undoable({ store, act }, () => finishTask(store, task.id), words.taskDone).then(redraw)}
          /><span class="gx-hidden">${words.finish(task.title)}</span>
        </label>
      </div>
      <div class="gx-row-main">
        <p class="gx-row-title"><bdi>${task.title}</bdi></p>
        <p class="gx-row-meta">
          ${isLate && task.due !== null ? html`<span class="gx-badge gx-bad">${words.overdueSince(dayText(task.due))}</span>` : ''}
          ${task.blocked ? html`<span class="gx-badge gx-warn">${words.blocked}</span>` : ''}
          ${task.project === null ? '' : html`<span class="gx-chip"><bdi>${task.project}</bdi></span>`}
          ${task.trackedSeconds === 0 ? '' : html`<span class="gx-time">${durationText(task.trackedSeconds)}</span>`}
        </p>
      </div>
      <div class="gx-row-end">
        <button
          class="gx-button gx-quiet gx-icon"
          aria-label=${words.startOn(task.title)}
          @click=${() => act(() => startOn(store, task), words.started)}
        >
          ${icon('play')}
        </button>
      </div>
    </li>
  `
  const tick = (todo: DailyTodo, isDone: boolean) => {
    const work = () => setTodo(store, todo.id, isDone)
    return undoable({ store, act }, work, isDone ? words.todoDone : words.todoOpen).then(redraw)
  }
  const todoRow = (todo: DailyTodo) => html`
    <li class="gx-row ${todo.doneAt === null ? '' : 'gx-done'}">
      <div class="gx-row-main">
        <label class="gx-checkbox">
          <input
            type="checkbox"
            .checked=${live(todo.doneAt !== null)}
            @change=${(event: Event) => tick(todo, isChecked(event))}
          /><span class="gx-row-title"><bdi>${todo.title}</bdi></span>
        </label>
      </div>
      <div class="gx-row-end">
        <button
          class="gx-button gx-quiet gx-icon"
          aria-label=${words.startOn(todo.title)}
          @click=${() => act(() => startTodo(store, todo), words.started)}
        >
          ${icon('play')}
        </button>
      </div>
    </li>
  `
  return ({ plan: { overdue, due, todos } }) => html`
    <section class="gx-card gx-flush" aria-labelledby="due">
      <header class="gx-card-head">
        <h2 id="due">${words.dueToday}</h2>
        <a class="gx-button gx-quiet gx-small" href="/app/#/planner" target="_top">${words.toPlanner}</a>
      </header>
      ${
        overdue.length + due.length + todos.length === 0
          ? html`<div class="gx-empty">
              ${icon('check')}
              <p>${words.nothingDue}</p>
            </div>`
          : html`<ul class="gx-list">
              ${repeat(
                [...overdue, ...due],
                ({ id }) => id,
                (task) => taskRow(task, overdue.includes(task)),
              )}
              ${repeat(todos, ({ id }) => id, todoRow)}
            </ul>`
      }
    </section>
  `
}

export function habits({ store, act, words, redraw }: PartContext): Part {
  const number = new Intl.NumberFormat(language())
  const amount = ({ targetAmount, unit, today, autoSeconds }: Habit) => {
    if (targetAmount !== null)
      return html`<span
        ><span class="gx-time">${number.format(today.amount ?? 0)} / ${number.format(targetAmount)}</span>
        <bdi>${unit ?? ''}</bdi></span
      >`
    return autoSeconds === null
      ? ''
      : html`<span
          ><span class="gx-time">${durationText(today.seconds ?? 0)}</span> /
          <span class="gx-time">${durationText(autoSeconds)}</span></span
        >`
  }
  const row = (habit: Habit) => {
    const isDone = habit.today.state === 'done'
    const set = (event: Event) =>
      act(() => setHabit(store, habit.id, habit.today.date, isChecked(event))).then(redraw)
    return html`
      <li class="gx-row">
        <div class="gx-row-main">
          <label class="gx-checkbox">
            <input type="checkbox" .checked=${live(isDone)} @change=${set} /><span
              ><i class="gx-dot" ${customProperties({ '--gx-colour': habit.colour })}></i>
              <bdi>${habit.name}</bdi></span
            >
          </label>
          <p class="gx-row-meta">
            ${amount(habit)}
            ${habit.today.state === 'skip' ? html`<span class="gx-badge">${words.skipped}</span>` : ''}
          </p>
        </div>
        <div class="gx-row-end">
          ${habit.streak.current === 0 ? '' : html`<span class="gx-badge">${words.streak(number.format(habit.streak.current))}</span>`}
        </div>
      </li>
    `
  }
  return ({ habits: listed }) =>
    listed.length === 0
      ? ''
      : html`
          <section class="gx-card gx-flush" aria-labelledby="habits">
            <header class="gx-card-head"><h2 id="habits">${words.habits}</h2></header>
            <ul class="gx-list">
              ${repeat(listed, ({ id }) => id, row)}
            </ul>
          </section>
        `
}

export function reminders({ store, act, words }: PartContext): Part {
  const row = (reminder: Reminder, clock: Intl.DateTimeFormat) => html`
    <li class="gx-row">
      <div class="gx-row-main">
        <p class="gx-row-title"><bdi>${reminder.title}</bdi></p>
        <p class="gx-row-meta">${reminder.dueAt === null ? '' : clock.format(new Date(reminder.dueAt))}</p>
      </div>
      <div class="gx-row-end">
        <button
          class="gx-button gx-quiet gx-small"
          aria-label=${words.laterNamed(reminder.title)}
          @click=${() => undoable({ store, act }, () => snooze(store, reminder.id), words.snoozed)}
        >
          ${words.later}
        </button>
        <button
          class="gx-button gx-small"
          aria-label=${words.finish(reminder.title)}
          @click=${() => undoable({ store, act }, () => finishReminder(store, reminder.id), words.reminderDone)}
        >
          ${words.done}
        </button>
      </div>
    </li>
  `
  return ({ reminders: due }) => {
    if (due.length === 0) return ''
    const clock = new Intl.DateTimeFormat(dateLocale(), {
      dateStyle: 'medium',
      timeStyle: 'short',
      timeZone: zone(),
    })
    return html`
      <section class="gx-card gx-flush" aria-labelledby="reminders">
        <header class="gx-card-head"><h2 id="reminders">${words.reminders}</h2></header>
        <ul class="gx-list">
          ${repeat(
            due,
            ({ id }) => id,
            (reminder) => row(reminder, clock),
          )}
        </ul>
      </section>
    `
  }
}
