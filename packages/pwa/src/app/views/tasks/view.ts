/** Tasks: a line to add one, which of them, as a tree or as a board, and what is done with many at once. */
import { computed, effect, signal, untracked } from '@preact/signals-core'
import type { ReadonlySignal } from '@preact/signals-core'
import { html } from 'lit-html'
import { repeat } from 'lit-html/directives/repeat.js'
import type { Task } from '@goalixa/contracts/tasks'
import { icon } from '../../../design/icons.ts'
import { loadWords } from '../../../words/language.ts'
import { beginDrag } from '../../parts/drag.ts'
import { draw } from '../../view.ts'
import type { ViewContext } from '../../view.ts'
import { bulkBar } from './bulk.ts'
import { columnsOf } from './columns.ts'
import type { Column } from './columns.ts'
import { readTasks } from './data.ts'
import type { TaskList } from './data.ts'
import { followDetails } from './follow-details.ts'
import { filterBar } from './filter-bar.ts'
import { createMoves } from './moves.ts'
import { treeOf } from './order.ts'
import type { Branch } from './order.ts'
import type { PartContext } from './part.ts'
import { quickAdd } from './quick-add.ts'
import { rowParts } from './row.ts'
import { columnKinds, pathOf, stateOf } from './state.ts'
import type { State } from './state.ts'

/** Deeper ones stand no further in: on a phone nothing would be left of them. */
const deepest = 4

