/** What is wrong with a line, and the line with a mark where it is. */
import { html } from 'lit-html'

interface Wrong {
  readonly id: string
  readonly message: string
  readonly line: string
  /** Index of the first wrong character. */
  readonly position: number
}

export function wrongPlace({ id, message, line, position }: Wrong) {
  const rest = line.slice(position)
  const length = /^\s*\S+/.exec(rest)?.[0].length ?? rest.length
  return html`<div id=${id} class="gx-stack" data-position=${position}>
    <p class="gx-error" dir="auto">${message}</p>
    ${
      line === ''
        ? ''
        : html`<p class="gx-small-text" dir="auto">
            ${line.slice(0, position)}<mark>${rest.slice(0, length) || '␣'}</mark>${rest.slice(length)}
          </p>`
    }
  </div>`
}
