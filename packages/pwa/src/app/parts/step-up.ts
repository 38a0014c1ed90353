/** What cannot be taken back needs somebody who has proved lately who they are: asked for only when the server wants it. */
import { signal } from '@preact/signals-core'
import { html } from 'lit-html'
import { AppError } from '@goalixa/contracts/errors'
import { loadWords } from '../../words/language.ts'
import { askServer } from '../../session/ask-server.ts'
import { openDialog } from './dialog.ts'

/** Runs it, and once more when somebody has proved who they are. @throws AppError `auth.step_up_required` when they left */
export async function withStepUp<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    const code = error instanceof AppError ? error.code : undefined
    const isForFactor = code === 'auth.second_factor_required'
    if (!(isForFactor || code === 'auth.step_up_required') || !(await prove(isForFactor))) throw error
    return work()
  }
}

/** Password, or a code where the account has a second factor, or a passkey. */
async function prove(isForFactor: boolean): Promise<boolean> {
  const words = await loadWords('account')
  const problem = signal<string | undefined>(undefined)
  const needsCode = signal(isForFactor)
  // A wrong password is an answer, and no reason to renew the session and ask again.
  const post = (json: unknown) => askServer('POST', '/auth/step-up', { json, access: 'proof' })
  const attempt = async (work: () => Promise<unknown>, close: (done: boolean) => void) => {
    problem.value = undefined
    try {
      await work()
      close(true)
    } catch (error) {
      if (error instanceof AppError && error.code === 'auth.second_factor_required') needsCode.value = true
      if (error instanceof AppError) problem.value = error.message
      // The passkey dialog of the browser was left.
      else if (!(error instanceof DOMException)) throw error
    }
  }
  const passkey = async () => {
    const { readPasskey } = await import('../../session/passkey.ts')
    const { options } = await askServer<{ options: object }>('POST', '/auth/step-up/options', { json: {} })
    await post({ credential: await readPasskey(options) })
  }
  const answer = await openDialog<boolean>({
    title: words.proveTitle,
    body: (close) => {
      const submit = (event: SubmitEvent) => {
        event.preventDefault()
        const given = new FormData(event.currentTarget as HTMLFormElement)
        const text = given.get('proof') as string
        void attempt(() => post(needsCode.value ? { code: text.trim() } : { password: text }), close)
      }
      const isCode = needsCode.value
      return html`<form class="gx-form" @submit=${submit}>
        <div class="gx-dialog-body gx-stack">
          <p>${words.proveText}</p>
          <div role="alert">
            ${problem.value === undefined ? '' : html`<p class="gx-error">${problem.value}</p>`}
          </div>
          <div class="gx-field">
            <label for="proof">${isCode ? words.code : words.currentPassword}</label>
            <input
              class="gx-input"
              id="proof"
              name="proof"
              dir="ltr"
              type=${isCode ? 'text' : 'password'}
              autocomplete=${isCode ? 'one-time-code' : 'current-password'}
              required
            />
          </div>
        </div>
        <footer class="gx-dialog-foot gx-cluster">
          <button class="gx-button" type="button" @click=${() => close(false)}>${words.cancel}</button>
          ${
            window.PublicKeyCredential === undefined
              ? ''
              : html`<button class="gx-button" type="button" @click=${() => attempt(passkey, close)}>
                  ${words.usePasskey}
                </button>`
          }
          <button class="gx-button gx-primary">${words.confirm}</button>
        </footer>
      </form>`
    },
  })
  return answer === true
}
