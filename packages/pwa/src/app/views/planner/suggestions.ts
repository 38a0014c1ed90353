/** What could be done that day: what was left the day before, and the tasks that are due or scheduled. */
import { html } from 'lit-html'
import { repeat } from 'lit-html/directives/repeat.js'
import type { Task } from '@goalixa/contracts/tasks'
import type { StoredTodo } from '@goalixa/domain/planner'
import { icon } from '../../../design/icons.ts'
import { language } from '../../../words/language.ts'
import { addTodo, carryOver } from '../../parts/todo-actions.ts'
import { undoable } from '../../parts/undo.ts'
import { zone } from '../../store/dates.ts'
import { civilDate, fromInstantText } from '@goalixa/domain/calendar'
import { durationText } from '../../timer/durations.ts'
import type { PlannerDay } from './data.ts'
import type { PartContext } from './part.ts'
import { addLine, dayText } from './part.ts'

export function suggestions(context: PartContext) {
  const { store, words, keepFocus } = context
  const number = new Intl.NumberFormat(language())

  /** The row goes: the focus comes to the button of the next one. */
  const leaving = (ids: readonly string[], id: string) => {
    const at = ids.indexOf(id)
    const beside = ids[at + 1] ?? ids[at - 1]
    keepFocus(...(beside === undefined ? [] : [`[data-suggested="${CSS.escape(beside)}"] button`]), addLine)
  }
  const carry = (shown: PlannerDay, ids: readonly string[]) => {
    const work = () => carryOver(store, ids, shown.plan.date)
    void undoable(context, work, words.carried(number.format(ids.length), ids.length))
  }
  const pick = (shown: PlannerDay, { id, title }: Task) => {
    leaving(idsOf(shown), id)
    const input = { title, taskId: id, logDate: shown.plan.date }
    void undoable(context, () => addTodo(store, input), words.added)
  }
  const todoRow = (todo: StoredTodo, shown: PlannerDay) =>
    html`<li class="gx-row" data-suggested=${todo.id}>
      <div class="gx-row-main">
        <p class="gx-row-title"><bdi>${todo.title}</bdi></p>
      </div>
      <div class="gx-row-end">
        <button
          class="gx-button gx-small"
          aria-label=${words.carryThis(todo.title)}
          @click=${() => {
            leaving(idsOf(shown), todo.id)
            carry(shown, [todo.id])
          }}
        >
          ${words.carry}
        </button>
      </div>
    </li>`
  const taskRow = (task: Task, shown: PlannerDay) => {
    const isLate = shown.plan.overdue.includes(task)
    return html`<li class="gx-row" data-suggested=${task.id}>
      <div class="gx-row-main">
        <p class="gx-row-title"><bdi>${task.title}</bdi></p>
        <p class="gx-row-meta">
          ${
            isLate && task.due !== null
              ? html`<span class="gx-badge gx-bad"
                  >${words.overdueSince(dayText(dayOf(task.due), { day: 'numeric', month: 'short' }))}</span
                >`
              : html`<span class="gx-badge"
                  >${task.due !== null && dayOf(task.due) === shown.plan.date ? words.due : words.scheduled}</span
                >`
          }
          ${task.project === null ? '' : html`<span class="gx-chip">${icon('folder')}<bdi>${task.project}</bdi></span>`}
          ${task.estimateSeconds === null ? '' : html`<span class="gx-time">${durationText(task.estimateSeconds)}</span>`}
        </p>
      </div>
      <div class="gx-row-end">
        <button
          class="gx-button gx-icon gx-small"
          aria-label=${words.pick(task.title)}
          @click=${() => pick(shown, task)}
        >
          ${icon('plus')}
        </button>
      </div>
    </li>`
  }
  return (shown: PlannerDay) => {
    const { unfinished, suggested } = shown
    const ids = unfinished.map(({ id }) => id)
    return html`
      <section class="gx-card gx-flush gx-no-print" aria-labelledby="suggestions">
        <header class="gx-card-head"><h2 id="suggestions">${words.suggestions}</h2></header>
        ${
          ids.length === 0
            ? ''
            : html`<div class="gx-group-head">
                  <h3>${words.unfinished}</h3>
                  ${
                    ids.length === 1
                      ? ''
                      : html`<button
                          class="gx-button gx-small"
                          @click=${() => {
                            keepFocus(addLine)
                            carry(shown, ids)
                          }}
                        >
                          ${words.carryAll}
                        </button>`
                  }
                </div>
                <ul class="gx-list">
                  ${repeat(
                    unfinished,
                    ({ id }) => id,
                    (todo) => todoRow(todo, shown),
                  )}
                </ul>`
        }
        ${
          suggested.length === 0
            ? ''
            : html`<div class="gx-group-head"><h3>${words.tasks}</h3></div>
                <ul class="gx-list">
                  ${repeat(
                    suggested,
                    ({ id }) => id,
                    (task) => taskRow(task, shown),
                  )}
                </ul>`
        }
        ${
          ids.length + suggested.length > 0
            ? ''
            : html`<div class="gx-empty">
                ${icon('check')}
                <p>${words.noSuggestions}</p>
              </div>`
        }
      </section>
    `
  }
}

const idsOf = ({ unfinished, suggested }: PlannerDay): string[] =>
  [...unfinished, ...suggested].map(({ id }) => id)

/** The civil date of a day or an instant. */
const dayOf = (moment: string): string =>
  moment.length === 10 ? moment : civilDate(fromInstantText(moment), zone())
