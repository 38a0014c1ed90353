/** E-mail, password, what else signs in, signing out, and the end of the account. */
import { signal } from '@preact/signals-core'
import { html } from 'lit-html'
import type { Account, EmailChange } from '@goalixa/contracts/accounts'
import { icon } from '../../../design/icons.ts'
import { askServer, askText } from '../../../session/ask-server.ts'
import { openDialog } from '../../parts/dialog.ts'
import { download } from '../../parts/download.ts'
import { withStepUp } from '../../parts/step-up.ts'
import { mayLose } from '../../parts/unsent.ts'
import { draw } from '../../view.ts'
import type { Part } from './part.ts'
import { said } from './part.ts'

export const open: Part = async (root, { words, act, store, signOut, until }) => {
  const me = signal(await askServer<Account>('GET', '/auth/me'))
  const { available } = await askServer<{ available: boolean }>('GET', '/auth/google/availability')
  const onSubmit = (work: (given: FormData) => Promise<unknown>, done: string) => (event: SubmitEvent) => {
    event.preventDefault()
    const form = event.currentTarget as HTMLFormElement
    void act(async () => {
      await withStepUp(() => work(new FormData(form)))
      form.reset()
    }, done)
  }
  const note = signal('')
  const changeEmail = async (given: FormData) => {
    const { state } = await askServer<EmailChange>('PUT', '/auth/email', {
      json: { email: said(given, 'email') },
    })
    note.value = state === 'asked' ? words.emailAsked : words.emailChanged
    me.value = await askServer<Account>('GET', '/auth/me')
  }
  const changePassword = (given: FormData) =>
    askServer('PUT', '/auth/password', {
      json: {
        password: said(given, 'password'),
        // Who has only ever come by Google has none.
        ...(said(given, 'current') === '' ? {} : { currentPassword: said(given, 'current') }),
      },
    })
  const leave = () =>
    act(async () => {
      if (await mayLose(store.replica)) signOut()
    })
  const linkGoogle = () =>
    act(async () => {
      const { url } = await withStepUp(() =>
        askServer<{ url: string }>('POST', '/auth/google/link', { json: { returnTo: '/app/' } }),
      )
      window.top!.location.assign(url)
    })
  const takeAll = () =>
    act(async () => download('goalixa.json', await askText('/v1/export/json'), 'application/json'))
  const end = () =>
    act(async () => {
      const isMeant = await openDialog<boolean>({
        title: words.deleteTitle,
        body: (close) =>
          html`<form
            class="gx-form"
            @submit=${(event: SubmitEvent) => {
              event.preventDefault()
              close(true)
            }}
          >
            <div class="gx-dialog-body gx-stack">
              <p>${words.deleteText}</p>
              <button class="gx-button" type="button" @click=${takeAll}>
                ${icon('download')}${words.exportFirst}
              </button>
              <div class="gx-field">
                <label for="sure">${words.typeEmail} <bdi>${me.value.email}</bdi></label>
                <input
                  class="gx-input"
                  id="sure"
                  dir="ltr"
                  autocomplete="off"
                  required
                  @input=${({ currentTarget: input }: InputEvent & { currentTarget: HTMLInputElement }) =>
                    input.setCustomValidity(input.value === me.value.email ? '' : words.notTheEmail)}
                />
              </div>
            </div>
            <footer class="gx-dialog-foot gx-cluster">
              <button class="gx-button" type="button" @click=${() => close(false)}>${words.cancel}</button>
              <button class="gx-button gx-danger">${words.deleteNow}</button>
            </footer>
          </form>`,
      })
      if (isMeant !== true) return
      await withStepUp(() => askServer('POST', '/auth/me/delete', { json: {} }))
      // The way out needs a click that is not long ago.
      if (!navigator.userActivation.isActive)
        await openDialog<boolean>({
          title: words.deleted,
          body: (close) =>
            html`<footer class="gx-dialog-foot">
              <button class="gx-button gx-primary" autofocus @click=${() => close(true)}>
                ${words.signOut}
              </button>
            </footer>`,
        })
      signOut()
    })

  draw(
    root,
    () => html`
      <section class="gx-card gx-stack" aria-labelledby="who">
        <h2 id="who">${words.email}</h2>
        <p>
          <bdi>${me.value.email}</bdi>
          <span class="gx-badge ${me.value.emailVerified ? 'gx-good' : 'gx-warn'}"
            >${me.value.emailVerified ? words.verified : words.unverified}</span
          >
        </p>
        <div role="status">${note.value}</div>
        <form class="gx-form" @submit=${onSubmit(changeEmail, words.saved)}>
          <div class="gx-field">
            <label for="email">${words.newEmail}</label>
            <input
              class="gx-input"
              id="email"
              name="email"
              type="email"
              dir="ltr"
              autocomplete="email"
              required
            />
          </div>
          <div class="gx-actions"><button class="gx-button">${words.changeEmail}</button></div>
        </form>
      </section>
      <section class="gx-card gx-stack" aria-labelledby="word">
        <h2 id="word">${words.password}</h2>
        <form class="gx-form" @submit=${onSubmit(changePassword, words.passwordChanged)}>
          <input type="email" autocomplete="username" .value=${me.value.email} hidden />
          <div class="gx-field">
            <label for="current">${words.currentPassword}</label>
            <input
              class="gx-input"
              id="current"
              name="current"
              type="password"
              dir="ltr"
              autocomplete="current-password"
            />
          </div>
          <div class="gx-field">
            <label for="password">${words.newPassword}</label>
            <input
              class="gx-input"
              id="password"
              name="password"
              type="password"
              dir="ltr"
              autocomplete="new-password"
              minlength="8"
              aria-describedby="password-hint"
              required
            />
            <p class="gx-hint" id="password-hint">${words.passwordHint}</p>
          </div>
          <div class="gx-actions"><button class="gx-button">${words.changePassword}</button></div>
        </form>
      </section>
      <section class="gx-card gx-stack" aria-labelledby="more">
        <h2 id="more">${words.signIn}</h2>
        <div class="gx-cluster">
          <a class="gx-button" href="/device" target="_top">${icon('key')}${words.approveDevice}</a>
          ${available ? html`<button class="gx-button" @click=${linkGoogle}>${words.linkGoogle}</button>` : ''}
          <button class="gx-button" @click=${leave}>${icon('sign-out')}${words.leave}</button>
        </div>
      </section>
      <section class="gx-card gx-stack" aria-labelledby="end">
        <h2 id="end">${words.deleteTitle}</h2>
        <p class="gx-quiet-text">${words.deleteText}</p>
        <div class="gx-actions">
          <button class="gx-button gx-danger" @click=${end}>${words.deleteAccount}</button>
        </div>
      </section>
    `,
    until,
  )
}
