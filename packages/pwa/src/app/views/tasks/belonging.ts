/** What belongs to a task and is kept at once, without saving: its subtasks and the days on which it was done. */
import { html } from 'lit-html'
import { AppError } from '@goalixa/contracts/errors'
import { icon } from '../../../design/icons.ts'
import type { WordsOf } from '../../../words/language.ts'
import { plainText } from '../../parts/plain-text.ts'
import { undoable } from '../../parts/undo.ts'
import { todayIn, zone } from '../../store/dates.ts'
import type { Query } from '../../store/store.ts'
import type { ViewContext } from '../../view.ts'
import { addTask, setCheck, setStatus } from './actions.ts'
import { readDetails } from './data.ts'
import type { TaskDetails } from './data.ts'
import { momentText } from './texts.ts'

interface Options extends Pick<ViewContext, 'store' | 'act' | 'until'> {
  readonly id: string
  readonly words: WordsOf<'tasks'>
  readonly initial: TaskDetails
}

const longestTitle = 1_000

export function belonging({ id, store, act, until, words, initial }: Options) {
  // It may go to the trash while its dialog is open.
  const read: Query<TaskDetails> = (reader, asking) =>
    readDetails(id)(reader, asking).catch((error: unknown) => {
      if (error instanceof AppError) return initial
      throw error
    })
  const details = store.live(read, until)
  const add = (input: HTMLInputElement) => {
    const title = plainText(input.value)
    if (title === '' || title.length > longestTitle) return
    input.value = ''
    void undoable({ store, act }, () => addTask(store, { title, parentId: id }), words.added)
  }
  return () => {
    const { subtasks, checks } = details.value ?? initial
    const { today } = todayIn(zone(), store.replica.now())
    const isChecked = checks.includes(today)
    return html`
      <section aria-labelledby="subtasks" class="gx-stack">
        <h3 id="subtasks">${words.subtasks}</h3>
        ${subtasks.map(
          ({ id: one, title, status }) =>
            html`<label class="gx-checkbox gx-round"
              ><input
                type="checkbox"
                .checked=${status === 'done'}
                @change=${() =>
                  undoable(
                    { store, act },
                    () => setStatus(store, one, status === 'done' ? 'open' : 'done'),
                    status === 'done' ? words.reopened : words.taskDone,
                  )}
              /><bdi>${title}</bdi></label
            >`,
        )}
        <input
          class="gx-input"
          dir="auto"
          autocomplete="off"
          maxlength=${longestTitle}
          aria-label=${words.addSubtask}
          placeholder=${words.addSubtask}
          @keydown=${(event: KeyboardEvent) => {
            if (event.key !== 'Enter') return
            event.preventDefault()
            add(event.currentTarget as HTMLInputElement)
          }}
        />
      </section>
      <section aria-labelledby="checks" class="gx-stack">
        <div class="gx-split">
          <h3 id="checks">${words.checks}</h3>
          <button
            type="button"
            class="gx-button gx-small"
            aria-pressed=${isChecked ? 'true' : 'false'}
            @click=${() =>
              undoable(
                { store, act },
                () => setCheck(store, id, today, !isChecked),
                isChecked ? words.unchecked : words.checked,
              )}
          >
            ${icon('check')}${words.checkToday}
          </button>
        </div>
        <div class="gx-cluster">
          ${checks.map((day) => html`<span class="gx-badge gx-good">${momentText(day)}</span>`)}
        </div>
      </section>
    `
  }
}
