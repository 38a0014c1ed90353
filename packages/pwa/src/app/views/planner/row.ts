/** A to-do in the list: ticked, renamed, moved, started and removed from there. */
import { signal } from '@preact/signals-core'
import { html } from 'lit-html'
import { live } from 'lit-html/directives/live.js'
import type { DailyTodo } from '@goalixa/contracts/planner'
import type { Task } from '@goalixa/contracts/tasks'
import type { IconName } from '../../../design/icons.ts'
import { icon } from '../../../design/icons.ts'
import { beginDrag } from '../../parts/drag.ts'
import { keptText } from '../../parts/kept-text.ts'
import { openMenu } from '../../parts/menu.ts'
import type { MenuItem } from '../../parts/menu.ts'
import { changeTodo, removeTodo, setTodo, startTodo } from '../../parts/todo-actions.ts'
import { undoable } from '../../parts/undo.ts'
import { addDays } from '../../store/dates.ts'
import { durationText } from '../../timer/durations.ts'
import type { PlannerDay } from './data.ts'
import { createMoves } from './moves.ts'
import type { PartContext } from './part.ts'
import { inRow } from './part.ts'

interface RowOptions extends PartContext {
  /** @throws AppError for what is no title */
  readonly titleOf: (text: string) => string
}

export function todoRow(context: RowOptions) {
  const { store, act, go, words, redraw, keepFocus, titleOf } = context
  const moves = createMoves(context)
  const renaming = signal<string | undefined>(undefined)

  const endRenaming = (id: string, isByKey = true) => {
    renaming.value = undefined
    if (isByKey) document.querySelector<HTMLElement>(inRow(id, 'title'))?.focus()
  }
  const rename = (input: HTMLInputElement, { id, title }: DailyTodo, isByKey: boolean) => {
    if (input.value === title) return endRenaming(id, isByKey)
    const work = async () => {
      await changeTodo(store, id, { title: titleOf(input.value) })
      endRenaming(id, isByKey)
    }
    void undoable(context, work, words.renamed)
  }
  const beginRenaming = ({ id }: DailyTodo) => {
    renaming.value = id
    const input = document.querySelector<HTMLInputElement>(inRow(id, 'name'))
    input?.focus()
    input?.select()
  }
  const name = (todo: DailyTodo) =>
    html`<form
      @submit=${(event: SubmitEvent) => {
        event.preventDefault()
        rename((event.currentTarget as HTMLFormElement).querySelector('input')!, todo, true)
      }}
    >
      <input
        class="gx-input"
        data-part="name"
        dir="auto"
        autocomplete="off"
        maxlength="1000"
        aria-label=${words.newTitle}
        ${keptText(todo.title)}
        @keydown=${(event: KeyboardEvent) => event.key === 'Escape' && endRenaming(todo.id)}
        @blur=${(event: FocusEvent) => {
          // As Enter does; not when the row itself has gone.
          const input = event.currentTarget as HTMLInputElement
          if (renaming.value === todo.id && input.isConnected) rename(input, todo, false)
        }}
      />
    </form>`

  const meta = (todo: DailyTodo, task: Task | undefined) =>
    task === undefined
      ? ''
      : html`<p class="gx-row-meta">
          <a class="gx-chip" href="/app/#/tasks/${task.id}" target="_top"
            >${icon('check')}<bdi class="gx-truncate"
              >${task.title === todo.title ? words.openTask : task.title}</bdi
            ></a
          >
          ${task.project === null ? '' : html`<span class="gx-chip">${icon('folder')}<bdi>${task.project}</bdi></span>`}
          ${
            task.estimateSeconds === null
              ? ''
              : html`<span
                  >${words.estimate} <span class="gx-time">${durationText(task.estimateSeconds)}</span></span
                >`
          }
        </p>`

  const menuOf = (todo: DailyTodo, { plan: { todos, date }, today }: PlannerDay): MenuItem[] => {
    const next = addDays(date, 1)
    return [
      { icon: 'edit', text: words.rename, run: () => beginRenaming(todo) },
      ...(date === today
        ? []
        : [
            {
              icon: 'calendar',
              text: words.toToday,
              run: () => moves.toDay(todos, todo.id, today),
            } as const,
          ]),
      // Where the next day is today, that is said already.
      ...(next === today
        ? []
        : [
            {
              icon: 'arrow-forward',
              text: date === today ? words.toTomorrow : words.toNextDay,
              run: () => moves.toDay(todos, todo.id, next),
            } as const,
          ]),
      ...(todo.task === null || todo.taskId === null
        ? []
        : [{ icon: 'check', text: words.openTask, run: () => go(`/tasks/${todo.taskId}`) } as const]),
      {
        icon: 'trash',
        text: words.remove,
        run: () => {
          moves.leaving(todos, todo.id)
          void undoable(context, () => removeTodo(store, todo.id), words.removed)
        },
      },
    ]
  }
  const stepButton = (part: 'up' | 'down', todo: DailyTodo, todos: readonly DailyTodo[]) => {
    const isEnd = todos.at(part === 'up' ? 0 : -1)?.id === todo.id
    const symbol: IconName = part === 'up' ? 'chevron-up' : 'chevron-down'
    // Not `disabled` at the end: the focus of whoever goes on pressing would be lost.
    return html`<button
      class="gx-button gx-quiet gx-icon"
      data-part=${part}
      aria-label=${words[part](todo.title)}
      aria-disabled=${isEnd ? 'true' : 'false'}
      @click=${() => moves.step(todos, todo.id, part === 'up' ? -1 : 1)}
    >
      ${icon(symbol)}
    </button>`
  }

  return (todo: DailyTodo, shown: PlannerDay) => {
    const { todos } = shown.plan
    const isDone = todo.doneAt !== null
    const task = todo.taskId === null ? undefined : shown.tasks.get(todo.taskId)
    const toggle = () => {
      keepFocus(inRow(todo.id, 'box'))
      const work = () => setTodo(store, todo.id, !isDone)
      void undoable(context, work, isDone ? words.reopened : words.done).then(redraw)
    }
    return html`<li
      class="gx-row ${isDone ? 'gx-done' : ''}"
      data-drag=${todo.id}
      @keydown=${(event: KeyboardEvent) => moves.keys(event, todos, todo.id)}
    >
      <div class="gx-row-lead">
        <span
          class="gx-grip gx-no-print"
          aria-hidden="true"
          title=${words.drag(todo.title)}
          @pointerdown=${(event: PointerEvent) => beginDrag(event, (dropped) => moves.dropped(dropped, todos))}
          >${icon('drag')}</span
        ><label class="gx-checkbox">
          <input type="checkbox" data-part="box" .checked=${live(isDone)} @change=${toggle} /><span
            class="gx-hidden"
            >${words.finish(todo.title)}</span
          >
        </label>
      </div>
      <div class="gx-row-main">
        ${
          renaming.value === todo.id
            ? name(todo)
            : html`<button
                class="gx-row-title"
                data-part="title"
                title=${words.rename}
                aria-label=${words.renameThis(todo.title)}
                @click=${() => beginRenaming(todo)}
              >
                <bdi>${todo.title}</bdi>
              </button>`
        }
        ${meta(todo, task)}
      </div>
      <div class="gx-row-end gx-no-print">
        <button
          class="gx-button gx-quiet gx-icon"
          aria-label=${words.start(todo.title)}
          @click=${() => act(() => startTodo(store, todo), words.started)}
        >
          ${icon('play')}</button
        >${stepButton('up', todo, todos)}${stepButton('down', todo, todos)}<button
          class="gx-button gx-quiet gx-icon"
          data-part="more"
          aria-label=${words.more(todo.title)}
          aria-haspopup="menu"
          @click=${(event: Event) => openMenu(event.currentTarget as HTMLElement, words.more(todo.title), menuOf(todo, shown))}
        >
          ${icon('more')}
        </button>
      </div>
    </li>`
  }
}
