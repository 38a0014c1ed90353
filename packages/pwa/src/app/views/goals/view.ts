/** Goals: those that somebody works towards, the archive, and a page for each. */
import { effect, signal, untracked } from '@preact/signals-core'
import type { ReadonlySignal } from '@preact/signals-core'
import { html } from 'lit-html'
import { repeat } from 'lit-html/directives/repeat.js'
import { AppError } from '@goalixa/contracts/errors'
import type { Goal } from '@goalixa/contracts/goals'
import { icon } from '../../../design/icons.ts'
import { loadWords } from '../../../words/language.ts'
import { plainText } from '../../parts/plain-text.ts'
import { undoable } from '../../parts/undo.ts'
import { draw } from '../../view.ts'
import type { ViewModule } from '../../view.ts'
import { addGoal } from './actions.ts'
import { readGoal, readGoals } from './data.ts'
import { goalPage } from './page.ts'
import { goalRow } from './row.ts'

type Shown =
  | { readonly list: ReadonlySignal<readonly Goal[] | undefined> }
  | { readonly one: ReadonlySignal<Goal | null | undefined> }

export const open: ViewModule['open'] = async (root, view) => {
  const { store, place, go, until } = view
  const words = await loadWords('goals')
  const context = { ...view, words }
  const shown = signal<Shown>({ list: signal(undefined) })
  const isArchive = () => place.value.query.get('archived') === '1'
  const follow = effect(() => {
    const over = new AbortController()
    const ends = AbortSignal.any([until, over.signal])
    const [id] = place.value.rest
    const archived = isArchive()
    untracked(() => {
      shown.value =
        id === undefined
          ? { list: store.live(readGoals(archived), ends) }
          : { one: store.live(readGoal(id), ends) }
    })
    return () => over.abort()
  })
  until.addEventListener('abort', follow, { once: true })

  const add = (event: SubmitEvent) => {
    event.preventDefault()
    const input = (event.currentTarget as HTMLFormElement).querySelector('input')!
    void undoable(
      context,
      async () => {
        const name = plainText(input.value)
        if (name === '' || name.length > 1000) throw new AppError('request.invalid', words.nameBounds)
        await addGoal(store, { name })
        input.value = ''
      },
      words.added,
    )
  }
  const openForm = async () => (await import('./form.ts')).openGoalForm(context)
  const which = (archived: boolean, text: string) =>
    html`<button
      aria-pressed=${isArchive() === archived ? 'true' : 'false'}
      @click=${() => go(archived ? '/goals?archived=1' : '/goals')}
    >
      ${text}
    </button>`
  const empty = (title: string, text: string) =>
    html`<div class="gx-empty">
      ${icon('target')}
      <h2>${title}</h2>
      <p>${text}</p>
    </div>`
  const listed = (goals: readonly Goal[] | undefined) => html`
    <div class="gx-page-head">
      <h1 tabindex="-1">${words.title}</h1>
      <div class="gx-page-actions">
        <div class="gx-segmented" role="group" aria-label=${words.which}>
          ${which(false, words.inUse)}${which(true, words.inArchive)}
        </div>
      </div>
    </div>
    <form class="gx-habit-add" @submit=${add}>
      <input
        class="gx-input"
        name="name"
        dir="auto"
        autocomplete="off"
        required
        maxlength="1000"
        aria-label=${words.quickAdd}
        placeholder=${words.quickAdd}
      />
      <div class="gx-cluster">
        <button class="gx-button gx-primary">${icon('plus')}${words.create}</button>
        <button type="button" class="gx-button" @click=${openForm}>${words.newTitle}…</button>
      </div>
    </form>
    <section
      class="gx-card gx-flush"
      aria-label=${words.title}
      aria-busy=${goals === undefined ? 'true' : 'false'}
    >
      ${
        goals === undefined
          ? html`<div class="gx-skeleton gx-block" aria-hidden="true"></div>`
          : goals.length === 0
            ? empty(words.emptyTitle, isArchive() ? words.emptyArchive : words.empty)
            : html`<ul class="gx-list">
                ${repeat(
                  goals,
                  ({ id }) => id,
                  (goal) => goalRow(context, goal),
                )}
              </ul>`
      }
    </section>
  `
  const missing = () => html`
    <div class="gx-page-head"><h1 tabindex="-1">${words.title}</h1></div>
    <section class="gx-card">
      ${empty(words.emptyTitle, words.gone)}
      <a class="gx-button" href="/app/#/goals" target="_top">${words.back}</a>
    </section>
  `
  draw(
    root,
    () => {
      const now = shown.value
      if ('list' in now) return listed(now.list.value)
      const one = now.one.value
      if (one === undefined)
        return html`<h1 class="gx-hidden" tabindex="-1">${words.title}</h1>
          <div class="gx-skeleton gx-block" aria-busy="true"></div>`
      return one === null ? missing() : goalPage(context, one)
    },
    until,
  )
  return words.title
}
