/** The second factor, its recovery codes, and passkeys. */
import { signal } from '@preact/signals-core'
import { html } from 'lit-html'
import type { TemplateResult } from 'lit-html'
import type { RecoveryCodes, Totp, TotpEnrolment } from '@goalixa/contracts/totp'
import { language } from '../../../words/language.ts'
import { askServer } from '../../../session/ask-server.ts'
import { withStepUp } from '../../parts/step-up.ts'
import { draw } from '../../view.ts'
import { shownOnce } from './once.ts'
import type { Part } from './part.ts'
import { momentText, said } from './part.ts'
import { passkeyList } from './passkeys.ts'

export const open: Part = async (root, context) => {
  const { words, act, until } = context
  const state = signal(await askServer<Totp>('GET', '/auth/totp'))
  const passkeys = await passkeyList(context)
  const enrolment = signal<TotpEnrolment | undefined>(undefined)
  const codes = signal<readonly string[] | undefined>(undefined)
  const refresh = async () => void (state.value = await askServer<Totp>('GET', '/auth/totp'))
  const run = (work: () => Promise<unknown>, done?: string) =>
    act(async () => {
      await withStepUp(work)
      await refresh()
    }, done)
  const begin = () =>
    run(
      async () => void (enrolment.value = await askServer<TotpEnrolment>('POST', '/auth/totp', { json: {} })),
    )
  const confirm = (event: SubmitEvent) => {
    event.preventDefault()
    const code = said(new FormData(event.currentTarget as HTMLFormElement), 'code').trim()
    void run(async () => {
      const json = { code }
      const answer = await askServer<RecoveryCodes>('POST', '/auth/totp/confirm', { json, access: 'proof' })
      codes.value = answer.recoveryCodes
      enrolment.value = undefined
    }, words.totpOn)
  }
  const renew = () =>
    run(async () => {
      const answer = await askServer<RecoveryCodes>('POST', '/auth/totp/recovery-codes', { json: {} })
      codes.value = answer.recoveryCodes
    })
  const turnOff = () =>
    run(async () => {
      await askServer('DELETE', '/auth/totp')
      codes.value = undefined
    }, words.totpOff)

  const enrolling = ({ secret, uri }: TotpEnrolment): TemplateResult =>
    html`${shownOnce(context, words.secret, [secret], words.secretHint)}
      <p><a href=${uri}>${words.openApp}</a></p>
      <form class="gx-form" @submit=${confirm}>
        <div class="gx-field">
          <label for="code">${words.firstCode}</label>
          <input
            class="gx-input"
            id="code"
            name="code"
            dir="ltr"
            inputmode="numeric"
            autocomplete="one-time-code"
            required
          />
        </div>
        <div class="gx-actions">
          <button class="gx-button gx-primary">${words.turnOn}</button>
          <button class="gx-button" type="button" @click=${() => (enrolment.value = undefined)}>
            ${words.cancel}
          </button>
        </div>
      </form>`
  const on = ({ enabledAt, recoveryCodesLeft }: Totp): TemplateResult =>
    html`<p>
        <span class="gx-badge gx-good">${words.isOn}</span> ${words.since}
        <bdi>${enabledAt === null ? '' : momentText(enabledAt)}</bdi>
      </p>
      <p>${words.codesLeft(new Intl.NumberFormat(language()).format(recoveryCodesLeft))}</p>
      <div class="gx-cluster">
        <button class="gx-button" @click=${renew}>${words.newCodes}</button>
        <button class="gx-button gx-danger" @click=${turnOff}>${words.turnOff}</button>
      </div>`
  draw(
    root,
    () => html`
      ${codes.value === undefined ? '' : shownOnce(context, words.recoveryCodes, codes.value)}
      <section class="gx-card gx-stack" aria-labelledby="totp">
        <h2 id="totp">${words.totp}</h2>
        <p class="gx-quiet-text">${words.totpHint}</p>
        ${
          state.value.enabled
            ? on(state.value)
            : enrolment.value === undefined
              ? html`<div class="gx-actions">
                  <button class="gx-button" @click=${begin}>${words.setUp}</button>
                </div>`
              : enrolling(enrolment.value)
        }
      </section>
      ${passkeys()}
    `,
    until,
  )
}
