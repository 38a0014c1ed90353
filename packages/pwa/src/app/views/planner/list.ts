/** The to-dos of the day, and the line that adds one. */
import { signal } from '@preact/signals-core'
import { html } from 'lit-html'
import { repeat } from 'lit-html/directives/repeat.js'
import { live } from 'lit-html/directives/live.js'
import { AppError } from '@goalixa/contracts/errors'
import { icon } from '../../../design/icons.ts'
import { plainText } from '../../parts/plain-text.ts'
import { addTodo } from '../../parts/todo-actions.ts'
import { undoable } from '../../parts/undo.ts'
import type { PlannerDay } from './data.ts'
import type { PartContext } from './part.ts'
import { todoRow } from './row.ts'

const longestTitle = 1_000

export function todoList(context: PartContext) {
  const { store, words } = context
  const line = signal('')
  const titleOf = (text: string): string => {
    const title = plainText(text)
    if (title === '' || title.length > longestTitle) throw new AppError('request.invalid', words.titleBounds)
    return title
  }
  const row = todoRow({ ...context, titleOf })
  const submit = (event: SubmitEvent, logDate: string) => {
    event.preventDefault()
    const work = async () => {
      await addTodo(store, { title: titleOf(line.value), logDate })
      line.value = ''
    }
    void undoable(context, work, words.added)
  }
  return (shown: PlannerDay) => {
    const { date, todos } = shown.plan
    return html`
      <section class="gx-card gx-flush" aria-labelledby="todos">
        <header class="gx-card-head"><h2 id="todos">${words.list}</h2></header>
        <form
          class="gx-split gx-planner-add gx-no-print"
          @submit=${(event: SubmitEvent) => submit(event, date)}
        >
          <input
            class="gx-input"
            id="planner-add"
            name="todo"
            dir="auto"
            autocomplete="off"
            maxlength=${longestTitle}
            aria-label=${words.add}
            placeholder=${words.add}
            .value=${live(line.value)}
            @input=${(event: Event) => (line.value = (event.currentTarget as HTMLInputElement).value)}
          />
          <button class="gx-button gx-primary">${icon('plus')}${words.create}</button>
        </form>
        ${
          todos.length === 0
            ? html`<div class="gx-empty">
                ${icon('calendar')}
                <h3>${words.emptyTitle}</h3>
                <p>${words.empty}</p>
              </div>`
            : html`<ul class="gx-list">
                ${repeat(
                  todos,
                  ({ id }) => id,
                  (todo) => row(todo, shown),
                )}
              </ul>`
        }
      </section>
      ${todos.length === 0 ? '' : html`<p class="gx-hint gx-desktop-only">${words.keys}</p>`}
    `
  }
}
