/** A task from anywhere: its title, and nothing else to fill in. */
import { html } from 'lit-html'
import { createTask } from '@goalixa/domain/plans/task-changes'
import { openDialog } from '../parts/dialog.ts'
import { undoable } from '../parts/undo.ts'
import { quickWords } from '../timer/quick-words.ts'
import type { DeskContext } from './commands.ts'

/** @param given what a share or a link has said; only a proposal until somebody saves it */
export async function askForTask(context: DeskContext, given = ''): Promise<void> {
  const { words } = context
  const title = await openDialog<string>({
    title: words.newTask,
    body: (close) =>
      html`<form
        class="gx-form"
        @submit=${(event: SubmitEvent) => {
          event.preventDefault()
          close((event.currentTarget as HTMLFormElement).querySelector('input')!.value)
        }}
      >
        <div class="gx-dialog-body gx-field">
          <label for="new-task">${words.taskTitle}</label>
          <input
            id="new-task"
            class="gx-input"
            dir="auto"
            required
            maxlength="500"
            autocomplete="off"
            value=${given}
          />
          <p class="gx-hint">${words.taskHint}</p>
        </div>
        <footer class="gx-dialog-foot gx-cluster">
          <button class="gx-button" type="button" @click=${() => close()}>${words.leave}</button>
          <button class="gx-button gx-primary">${words.save}</button>
        </footer>
      </form>`,
  })
  if (title !== undefined && title.trim() !== '') await addTask(context, title)
}

/** @param line the title, with labels as `+name` */
const addTask = (context: DeskContext, line: string): Promise<void> =>
  undoable(
    context,
    () => {
      const { description, labels } = quickWords(line)
      return context.store.write('tasks.create', (view, draft, newId) =>
        createTask(view, draft, { title: description, labels }, newId),
      )
    },
    context.words.taskAdded,
  )
