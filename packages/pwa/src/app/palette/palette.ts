/** Search and do, by keyboard: `combobox` over a `listbox`, the chosen one told by `aria-activedescendant`. */
import { batch, computed, effect, signal } from '@preact/signals-core'
import { html, render } from 'lit-html'
import { icon } from '../../design/icons.ts'
import { painted } from '../parts/painted.ts'
import { keyCaps } from '../keys/caps.ts'
import type { DeskContext } from '../keys/commands.ts'
import { readOwn } from './data.ts'
import type { Item } from './items.ts'
import { fixedItems, ownItems } from './items.ts'
import { rank } from './rank.ts'

/** Kept from the last time, so that it is there at once; read again each time it opens. */
let own: readonly Item[] = []

const roomAtFirst = 12

export async function openPalette(context: DeskContext): Promise<void> {
  const { words, store } = context
  if (document.querySelector('dialog.gx-palette') !== null) return
  const fixed = await fixedItems(context)
  const all = signal<readonly Item[]>([...fixed, ...own])
  const texts = computed(() => all.value.map(({ text }) => text))
  const typed = signal('')
  const found = computed(() => rank(all.value, texts.value, typed.value).map((index) => all.value[index]!))
  const at = signal(0)
  const room = signal(roomAtFirst)
  /** What can be seen is painted before all that can be scrolled to. */
  const makeRoom = async () => {
    room.value = roomAtFirst
    await painted()
    room.value = Infinity
  }
  const refresh = async () => {
    await makeRoom()
    own = await ownItems(context, await store.read(readOwn))
    all.value = [...fixed, ...own]
  }
  void refresh().catch(reportError)

  const dialog = document.createElement('dialog')
  dialog.className = 'gx-dialog gx-palette'
  dialog.setAttribute('aria-label', words.search)
  document.body.append(dialog)
  const choose = (item: Item | undefined) => {
    if (item === undefined) return
    dialog.close()
    void Promise.resolve(item.run()).catch(reportError)
  }
  const move = (to: number) => {
    const count = found.value.length
    if (count > 0) at.value = (to + count) % count
    dialog.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }
  const press = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: at.value + 1,
      ArrowUp: at.value - 1,
      PageDown: Math.min(at.value + 8, found.value.length - 1),
      PageUp: Math.max(at.value - 8, 0),
    }
    const to = steps[event.key]
    if (event.isComposing || (to === undefined && event.key !== 'Enter')) return
    event.preventDefault()
    if (to === undefined) choose(found.value[at.value])
    else move(to)
  }
  const row = (item: Item, index: number) => html`
    ${
      found.value[index - 1]?.group === item.group
        ? ''
        : html`<li class="gx-palette-group" role="presentation">${words.group[item.group]}</li>`
    }
    <li
      id=${item.id}
      role="option"
      aria-selected=${index === at.value ? 'true' : 'false'}
      @click=${() => choose(item)}
    >
      ${icon(item.icon)}<span class="gx-truncate"><bdi>${item.text}</bdi></span
      >${item.keys && keyCaps(item.keys)}
    </li>
  `
  const stop = effect(
    () =>
      void render(
        html`<input
            class="gx-palette-input"
            role="combobox"
            dir="auto"
            autocomplete="off"
            spellcheck="false"
            maxlength="200"
            aria-label=${words.search}
            placeholder=${words.search}
            aria-expanded="true"
            aria-controls="palette-list"
            aria-autocomplete="list"
            aria-activedescendant=${found.value[at.value]?.id ?? ''}
            @input=${({ currentTarget }: Event & { currentTarget: HTMLInputElement }) => {
              batch(() => {
                void makeRoom()
                at.value = 0
                typed.value = currentTarget.value
              })
            }}
            @keydown=${press}
          />
          <ul id="palette-list" class="gx-palette-list" role="listbox" aria-label=${words.search}>
            ${found.value.slice(0, room.value).map(row)}
          </ul>
          <div class="gx-palette-foot">
            <span role="status"
              >${found.value.length === 0 ? words.nothing : words.found(found.value.length)}</span
            >
            <span>${keyCaps(['↑', '↓'])} ${words.footMove}</span>
            <span>${keyCaps(['↵'])} ${words.footDo}</span>
            <span>${keyCaps(['Esc'])} ${words.footLeave}</span>
          </div>`,
        dialog,
      ),
  )
  dialog.addEventListener('click', ({ target }) => void (target === dialog && dialog.close()))
  dialog.addEventListener('close', () => {
    stop()
    dialog.remove()
  })
  dialog.showModal()
}
