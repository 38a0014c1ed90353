/** What is chosen, and what can be done with all of it: one operation each, one to take back. */
import type { Signal } from '@preact/signals-core'
import { html } from 'lit-html'
import type { TaskBulk } from '@goalixa/contracts/bulk'
import { AppError } from '@goalixa/contracts/errors'
import { language } from '../../../words/language.ts'
import { plainText } from '../../parts/plain-text.ts'
import { undoable } from '../../parts/undo.ts'
import { changeMany } from './actions.ts'
import type { TaskList } from './data.ts'
import type { PartContext } from './part.ts'

const longestName = 200
const most = 1_000

/** `chosen` is undefined while nothing can be chosen. */
export function bulkBar({ store, act, words }: PartContext, chosen: Signal<ReadonlySet<string> | undefined>) {
  const number = new Intl.NumberFormat(language())
  const change = (input: Omit<TaskBulk, 'ids'>, done: string) => {
    const ids = [...(chosen.value ?? [])].slice(0, most)
    if (ids.length === 0) return
    void undoable(
      { store, act },
      async () => {
        await changeMany(store, { ...input, ids })
        chosen.value = new Set()
      },
      done,
    )
  }
  const nameIn = (event: SubmitEvent): string | undefined => {
    event.preventDefault()
    const input = (event.currentTarget as HTMLFormElement).querySelector('input')!
    const name = plainText(input.value)
    if (name.length > longestName)
      void act(() => Promise.reject(new AppError('request.invalid', words.tooLong)))
    return name.length > longestName ? undefined : name
  }
  const label = (event: SubmitEvent) => {
    const name = nameIn(event)
    if (name) change({ verb: 'update', addLabels: [name] }, words.labelled)
  }
  const move = (event: SubmitEvent) => {
    const name = nameIn(event)
    if (name === undefined) return
    change({ verb: 'update', patch: name === '' ? { projectId: null } : { project: name } }, words.moved)
  }
  const field = (text: string, list: string, submit: (event: SubmitEvent) => void) =>
    html`<form class="gx-cluster" @submit=${submit}>
      <input
        class="gx-input gx-bulk-name"
        dir="auto"
        autocomplete="off"
        list=${list}
        maxlength=${longestName}
        aria-label=${text}
        placeholder=${text}
      />
      <button class="gx-button gx-small">${text}</button>
    </form>`

  return (shown: TaskList) => {
    const ids = chosen.value
    if (ids === undefined) return ''
    return html`<section class="gx-bulk" aria-label=${words.select}>
      <span role="status">${words.selected(number.format(ids.size), ids.size)}</span>
      <button
        class="gx-button gx-small"
        @click=${() => (chosen.value = new Set(shown.tasks.map(({ id }) => id)))}
      >
        ${words.selectAll}
      </button>
      <button class="gx-button gx-small" @click=${() => change({ verb: 'done' }, words.allDone)}>
        ${words.finishAll}
      </button>
      ${field(words.labelAll, 'label-names', label)} ${field(words.moveAll, 'project-names', move)}
      <button class="gx-button gx-small gx-danger" @click=${() => change({ verb: 'delete' }, words.removed)}>
        ${words.removeAll}
      </button>
    </section>`
  }
}
