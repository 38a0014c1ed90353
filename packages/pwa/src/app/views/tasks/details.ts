/** All of a task in a dialog: what can be changed of it, and what belongs to it. */
import { signal } from '@preact/signals-core'
import { html } from 'lit-html'
import type { TaskPatch } from '@goalixa/contracts/tasks'
import { AppError } from '@goalixa/contracts/errors'
import { icon } from '../../../design/icons.ts'
import type { WordsOf } from '../../../words/language.ts'
import { openDialog } from '../../parts/dialog.ts'
import { undoable } from '../../parts/undo.ts'
import { durationText } from '../../timer/durations.ts'
import type { ViewContext } from '../../view.ts'
import { changeTask, removeTask, setStatus, startOn } from './actions.ts'
import { belonging } from './belonging.ts'
import { readDetails } from './data.ts'
import { chosenTexts } from './chosen-texts.ts'
import { readForm, typedOf } from './task-form.ts'
import type { Field, Typed } from './task-form.ts'
import { dateContext } from './texts.ts'

interface Options extends Pick<ViewContext, 'store' | 'act' | 'until'> {
  readonly words: WordsOf<'tasks'>
}

const mostLabels = 50
const mostDependencies = 100
const textOf = (value: FormDataEntryValue | null) => (typeof value === 'string' ? value : '')
const same = (a: readonly string[], b: readonly string[]) =>
  JSON.stringify(a.toSorted()) === JSON.stringify(b.toSorted())

