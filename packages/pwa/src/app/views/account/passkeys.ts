/** Passkeys: devices that prove who signs in. */
import { html } from 'lit-html'
import { repeat } from 'lit-html/directives/repeat.js'
import type { TemplateResult } from 'lit-html'
import type { Passkey } from '@goalixa/contracts/passkeys'
import { askServer } from '../../../session/ask-server.ts'
import { makePasskey } from '../../../session/passkey.ts'
import { withStepUp } from '../../parts/step-up.ts'
import type { PartContext } from './part.ts'
import { momentText, said, serverList } from './part.ts'

export async function passkeyList({ words, act }: PartContext): Promise<() => TemplateResult> {
  const { items, refresh } = await serverList<Passkey>('/auth/passkeys')
  const add = (event: SubmitEvent) => {
    event.preventDefault()
    const form = event.currentTarget as HTMLFormElement
    const name = said(new FormData(form), 'passkey')
    void act(async () => {
      const { options } = await withStepUp(() =>
        askServer<{ options: object }>('POST', '/auth/passkeys/options', { json: {} }),
      )
      const credential = await makePasskey(options).catch((error: unknown) => {
        // The browser's dialog was left: nothing went wrong.
        if (!(error instanceof DOMException)) throw error
      })
      if (credential === undefined) return
      await askServer('POST', '/auth/passkeys', { json: { name, credential } })
      form.reset()
      await refresh()
    })
  }
  const remove = (id: string) =>
    act(async () => {
      await withStepUp(() => askServer('DELETE', `/auth/passkeys/${id}`))
      await refresh()
    }, words.passkeyRemoved)
  const row = ({ id, name, lastUsedAt }: Passkey) =>
    html`<li class="gx-row">
      <div class="gx-row-main">
        <p class="gx-row-title"><bdi>${name}</bdi></p>
        <p class="gx-row-meta">
          <span
            >${words.lastUsed} <bdi>${lastUsedAt === null ? words.never : momentText(lastUsedAt)}</bdi></span
          >
        </p>
      </div>
      <div class="gx-row-end">
        <button class="gx-button gx-small" aria-label="${words.remove}: ${name}" @click=${() => remove(id)}>
          ${words.remove}
        </button>
      </div>
    </li>`
  return () =>
    html`<section class="gx-card gx-stack" aria-labelledby="passkeys">
      <h2 id="passkeys">${words.passkeys}</h2>
      <p class="gx-quiet-text">${words.passkeysHint}</p>
      ${
        items.value.length === 0
          ? ''
          : html`<ul class="gx-list">
              ${repeat(items.value, ({ id }) => id, row)}
            </ul>`
      }
      ${
        window.PublicKeyCredential === undefined
          ? html`<p>${words.noPasskeys}</p>`
          : html`<form class="gx-form" @submit=${add}>
              <div class="gx-field">
                <label for="passkey">${words.passkeyName}</label>
                <input
                  class="gx-input"
                  id="passkey"
                  name="passkey"
                  maxlength="100"
                  autocomplete="off"
                  dir="auto"
                  required
                />
              </div>
              <div class="gx-actions"><button class="gx-button">${words.addPasskey}</button></div>
            </form>`
      }
    </section>`
}
