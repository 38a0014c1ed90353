/** A modal dialog that somebody answers or leaves; the focus goes back by itself. */
import { effect } from '@preact/signals-core'
import { html, render } from 'lit-html'
import type { TemplateResult } from 'lit-html'

interface DialogOptions<Answer> {
  readonly title: string
  /** Rises from below on a phone. */
  readonly isSheet?: boolean
  /** Drawn again when a signal changes that it has read. */
  readonly body: (close: (answer?: Answer) => void) => TemplateResult
}

/** Undefined when it was left with Esc. */
export function openDialog<Answer>({
  title,
  isSheet = false,
  body,
}: DialogOptions<Answer>): Promise<Answer | undefined> {
  const dialog = document.createElement('dialog')
  dialog.className = isSheet ? 'gx-dialog gx-sheet' : 'gx-dialog'
  dialog.setAttribute('aria-labelledby', 'dialog-title')
  document.body.append(dialog)
  return new Promise((resolve) => {
    let given: Answer | undefined
    const close = (answer?: Answer) => {
      given = answer
      dialog.close()
    }
    const stop = effect(
      () =>
        void render(
          html`<header class="gx-dialog-head"><h2 id="dialog-title">${title}</h2></header>
            ${body(close)}`,
          dialog,
        ),
    )
    dialog.addEventListener('close', () => {
      stop()
      dialog.remove()
      resolve(given)
    })
    dialog.showModal()
    dialog.querySelector<HTMLElement>('input, [autofocus]')?.focus()
  })
}

interface ConfirmOptions {
  readonly title: string
  readonly text: string
  readonly yes: string
  readonly no: string
  /** Something to do first, such as keeping a copy; the question stays. */
  readonly before?: { readonly text: string; readonly run: () => void }
}

/** For what cannot be taken back. */
export const confirmed = async ({ title, text, yes, no, before }: ConfirmOptions): Promise<boolean> =>
  (await openDialog<boolean>({
    title,
    body: (close) =>
      html`<div class="gx-dialog-body"><p>${text}</p></div>
        <footer class="gx-dialog-foot gx-cluster">
          <button class="gx-button" autofocus @click=${() => close(false)}>${no}</button>
          ${
            before === undefined
              ? ''
              : html`<button class="gx-button" @click=${before.run}>${before.text}</button>`
          }
          <button class="gx-button gx-danger" @click=${() => close(true)}>${yes}</button>
        </footer>`,
  })) === true
