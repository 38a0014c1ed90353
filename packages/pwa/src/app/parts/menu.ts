/** A menu that opens beside a button: arrows move, Enter chooses, Esc leaves; the focus goes back to the button. */
import { html, render } from 'lit-html'
import { icon } from '../../design/icons.ts'
import type { IconName } from '../../design/icons.ts'
import { placeBelow } from '../../design/place.ts'

export interface MenuItem {
  readonly icon: IconName
  readonly text: string
  readonly run: () => unknown
}

export function openMenu(anchor: HTMLElement, label: string, items: readonly MenuItem[]): void {
  const menu = document.createElement('div')
  menu.className = 'gx-popover gx-menu'
  menu.popover = 'auto'
  menu.role = 'menu'
  menu.setAttribute('aria-label', label)
  const choose = (item: MenuItem) => {
    menu.hidePopover()
    void item.run()
  }
  render(
    items.map(
      (item) =>
        html`<button type="button" role="menuitem" tabindex="-1" @click=${() => choose(item)}>
          ${icon(item.icon)}<span><bdi>${item.text}</bdi></span>
        </button>`,
    ),
    menu,
  )
  menu.addEventListener('keydown', (event) => {
    const buttons = [...menu.querySelectorAll<HTMLElement>('[role=menuitem]')]
    const at = buttons.indexOf(document.activeElement as HTMLElement)
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key]
    if (event.key === 'Tab') menu.hidePopover()
    if (next === undefined) return
    event.preventDefault()
    buttons.at(next % buttons.length)?.focus()
  })
  menu.addEventListener('toggle', (event) => {
    if (event.newState === 'closed') menu.remove()
  })
  // In a dialog the rest of the page cannot be used.
  ;(anchor.closest('dialog') ?? document.body).append(menu)
  menu.showPopover()
  placeBelow(menu, anchor)
  menu.querySelector<HTMLElement>('[role=menuitem]')?.focus()
}
