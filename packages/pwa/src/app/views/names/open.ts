/** A list of names: made, renamed where they stand, coloured, archived, removed. Projects also have a client. */
import { computed, effect, signal, untracked } from '@preact/signals-core'
import type { ReadonlySignal } from '@preact/signals-core'
import { html } from 'lit-html'
import { live } from 'lit-html/directives/live.js'
import { repeat } from 'lit-html/directives/repeat.js'
import { AppError } from '@goalixa/contracts/errors'
import { customProperties } from '../../../design/custom-properties.ts'
import { icon } from '../../../design/icons.ts'
import { loadWords } from '../../../words/language.ts'
import { handOver, keptText, restoreOnEscape } from '../../parts/kept-text.ts'
import { plainText } from '../../parts/plain-text.ts'
import { undoable } from '../../parts/undo.ts'
import { durationText } from '../../timer/durations.ts'
import { draw } from '../../view.ts'
import type { ViewContext } from '../../view.ts'
import { createNamed, deleteNamed, setClient, updateNamed } from './actions.ts'
import { readNamed } from './data.ts'
import type { Kind, Named, NamedList } from './data.ts'

const longestName = 200
const icons = { projects: 'folder', labels: 'tag', clients: 'user' } as const

export async function openNamed(kind: Kind, root: HTMLElement, context: ViewContext): Promise<string> {
  const { store, place, go, until } = context
  const words = await loadWords('names')
  const { title, add, empty } = words[kind]
  const archived = computed(() => place.value.query.get('archived') === '1')
  const list = signal<ReadonlySignal<NamedList | undefined>>(signal(undefined))
  const follow = effect(() => {
    const over = new AbortController()
    const query = readNamed(kind, archived.value)
    untracked(() => (list.value = store.live(query, AbortSignal.any([until, over.signal]))))
    return () => over.abort()
  })
  until.addEventListener('abort', follow, { once: true })

  const nameOf = (text: string): string => {
    const name = plainText(text)
    if (name === '' || name.length > longestName) throw new AppError('request.invalid', words.nameBounds)
    return name
  }
  const create = (event: SubmitEvent) => {
    event.preventDefault()
    const input = (event.currentTarget as HTMLFormElement).querySelector('input')!
    void undoable(
      context,
      async () => {
        await createNamed(store, kind, nameOf(input.value))
        input.value = ''
      },
      words.added,
    )
  }
  const rename = async (input: HTMLInputElement, { item }: Named) => {
    if (input.value.trim() === item.name) return
    const refuse = handOver(input)
    let isKept = false
    await undoable(
      context,
      async () => {
        await updateNamed(store, kind, item.id, { name: nameOf(input.value) })
        isKept = true
      },
      words.saved,
    )
    if (!isKept) refuse()
  }
  const pressed = (event: KeyboardEvent) => {
    const input = event.currentTarget as HTMLInputElement
    restoreOnEscape(event)
    if (event.key === 'Escape' || event.key === 'Enter') input.blur()
    // The row stays under the hand of whoever works by keyboard.
    if (event.key === 'Escape' || event.key === 'Enter') input.focus()
  }
  const chosen = (event: Event) => (event.currentTarget as HTMLInputElement | HTMLSelectElement).value

  const clientChoice = ({ item }: Named, { clients }: NamedList) =>
    kind !== 'projects' || !('clientId' in item)
      ? ''
      : html`<select
          class="gx-select gx-client"
          aria-label=${words.client(item.name)}
          .value=${live(item.clientId ?? '')}
          @change=${(event: Event) => {
            const clientId = chosen(event) || null
            void undoable(context, () => setClient(store, item.id, clientId), words.saved)
          }}
        >
          <option value="" ?selected=${item.clientId === null}>${words.noClient}</option>
          ${clients.map(
            ({ id, name }) => html`<option value=${id} ?selected=${id === item.clientId}>${name}</option>`,
          )}
          ${
            item.clientId !== null && !clients.some(({ id }) => id === item.clientId)
              ? html`<option value=${item.clientId} selected>${item.client}</option>`
              : ''
          }
        </select>`

  const row = (named: Named, shown: NamedList) => {
    const { item, seconds } = named
    const setArchived = () =>
      undoable(
        context,
        () => updateNamed(store, kind, item.id, { archived: !item.archived }),
        item.archived ? words.unarchived : words.archived,
      )
    const archiveLabel = item.archived ? words.unarchive(item.name) : words.archive(item.name)
    return html`<li class="gx-row" data-id=${item.id}>
      <div class="gx-row-lead">
        <label class="gx-colour"
          ><i class="gx-dot" ${customProperties({ '--gx-colour': item.colour })}></i
          ><input
            type="color"
            aria-label=${words.colour(item.name)}
            .value=${live(item.colour ?? '#808080')}
            @change=${(event: Event) => {
              const colour = chosen(event)
              void undoable(context, () => updateNamed(store, kind, item.id, { colour }), words.saved)
            }}
        /></label>
      </div>
      <div class="gx-row-main">
        <input
          class="gx-input gx-plain"
          dir="auto"
          autocomplete="off"
          maxlength=${longestName}
          aria-label=${words.name(item.name)}
          ${keptText(item.name)}
          @change=${(event: Event) => rename(event.currentTarget as HTMLInputElement, named)}
          @keydown=${pressed}
        />
      </div>
      <div class="gx-row-end">
        ${clientChoice(named, shown)}
        <span class="gx-time" data-tracked>${durationText(seconds)}</span>
        <button
          class="gx-button gx-quiet gx-icon"
          aria-label=${archiveLabel}
          title=${archiveLabel}
          @click=${setArchived}
        >
          ${icon('archive')}
        </button>
        <button
          class="gx-button gx-quiet gx-icon"
          aria-label=${words.remove(item.name)}
          title=${words.remove(item.name)}
          @click=${() => undoable(context, () => deleteNamed(store, kind, item.id), words.removed)}
        >
          ${icon('trash')}
        </button>
      </div>
    </li>`
  }
  const which = (isArchive: boolean, text: string) =>
    html`<button
      aria-pressed=${archived.value === isArchive ? 'true' : 'false'}
      @click=${() => go(isArchive ? `/${kind}?archived=1` : `/${kind}`)}
    >
      ${text}
    </button>`

  draw(
    root,
    () => {
      const shown = list.value.value
      return html`
        <div class="gx-page-head">
          <h1 tabindex="-1">${title}</h1>
          <div class="gx-page-actions">
            <div class="gx-segmented" role="group" aria-label=${words.which}>
              ${which(false, words.inUse)}${which(true, words.inArchive)}
            </div>
          </div>
        </div>
        <form class="gx-split" @submit=${create}>
          <input
            class="gx-input"
            name="name"
            dir="auto"
            autocomplete="off"
            required
            maxlength=${longestName}
            aria-label=${add}
            placeholder=${add}
          />
          <button class="gx-button gx-primary">${icon('plus')}${words.create}</button>
        </form>
        <section
          class="gx-card gx-flush"
          aria-label=${title}
          aria-busy=${shown === undefined ? 'true' : 'false'}
        >
          ${
            shown === undefined
              ? html`<div class="gx-skeleton gx-block" aria-hidden="true"></div>`
              : shown.items.length === 0
                ? html`<div class="gx-empty">
                    ${icon(icons[kind])}
                    <h2>${words.emptyTitle}</h2>
                    <p>${archived.value ? words.emptyArchive : empty}</p>
                  </div>`
                : html`<ul class="gx-list">
                    ${repeat(
                      shown.items,
                      ({ item }) => item.id,
                      (named) => row(named, shown),
                    )}
                  </ul>`
          }
        </section>
      `
    },
    until,
  )
  return title
}
