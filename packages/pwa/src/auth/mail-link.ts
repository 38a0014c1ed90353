/**
 * The link of a mail: /app/mail-link.html#verify=TOKEN or #reset=TOKEN. Nothing happens before somebody presses the
 * button, because programs that look at mails open links, too.
 */
import { effect, signal } from '@preact/signals-core'
import { html, render } from 'lit-html'
import { AppError } from '@goalixa/contracts/errors'
import { askServer } from '../session/ask-server.ts'
import { loadWords } from '../words/language.ts'

const given = new URLSearchParams(location.hash.slice(1))
// The secret leaves the address bar and the history at once.
history.replaceState(null, '', location.pathname)

const words = await loadWords('mail')
const token = given.get('verify') ?? given.get('reset')
const isReset = given.has('reset')
const said = signal<{ readonly text: string; readonly isBad: boolean } | undefined>(undefined)
const isDone = signal(false)
const isBusy = signal(false)

async function submit(event: SubmitEvent): Promise<void> {
  event.preventDefault()
  const { value = '' } = document.querySelector<HTMLInputElement>('#password') ?? {}
  isBusy.value = true
  try {
    const [path, json] = isReset
      ? ['/auth/password/reset', { token, password: value }]
      : ['/auth/email/verify', { token }]
    await askServer('POST', path, { json, access: 'public' })
    isDone.value = true
    said.value = { text: isReset ? words.resetDone : words.verifyDone, isBad: false }
  } catch (error) {
    if (!(error instanceof AppError)) reportError(error)
    said.value = { text: error instanceof AppError ? error.message : words.failed, isBad: true }
  } finally {
    isBusy.value = false
  }
}

const password = () => html`
  <div class="gx-field">
    <label for="password">${words.password}</label>
    <input
      class="gx-input"
      id="password"
      type="password"
      dir="ltr"
      autocomplete="new-password"
      aria-describedby="password-hint"
      minlength="8"
      required
    />
    <p class="gx-hint" id="password-hint">${words.passwordHint}</p>
  </div>
`
const form = () => html`
  <p>${isReset ? words.resetText : words.verifyText}</p>
  <form class="gx-form" @submit=${submit}>
    ${isReset ? password() : ''}
    <div class="gx-actions">
      <button
        class="gx-button gx-primary"
        aria-busy=${isBusy.value ? 'true' : 'false'}
        ?disabled=${isBusy.value}
      >
        ${isReset ? words.reset : words.verify}
      </button>
    </div>
  </form>
`
const title = token === null ? words.title : isReset ? words.resetTitle : words.verifyTitle
document.title = `${title} · Goalixa`
const main = document.createElement('main')
main.className = 'gx-auth'
document.body.append(main)
effect(() => {
  render(
    html`<div class="gx-card gx-stack">
      <h1>${title}</h1>
      <div role="status">
        ${said.value === undefined ? '' : html`<p class=${said.value.isBad ? 'gx-error' : ''} dir="auto">${said.value.text}</p>`}
      </div>
      ${token === null ? html`<p>${words.notWhole}</p>` : isDone.value ? '' : form()}
      ${token === null || isDone.value ? html`<p><a class="gx-button" href="/app/">${words.toApp}</a></p>` : ''}
    </div>`,
    main,
  )
})