/** Resolves when it is closed. */
export async function openDetails(id: string, { store, act, until, words }: Options): Promise<void> {
  const first = await store.read(readDetails(id)).catch((error: unknown) => {
    if (error instanceof AppError) return undefined
    throw error
  })
  if (first === undefined) return act(() => Promise.reject(new AppError('tasks.not_found', words.gone)))
  if (until.aborted) return
  const { task, others, projects, labels: labelNames } = first
  const initial = typedOf(task)
  const problems = signal<Partial<Record<Field | 'all', string>>>({})
  const labels = signal<readonly string[]>(task.labels)
  const dependsOn = signal<readonly string[]>(task.dependsOn)
  const titleOf = (one: string) => others.find((other) => other.id === one)?.title ?? one.slice(-6)

  let form: HTMLFormElement | undefined
  const save = async (close: () => void) => {
    const data = new FormData(form)
    const typed = Object.fromEntries(
      Object.keys(initial).map((name) => [name, textOf(data.get(name))]),
    ) as Typed
    const found = readForm(typed, { task, context: dateContext(store), words })
    problems.value = found.problems
    if (Object.keys(found.problems).length > 0) {
      form?.querySelector<HTMLElement>(`[name=${Object.keys(found.problems)[0]}]`)?.focus()
      return
    }
    const patch: TaskPatch = {
      ...found.patch,
      ...(same(labels.value, task.labels) ? {} : { labels: labels.value.slice(0, mostLabels) }),
      ...(same(dependsOn.value, task.dependsOn)
        ? {}
        : { dependsOn: dependsOn.value.slice(0, mostDependencies) }),
    }
    if (Object.keys(patch).length === 0) return close()
    let failure: unknown
    await undoable(
      { store, act },
      () =>
        changeTask(store, id, patch).catch((error: unknown) => {
          failure = error
          throw error
        }),
      words.saved,
    )
    if (failure === undefined) return close()
    problems.value = { all: failure instanceof Error ? failure.message : words.gone }
  }
  const then = (close: () => void, work: () => Promise<unknown>, done: string) => {
    close()
    void undoable({ store, act }, work, done)
  }

  const field = (name: Field, control: unknown, hint?: string) => {
    const problem = problems.value[name]
    return html`<div class="gx-field">
      <label for="task-${name}">${words.fields[name]}</label>
      ${control}
      ${hint === undefined ? '' : html`<p class="gx-hint" id="task-${name}-hint" dir="auto">${hint}</p>`}
      ${problem === undefined ? '' : html`<p class="gx-error" id="task-${name}-problem" dir="auto">${problem}</p>`}
    </div>`
  }
  const input = (name: Field, maxlength: number, list = '') =>
    html`<input
      class="gx-input"
      id="task-${name}"
      name=${name}
      dir="auto"
      autocomplete="off"
      maxlength=${maxlength}
      list=${list}
      aria-invalid=${problems.value[name] === undefined ? 'false' : 'true'}
      aria-describedby="task-${name}-problem task-${name}-hint"
      .value=${initial[name]}
    />`
  const options = (chosen: string) => [
    html`<option value="" ?selected=${chosen === ''}>${words.none}</option>`,
    ...others.map(
      (other) => html`<option value=${other.id} ?selected=${other.id === chosen}>${other.title}</option>`,
    ),
    others.some((other) => other.id === chosen) || chosen === ''
      ? ''
      : html`<option value=${chosen} selected>${titleOf(chosen)}</option>`,
  ]
  const labelChooser = chosenTexts({ id: 'task-labels', list: 'label-names-of-task', chosen: labels, words })
  const more = belonging({ id, store, act, until, words, initial: first })

  const body = (close: () => void) => html`
    <form
      @submit=${(event: SubmitEvent) => {
        event.preventDefault()
        form = event.currentTarget as HTMLFormElement
        void save(close)
      }}
    >
      <div class="gx-dialog-body">
        ${problems.value.all === undefined ? '' : html`<p class="gx-error" role="alert" dir="auto">${problems.value.all}</p>`}
        ${field('title', input('title', 1_000))}
        ${field('description', html`<textarea class="gx-input" id="task-description" name="description" dir="auto" rows="3" maxlength="60000" .value=${initial.description}></textarea>`)}
        <div class="gx-form-row">
          ${field('project', input('project', 200, 'project-names-of-task'))}
          ${field(
            'priority',
            html`<select class="gx-select" id="task-priority" name="priority">
              ${(['none', 'low', 'medium', 'high'] as const).map(
                (priority) =>
                  html`<option value=${priority} ?selected=${priority === task.priority}>
                    ${words.priority[priority]}
                  </option>`,
              )}
            </select>`,
          )}
        </div>
        <div class="gx-field">
          <label for="task-labels">${words.fields.labels}</label>
          ${labelChooser()}
        </div>
        <div class="gx-form-row">
          ${field('due', input('due', 200), words.dateHint)}
          ${field('scheduled', input('scheduled', 200), words.dateHint)}
        </div>
        <div class="gx-form-row">
          ${field('estimate', input('estimate', 50), words.durationHint)}
          ${field(
            'parent',
            html`<select class="gx-select" id="task-parent" name="parent">
              ${options(task.parentId ?? '')}
            </select>`,
          )}
        </div>
        ${field('recurrence', input('recurrence', 200), words.recurrenceHint)}
        <div class="gx-field">
          <label for="task-depends">${words.fields.dependsOn}</label>
          <div class="gx-cluster">
            ${dependsOn.value.map(
              (one) =>
                html`<span class="gx-chip"
                  ><bdi>${titleOf(one)}</bdi
                  ><button
                    type="button"
                    class="gx-chip-remove"
                    aria-label=${words.removeLabel(titleOf(one))}
                    @click=${() => (dependsOn.value = dependsOn.value.filter((other) => other !== one))}
                  >
                    ${icon('close')}
                  </button></span
                >`,
            )}
          </div>
          <select
            class="gx-select"
            id="task-depends"
            @change=${(event: Event) => {
              const select = event.currentTarget as HTMLSelectElement
              if (select.value !== '') dependsOn.value = [...new Set([...dependsOn.value, select.value])]
              select.value = ''
            }}
          >
            ${options('')}
          </select>
        </div>
        ${more()}
      </div>
      <datalist id="label-names-of-task">
        ${labelNames.map((name) => html`<option value=${name}></option>`)}
      </datalist>
      <datalist id="project-names-of-task">
        ${projects.map((name) => html`<option value=${name}></option>`)}
      </datalist>
      <footer class="gx-dialog-foot">
        <span>${words.tracked} <span class="gx-time">${durationText(task.trackedSeconds)}</span></span>
        <button
          type="button"
          class="gx-button gx-quiet gx-icon"
          aria-label=${words.start}
          title=${words.start}
          @click=${() => act(() => startOn(store, task), words.started)}
        >
          ${icon('play')}
        </button>
        <span class="gx-spacer"></span>
        <button
          type="button"
          class="gx-button gx-danger"
          @click=${() => then(close, () => removeTask(store, id), words.removed)}
        >
          ${words.remove}
        </button>
        ${
          task.status === 'open'
            ? html`<button
                type="button"
                class="gx-button gx-quiet"
                @click=${() => then(close, () => changeTask(store, id, { status: 'archived' }), words.archived)}
              >
                ${words.archive}
              </button>`
            : ''
        }
        <button
          type="button"
          class="gx-button"
          @click=${() =>
            task.status === 'open'
              ? then(close, () => setStatus(store, id, 'done'), words.taskDone)
              : then(close, () => setStatus(store, id, 'open'), words.reopened)}
        >
          ${task.status === 'open' ? words.complete : words.reopen}
        </button>
        <button type="button" class="gx-button" @click=${close}>${words.close}</button>
        <button class="gx-button gx-primary">${words.save}</button>
      </footer>
    </form>
  `
  let ended: (() => void) | undefined
  until.addEventListener('abort', () => ended?.(), { once: true })
  await openDialog<never>({
    title: words.details,
    body: (close) => {
      ended = () => close()
      return body(() => close())
    },
  })
}
