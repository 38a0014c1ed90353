/** Habits: those of today with their last days, the archive, and a page for each. */
import { effect, signal, untracked } from '@preact/signals-core'
import type { ReadonlySignal } from '@preact/signals-core'
import { html } from 'lit-html'
import { repeat } from 'lit-html/directives/repeat.js'
import { AppError } from '@goalixa/contracts/errors'
import type { Habit } from '@goalixa/contracts/habits'
import { icon } from '../../../design/icons.ts'
import { loadWords } from '../../../words/language.ts'
import { plainText } from '../../parts/plain-text.ts'
import { undoable } from '../../parts/undo.ts'
import { draw } from '../../view.ts'
import type { ViewModule } from '../../view.ts'
import { addHabit } from './actions.ts'
import { readHabit, readHabits } from './data.ts'
import type { OneHabit } from './data.ts'
import { habitPage } from './page.ts'
import { habitRow } from './row.ts'

type Shown =
  | { readonly list: ReadonlySignal<readonly Habit[] | undefined> }
  | { readonly one: ReadonlySignal<OneHabit | null | undefined> }

export const open: ViewModule['open'] = async (root, view) => {
  const { store, place, go, until } = view
  const words = await loadWords('habits')
  const context = { ...view, words }
  const page = habitPage(context)
  const shown = signal<Shown>({ list: signal(undefined) })
  const follow = effect(() => {
    const over = new AbortController()
    const ends = AbortSignal.any([until, over.signal])
    const [id] = place.value.rest
    const isArchive = place.value.query.get('archived') === '1'
    untracked(() => {
      shown.value =
        id === undefined
          ? { list: store.live(readHabits(isArchive), ends) }
          : { one: store.live(readHabit(id), ends) }
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
        if (name === '' || name.length > 200) throw new AppError('request.invalid', words.nameBounds)
        await addHabit(store, { name })
        input.value = ''
      },
      words.added,
    )
  }
  const openForm = async () => (await import('./form.ts')).openHabitForm(context)
  const isArchive = () => place.value.query.get('archived') === '1'
  const which = (archived: boolean, text: string) =>
    html`<button
      aria-pressed=${isArchive() === archived ? 'true' : 'false'}
      @click=${() => go(archived ? '/habits?archived=1' : '/habits')}
    >
      ${text}
    </button>`
  const empty = (title: string, text: string) =>
    html`<div class="gx-empty">
      ${icon('repeat')}
      <h2>${title}</h2>
      <p>${text}</p>
    </div>`
  const listed = (habits: readonly Habit[] | undefined) => html`
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
        maxlength="200"
        aria-label=${words.quickAdd}
        placeholder=${words.quickAdd}
      />
      <div class="gx-cluster">
        <button class="gx-button gx-primary">${icon('plus')}${words.create}</button>
        <button type="button" class="gx-button" @click=${openForm}>${words.details}</button>
      </div>
    </form>
    <section
      class="gx-card gx-flush"
      aria-label=${words.title}
      aria-busy=${habits === undefined ? 'true' : 'false'}
    >
      ${
        habits === undefined
          ? html`<div class="gx-skeleton gx-block" aria-hidden="true"></div>`
          : habits.length === 0
            ? empty(words.emptyTitle, isArchive() ? words.emptyArchive : words.empty)
            : html`<ul class="gx-list">
                ${repeat(
                  habits,
                  ({ id }) => id,
                  (habit) => habitRow(context, habit),
                )}
              </ul>`
      }
    </section>
  `
  const missing = () => html`
    <div class="gx-page-head"><h1 tabindex="-1">${words.title}</h1></div>
    <section class="gx-card">
      ${empty(words.emptyTitle, words.gone)}
      <a class="gx-button" href="/app/#/habits" target="_top">${words.back}</a>
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
      return one === null ? missing() : page(one)
    },
    until,
  )
  return words.title
}