export async function open(root: HTMLElement, context: ViewContext): Promise<string> {
  const { store, act, place, go, until } = context
  const words = await loadWords('tasks')
  const state = computed(() => stateOf(place.value))
  const asked = computed(() => {
    const { filter, status, layout, by } = state.value
    return JSON.stringify({ filter, status: layout === 'board' && by === 'status' ? 'all' : status })
  })
  const list = signal<ReadonlySignal<TaskList | undefined>>(signal(undefined))
  const chosen = signal<ReadonlySet<string> | undefined>(undefined)
  const drawn = signal(0)
  const follow = effect(() => {
    const over = new AbortController()
    const query = readTasks(JSON.parse(asked.value))
    untracked(() => (list.value = store.live(query, AbortSignal.any([until, over.signal]))))
    return () => over.abort()
  })
  until.addEventListener('abort', follow, { once: true })

  const given: PartContext = {
    store,
    act,
    words,
    to: (change) => go(pathOf({ ...state.value, ...change })),
  }
  let focused: string | undefined
  const [adder, filters, bulk] = [quickAdd(given), filterBar(given), bulkBar(given, chosen)]
  const parts = rowParts({ ...given, chosen, redraw: () => void drawn.value++ })
  const moves = createMoves({ ...given, keepFocus: (id) => void (focused = id) })

  const grip = (task: Task, drop: Parameters<typeof beginDrag>[1]) =>
    html`<span
      class="gx-grip"
      aria-hidden="true"
      title=${words.move(task.title)}
      @pointerdown=${(event: PointerEvent) => beginDrag(event, drop)}
      >${icon('drag')}</span
    >`
  const row = ({ task, depth }: Branch, { tasks }: TaskList) =>
    html`<li
      class="gx-row gx-depth-${Math.min(depth, deepest)} ${task.status === 'done' ? 'gx-done' : ''}"
      data-drag=${task.id}
      @keydown=${(event: KeyboardEvent) => moves.keysInList(event, tasks, task)}
    >
      <div class="gx-row-lead">
        ${grip(task, (dropped) => moves.droppedInList(dropped, tasks))}${parts.box(task)}
      </div>
      <div class="gx-row-main">
        <p class="gx-row-title">${parts.title(task, state.value)}</p>
        <p class="gx-row-meta">${parts.meta(task)}</p>
      </div>
      <div class="gx-row-end">${parts.actions(task, () => moves.menuOfList(tasks, task))}</div>
    </li>`
  const tree = (shown: TaskList) =>
    html`<section class="gx-card gx-flush" aria-label=${words.list}>
      <ul class="gx-list">
        ${repeat(
          treeOf(shown.tasks),
          ({ task }) => task.id,
          (branch) => row(branch, shown),
        )}
      </ul>
    </section>`
  const card = (task: Task, column: Column, columns: readonly Column[]) =>
    html`<li
      class="gx-card gx-board-card"
      data-drag=${task.id}
      @keydown=${(event: KeyboardEvent) => moves.keysOnBoard(event, columns, column, task)}
    >
      <div class="gx-card-line">
        ${grip(task, (dropped) => moves.droppedOnBoard(dropped, columns))}${parts.box(task)}
        <p class="gx-row-title">${parts.title(task, state.value)}</p>
      </div>
      <p class="gx-row-meta">${parts.meta(task)}</p>
      <div class="gx-cluster">${parts.actions(task, () => moves.menuOfBoard(columns, column, task))}</div>
    </li>`
  const board = (shown: TaskList, by: State['by']) => {
    const columns = columnsOf(shown, by, words)
    return html`<div class="gx-board" role="group" aria-label=${words.board}>
      ${repeat(
        columns,
        ({ key }) => key,
        (column) =>
          html`<section class="gx-column" data-column=${column.key} aria-label=${column.name}>
            <header>
              <h2><bdi>${column.name}</bdi></h2>
              <span class="gx-badge"
                >${new Intl.NumberFormat(document.documentElement.lang).format(column.tasks.length)}</span
              >
            </header>
            <ul>
              ${repeat(
                column.tasks,
                ({ id }) => id,
                (task) => card(task, column, columns),
              )}
            </ul>
          </section>`,
      )}
    </div>`
  }
  const choice = <Name extends string>(
    label: string,
    names: readonly Name[],
    now: Name,
    text: Readonly<Record<Name, string>>,
    set: (name: Name) => void,
  ) =>
    html`<div class="gx-segmented" role="group" aria-label=${label}>
      ${names.map(
        (name) =>
          html`<button aria-pressed=${name === now ? 'true' : 'false'} @click=${() => set(name)}>
            ${text[name]}
          </button>`,
      )}
    </div>`
  const empty = (isFiltered: boolean) =>
    html`<div class="gx-empty gx-card">
      ${icon('check')}
      <h2>${words.emptyTitle}</h2>
      <p>${isFiltered ? words.emptyFiltered : words.empty}</p>
    </div>`
  const names = (id: string, all: readonly string[]) =>
    html`<datalist id=${id}>${all.map((name) => html`<option value=${name}></option>`)}</datalist>`

  draw(
    root,
    () => {
      void drawn.value
      const shown = list.value.value
      const now = state.value
      return html`
        <div class="gx-page-head">
          <h1 tabindex="-1">${words.title}</h1>
          <div class="gx-page-actions">
            ${choice(words.layout, ['list', 'board'], now.layout, words, (layout) => given.to({ layout }))}
            <button
              class="gx-button"
              aria-pressed=${chosen.value === undefined ? 'false' : 'true'}
              @click=${() => (chosen.value = chosen.value === undefined ? new Set() : undefined)}
            >
              ${words.select}
            </button>
          </div>
        </div>
        <div class="gx-stack" aria-busy=${shown === undefined ? 'true' : 'false'}>
          ${adder()} ${filters(shown, now)}
          ${now.layout === 'board' ? html`<div class="gx-cluster">${choice(words.columns, columnKinds, now.by, words.by, (by) => given.to({ by }))}</div>` : ''}
          ${
            shown === undefined
              ? html`<div class="gx-skeleton gx-block" aria-hidden="true"></div>`
              : html`${names('project-names', shown.projects)} ${names('label-names', shown.labels)}
                  ${
                    shown.problem !== undefined
                      ? ''
                      : shown.tasks.length === 0
                        ? empty(now.filter !== '')
                        : now.layout === 'board'
                          ? board(shown, now.by)
                          : tree(shown)
                  }
                  <p class="gx-hint gx-desktop-only">${words.keys}</p>
                  ${bulk(shown)}`
          }
        </div>
      `
    },
    until,
  )
  // A row that is put elsewhere loses the focus: it gets it back once it is drawn there.
  const refocus = effect(() => {
    void list.value.value
    const id = focused
    if (id === undefined) return
    queueMicrotask(() => {
      if (document.activeElement !== document.body && document.activeElement !== null) return
      root.querySelector<HTMLElement>(`[data-drag="${CSS.escape(id)}"] [data-title]`)?.focus()
    })
  })
  until.addEventListener('abort', refocus, { once: true })
  followDetails({ ...context, words, state })
  return words.title
}
