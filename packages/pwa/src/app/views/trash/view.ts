/** What was removed, last first, and how it comes back. */
import { computed, effect, signal, untracked } from '@preact/signals-core'
import type { ReadonlySignal } from '@preact/signals-core'
import { html } from 'lit-html'
import { repeat } from 'lit-html/directives/repeat.js'
import type { TrashItem } from '@goalixa/contracts/trash'
import { restoreRow } from '@goalixa/domain/plans/trash'
import { listTrash } from '@goalixa/replica/queries/trash'
import { icon } from '../../../design/icons.ts'
import { dateLocale } from '../../../words/date-locale.ts'
import { loadWords } from '../../../words/language.ts'
import { undoable } from '../../parts/undo.ts'
import { zone } from '../../store/dates.ts'
import { draw } from '../../view.ts'
import type { ViewContext } from '../../view.ts'

type Page = Awaited<ReturnType<typeof listTrash>>
const pageSize = 100

export async function open(root: HTMLElement, context: ViewContext): Promise<string> {
  const { store, until } = context
  const words = await loadWords('trash')
  const limit = signal(pageSize)
  const trash = signal<ReadonlySignal<Page | undefined>>(signal(undefined))
  const follow = effect(() => {
    const over = new AbortController()
    const wanted = limit.value
    untracked(
      () =>
        (trash.value = store.live(
          (reader) => listTrash(reader, { limit: wanted }),
          AbortSignal.any([until, over.signal]),
        )),
    )
    return () => over.abort()
  })
  until.addEventListener('abort', follow, { once: true })
  const when = computed(
    () =>
      new Intl.DateTimeFormat(dateLocale(), { dateStyle: 'medium', timeStyle: 'short', timeZone: zone() }),
  )
  const restore = ({ table, id }: TrashItem) =>
    undoable(
      context,
      () => store.write('trash.restore', (view, draft) => restoreRow(view, draft, table, id)),
      words.restored,
    )
  const row = (item: TrashItem) => html`
    <li class="gx-row">
      <div class="gx-row-main">
        <p class="gx-row-title"><bdi>${item.name ?? words.noName}</bdi></p>
        <p class="gx-row-meta">
          <span class="gx-badge">${words.table[item.table]}</span>
          <span>${words.removedAt(when.value.format(new Date(item.removedAt)))}</span>
        </p>
      </div>
      <div class="gx-row-end">
        <button
          class="gx-button gx-small"
          aria-label=${words.restoreNamed(item.name ?? words.noName)}
          @click=${() => restore(item)}
        >
          ${icon('undo')}${words.restore}
        </button>
      </div>
    </li>
  `
  draw(
    root,
    () => {
      const shown = trash.value.value
      return html`
        <div class="gx-page-head"><h1 tabindex="-1">${words.title}</h1></div>
        <section
          class="gx-card gx-flush"
          aria-label=${words.title}
          aria-busy=${shown === undefined ? 'true' : 'false'}
        >
          ${
            shown === undefined
              ? html`<div class="gx-skeleton gx-block" aria-hidden="true"></div>`
              : shown.items.length === 0
                ? html`<div class="gx-empty">
                    ${icon('trash')}
                    <h2>${words.emptyTitle}</h2>
                    <p>${words.empty}</p>
                  </div>`
                : html`<ul class="gx-list">
                      ${repeat(shown.items, ({ id }) => id, row)}
                    </ul>
                    ${
                      shown.nextCursor === null
                        ? ''
                        : html`<button class="gx-button gx-quiet" @click=${() => (limit.value += pageSize)}>
                            ${words.more}
                          </button>`
                    }`
          }
        </section>
      `
    },
    until,
  )
  return words.title
}
