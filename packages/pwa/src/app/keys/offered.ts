/** What a shortcut of the icon, a share or a link proposes: shown, and done only by a click or a key. */
import { effect } from '@preact/signals-core'
import { html } from 'lit-html'
import { createTask } from '@goalixa/domain/plans/task-changes'
import { openDialog } from '../parts/dialog.ts'
import { undoable } from '../parts/undo.ts'
import { quickWords } from '../timer/quick-words.ts'
import { loadWords } from '../../words/language.ts'
import type { DeskContext } from './commands.ts'

type Chosen = { readonly as: 'task' | 'timer'; readonly text: string }

export function followOffers(context: DeskContext): void {
  const { place, until } = context
  let isOpen = false
  const stop = effect(() => {
    const { query } = place.value
    const kind = query.get('offer')
    if (kind === null || isOpen) return
    isOpen = true
    void offer(context, kind, query.get('text') ?? '')
      .catch(reportError)
      .finally(() => (isOpen = false))
  })
  until.addEventListener('abort', stop, { once: true })
}

async function offer(context: DeskContext, kind: string, given: string): Promise<void> {
  const { words, go, act, store, timer } = context
  const chosen = await openDialog<Chosen>({
    title: kind === 'task' ? words.asTask : kind === 'timer' ? words.asTimer : words.offered,
    body: (close) => {
      const choose = (as: Chosen['as']) => {
        const text = document.querySelector<HTMLInputElement>('#offered')!.value
        if (as === 'timer' || text.trim() !== '') close({ as, text })
      }
      const button = (as: Chosen['as'], label: string, isFirst: boolean) => html`
        <button type="button" class="gx-button ${isFirst ? 'gx-primary' : ''}" @click=${() => choose(as)}>
          ${label}
        </button>
      `
      return html`<form
        class="gx-form"
        @submit=${(event: SubmitEvent) => {
          event.preventDefault()
          choose(kind === 'timer' ? 'timer' : 'task')
        }}
      >
        <div class="gx-dialog-body gx-field">
          <label for="offered">${words.offeredText}</label>
          <input id="offered" class="gx-input" dir="auto" maxlength="500" autocomplete="off" value=${given} />
          <p class="gx-hint">${words.offeredHint}</p>
        </div>
        <footer class="gx-dialog-foot gx-cluster">
          <button type="button" class="gx-button" @click=${() => close()}>${words.leave}</button>
          ${kind === 'task' ? '' : button('timer', words.asTimer, kind === 'timer')}
          ${kind === 'timer' ? '' : button('task', words.asTask, true)}
        </footer>
      </form>`
    },
  })
  go('/timer')
  if (chosen === undefined) return
  if (chosen.as === 'timer') return act(() => timer.start(chosen.text), (await loadWords('timer')).started)
  const { description, labels } = quickWords(chosen.text)
  await undoable(
    context,
    () =>
      store.write('tasks.create', (view, draft, newId) =>
        createTask(view, draft, { title: description, labels }, newId),
      ),
    words.taskAdded,
  )
}
