/** A task in the list and on the board: what can be seen of it, and what can be done with it from there. */
import type { Signal } from '@preact/signals-core'
import { html } from 'lit-html'
import { live } from 'lit-html/directives/live.js'
import type { Task } from '@goalixa/contracts/tasks'
import { icon } from '../../../design/icons.ts'
import { openMenu } from '../../parts/menu.ts'
import type { MenuItem } from '../../parts/menu.ts'
import { undoable } from '../../parts/undo.ts'
import { todayIn, zone } from '../../store/dates.ts'
import { durationText } from '../../timer/durations.ts'
import { removeTask, setCheck, setStatus, startOn } from './actions.ts'
import type { PartContext } from './part.ts'
import { pathOf } from './state.ts'
import type { State } from './state.ts'
import { momentText } from './texts.ts'

interface RowOptions extends PartContext {
  readonly chosen: Signal<ReadonlySet<string> | undefined>
  /** Draws once more, so that a box shows again what holds: a rule may have refused. */
  readonly redraw: () => void
}

export function rowParts({ store, act, words, to, chosen, redraw }: RowOptions) {
  const today = () => todayIn(zone(), store.replica.now()).today
  const toggle = (task: Task) => {
    const status = task.status === 'done' ? 'open' : 'done'
    const said = status === 'done' ? words.taskDone : words.reopened
    return undoable({ store, act }, () => setStatus(store, task.id, status), said).then(redraw)
  }
  const choose = (id: string) => {
    const next = new Set(chosen.value)
    if (!next.delete(id)) next.add(id)
    chosen.value = next
  }
  const isLate = ({ due, status }: Task) =>
    due !== null &&
    status === 'open' &&
    (due.length === 10 ? due < today() : Date.parse(due) < store.replica.now())

  return {
    /** A box to complete the task; while tasks are chosen, one to choose it. */
    box: (task: Task) =>
      chosen.value === undefined
        ? html`<label class="gx-checkbox gx-round">
            <input
              type="checkbox"
              .checked=${live(task.status === 'done')}
              @change=${() => toggle(task)}
            /><span class="gx-hidden">${words.finish(task.title)}</span>
          </label>`
        : html`<label class="gx-checkbox">
            <input
              type="checkbox"
              data-select
              .checked=${live(chosen.value.has(task.id))}
              @change=${() => choose(task.id)}
            /><span class="gx-hidden">${words.selectOne(task.title)}</span>
          </label>`,
    title: (task: Task, state: State) =>
      html`<a href="/app/#${pathOf({ ...state, id: task.id })}" target="_top" data-title
        ><bdi>${task.title}</bdi></a
      >`,
    meta: (task: Task) => html`
      ${task.due === null ? '' : html`<span class="gx-badge ${isLate(task) ? 'gx-bad' : ''}">${words.due(momentText(task.due))}</span>`}
      ${task.scheduled === null ? '' : html`<span>${words.scheduled(momentText(task.scheduled))}</span>`}
      ${task.priority === 'none' ? '' : html`<span class="gx-badge ${task.priority === 'high' ? 'gx-warn' : ''}">${words.priority[task.priority]}</span>`}
      ${task.blocked ? html`<span class="gx-badge gx-warn">${words.blocked}</span>` : ''}
      ${task.checkedOn === today() ? html`<span class="gx-badge gx-good">${words.doneToday}</span>` : ''}
      ${task.recurrence === null ? '' : html`<span title=${words.fields.recurrence}>${icon('repeat')}<span class="gx-hidden">${words.fields.recurrence}</span></span>`}
      ${task.project === null ? '' : html`<span class="gx-chip">${icon('folder')}<bdi>${task.project}</bdi></span>`}
      ${task.labels.map((label) => html`<span class="gx-chip"><bdi>${label}</bdi></span>`)}
      ${
        task.trackedSeconds === 0 && task.estimateSeconds === null
          ? ''
          : html`<span
              ><span class="gx-time">${durationText(task.trackedSeconds)}</span>${
                task.estimateSeconds === null
                  ? ''
                  : html` / <span class="gx-time">${durationText(task.estimateSeconds)}</span>`
              }</span
            >`
      }
    `,
    /** A menu with all of it, and the timer. `moves` are the ways that a pointer would drag. */
    actions: (task: Task, moves: () => readonly MenuItem[]) => {
      const isChecked = task.checkedOn === today()
      const items = (): MenuItem[] => [
        { icon: 'edit', text: words.open, run: () => to({ id: task.id }) },
        {
          icon: 'calendar',
          text: isChecked ? words.uncheckToday : words.checkToday,
          run: () =>
            undoable(
              { store, act },
              () => setCheck(store, task.id, today(), !isChecked),
              isChecked ? words.unchecked : words.checked,
            ),
        },
        ...moves(),
        {
          icon: 'trash',
          text: words.remove,
          run: () => undoable({ store, act }, () => removeTask(store, task.id), words.removed),
        },
      ]
      return html`<button
          class="gx-button gx-quiet gx-icon"
          aria-label="${words.start}: ${task.title}"
          @click=${() => act(() => startOn(store, task), words.started)}
        >
          ${icon('play')}</button
        ><button
          class="gx-button gx-quiet gx-icon"
          aria-label=${words.more(task.title)}
          aria-haspopup="menu"
          @click=${(event: Event) => openMenu(event.currentTarget as HTMLElement, words.more(task.title), items())}
        >
          ${icon('more')}
        </button>`
    },
  }
}
