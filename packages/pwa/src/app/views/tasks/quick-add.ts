/** One line that makes a task, with what was understood of it while it is typed. */
import { signal } from '@preact/signals-core'
import { html } from 'lit-html'
import { live } from 'lit-html/directives/live.js'
import { AppError } from '@goalixa/contracts/errors'
import { formatRecurrence } from '@goalixa/domain/recurrence-words'
import type { TaskWords } from '@goalixa/domain/task-words'
import { icon } from '../../../design/icons.ts'
import { undoable } from '../../parts/undo.ts'
import { plainText } from '../../parts/plain-text.ts'
import { durationText } from '../../timer/durations.ts'
import { addTask } from './actions.ts'
import type { PartContext } from './part.ts'
import { readTaskLine, taskOf } from './task-line.ts'
import { dateContext, momentText } from './texts.ts'
import { wrongPlace } from './wrong-place.ts'

export function quickAdd({ store, act, words }: PartContext) {
  const line = signal('')
  const read = () => readTaskLine(line.value, dateContext(store), words.tooLong)

  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const wanted = plainText(line.value)
    const add = async () => {
      const context = dateContext(store)
      const found = readTaskLine(wanted, context, words.tooLong)
      if ('problem' in found) throw new AppError('input.task_word', found.problem.message)
      if (found.words.title === '') throw new AppError('input.task_word', words.noTitle)
      await addTask(store, taskOf(found.words, context))
      line.value = ''
    }
    void undoable({ store, act }, add, words.added)
  }
  const chip = (text: unknown) => html`<span class="gx-chip">${text}</span>`
  const understood = (said: TaskWords) => html`
    <p class="gx-cluster gx-small-text" id="task-preview">
      <span class="gx-quiet-text">${words.understood}</span>
      <strong><bdi>${said.title}</bdi></strong>
      ${said.labels.map((label) => chip(html`<bdi>+${label}</bdi>`))}
      ${said.project === undefined ? '' : chip(html`${words.fields.project}: <bdi>${said.project}</bdi>`)}
      ${said.priority === undefined ? '' : chip(words.priority[said.priority])}
      ${said.due === undefined ? '' : chip(words.due(momentText(said.due)))}
      ${said.scheduled === undefined ? '' : chip(words.scheduled(momentText(said.scheduled)))}
      ${said.estimateSeconds === undefined ? '' : chip(html`<span class="gx-time">${durationText(said.estimateSeconds)}</span>`)}
      ${
        said.recurrence === undefined
          ? ''
          : chip(
              html`${words.fields.recurrence}:
                <bdi
                  >${formatRecurrence({ recurrence: said.recurrence, recurrenceMode: said.recurrenceMode ?? 'schedule' })}</bdi
                >`,
            )
      }
      ${said.notes.map((note) => html`<bdi>${note}</bdi>`)}
    </p>
  `
  return () => {
    const found = line.value.trim() === '' ? undefined : read()
    const problem = found && 'problem' in found ? found.problem : undefined
    return html`<form class="gx-stack" @submit=${submit}>
      <div class="gx-split">
        <input
          class="gx-input"
          name="task"
          dir="auto"
          autocomplete="off"
          maxlength="4000"
          aria-label=${words.add}
          aria-describedby="task-preview"
          aria-invalid=${problem === undefined ? 'false' : 'true'}
          placeholder=${words.add}
          .value=${live(line.value)}
          @input=${(event: Event) => (line.value = (event.currentTarget as HTMLInputElement).value)}
        />
        <button class="gx-button gx-primary gx-icon" aria-label=${words.add}>${icon('plus')}</button>
      </div>
      ${
        found === undefined
          ? html`<p class="gx-hint" id="task-preview" dir="auto">${words.addHint}</p>`
          : 'words' in found
            ? understood(found.words)
            : wrongPlace({ id: 'task-preview', line: line.value, ...found.problem })
      }
    </form>`
  }
}
