import { html } from 'lit-html'

const isMac = /Mac|iP/.test(navigator.platform)

/** `Ctrl` `K`, as a Mac calls them on a Mac. */
export const keyCaps = (shown: readonly string[]) =>
  html`<span class="gx-time"
    >${shown.map((text) => html`<kbd class="gx-kbd">${text === 'Ctrl' && isMac ? '⌘' : text}</kbd> `)}</span
  >`
