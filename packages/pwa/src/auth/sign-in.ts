/** Signing in, making an account, and a mail for who forgot the password; a second step where the account has one. */
import { effect, signal } from '@preact/signals-core'
import type { ReadonlySignal } from '@preact/signals-core'
import { html, render } from 'lit-html'
import type { TemplateResult } from 'lit-html'
import { AppError } from '@goalixa/contracts/errors'
import type { WordsOf } from '../words/language.ts'
import { enter, enterByPasskey, forgot, hasGoogle, proveCode, resend } from './calls.ts'
import type { Entered } from './calls.ts'
import { codeField, emailField, passwordField } from './fields.ts'
import { mailNote } from './mail-note.ts'

interface SignInOptions {
  readonly words: WordsOf<'auth'>
  readonly view: ReadonlySignal<string>
  readonly go: (path: string) => void
  readonly title: (title: string) => void
  readonly done: () => void
}

type Challenge = Extract<Entered, { readonly kind: 'challenge' }>

export function drawSignIn({ words, view, go, title, done }: SignInOptions): void {
  const problem = signal<string | undefined>(undefined)
  const note = signal<string | undefined>(undefined)
  const challenge = signal<Challenge | undefined>(undefined)
  /** Whose address waits to be confirmed. */
  const pending = signal<string | undefined>(undefined)
  const isBusy = signal(false)
  const google = signal(false)
  const mail = mailNote(words)
  void hasGoogle().then(
    (available) => (google.value = available),
    () => undefined,
  )

  const run = async (work: () => Promise<Entered | undefined>, email?: string) => {
    isBusy.value = true
    problem.value = note.value = undefined
    try {
      const entered = await work()
      if (entered?.kind === 'mail') pending.value = entered.email
      else if (entered?.kind === 'challenge') challenge.value = entered
      else if (entered !== undefined) done()
    } catch (error) {
      if (error instanceof AppError && error.code === 'auth.email_unverified' && email !== undefined)
        pending.value = email
      problem.value = sentenceOf(error, words)
    } finally {
      isBusy.value = false
    }
  }
  const onSubmit =
    (work: (given: (name: string) => string) => Promise<Entered | undefined>) => (event: SubmitEvent) => {
      event.preventDefault()
      const form = new FormData(event.currentTarget as HTMLFormElement)
      const given = (name: string) => (form.get(name) as string | null) ?? ''
      void run(() => work(given), given('email'))
    }
  const button = (text: string) =>
    html`<button class="gx-button gx-primary" aria-busy=${String(isBusy.value)} ?disabled=${isBusy.value}>
      ${text}
    </button>`
  const passkey = (of?: string) =>
    window.PublicKeyCredential === undefined
      ? ''
      : html`<button
          class="gx-button"
          type="button"
          ?disabled=${isBusy.value}
          @click=${() => run(() => enterByPasskey(of))}
        >
          ${words.passkey}
        </button>`
  const link = (path: string, text: string) =>
    html`<button class="gx-button gx-quiet" type="button" @click=${() => go(path)}>${text}</button>`

  const signIn = (isNew: boolean) => html`
    <form class="gx-form" @submit=${onSubmit((given) => enter(isNew, given('email'), given('password')))}>
      ${emailField(words)} ${passwordField(words, isNew)} ${button(isNew ? words.signUp : words.signIn)}
    </form>
    ${isNew ? '' : passkey()}
    ${
      google.value
        ? html`<a class="gx-button" href="/auth/google?return_to=/app/" target="_top">${words.google}</a>`
        : ''
    }
    ${isNew ? '' : link('/forgot', words.forgot)}
    ${link(isNew ? '/sign-in' : '/sign-up', isNew ? words.toSignIn : words.toSignUp)}
  `
  const secondStep = ({ challenge, methods }: Challenge) => html`
    ${
      methods.includes('totp')
        ? html`<form class="gx-form" @submit=${onSubmit((given) => proveCode(challenge, given('code')))}>
            ${codeField(words)} ${button(words.signIn)}
          </form>`
        : ''
    }
    ${methods.includes('passkey') ? passkey(challenge) : ''}
  `
  const forgotten = () => html`
    <p>${words.forgotText}</p>
    <form
      class="gx-form"
      @submit=${onSubmit(async (given) => {
        await forgot(given('email'))
        note.value = words.forgotSent
        return undefined
      })}
    >
      ${emailField(words)} ${button(words.forgotSend)}
    </form>
    ${mail()} ${link('/sign-in', words.toSignIn)}
  `
  const confirming = (email: string) => html`
    <p><bdi>${email}</bdi></p>
    <p>${words.mailSent}</p>
    ${mail()}
    <button
      class="gx-button"
      type="button"
      ?disabled=${isBusy.value}
      @click=${() =>
        run(async () => {
          await resend(email)
          note.value = words.sentAgain
          return undefined
        })}
    >
      ${words.sendAgain}
    </button>
    <button class="gx-button gx-quiet" type="button" @click=${() => (pending.value = undefined)}>
      ${words.signIn}
    </button>
  `
  const content = (): readonly [string, TemplateResult] => {
    if (pending.value !== undefined) return [words.pendingTitle, confirming(pending.value)]
    if (challenge.value !== undefined) return [words.signIn, secondStep(challenge.value)]
    if (view.value === 'forgot') return [words.forgotTitle, forgotten()]
    return view.value === 'sign-up' ? [words.signUp, signIn(true)] : [words.signIn, signIn(false)]
  }
  effect(() => {
    // What one view said is not true of the next.
    void view.value
    problem.value = note.value = undefined
  })
  effect(() => {
    const [heading, body] = content()
    title(heading)
    render(
      html`<main class="gx-auth">
        <div class="gx-card gx-stack">
          <h1>${heading}</h1>
          <div role="alert">
            ${problem.value === undefined ? '' : html`<p class="gx-error">${problem.value}</p>`}
          </div>
          <div role="status">${note.value === undefined ? '' : html`<p>${note.value}</p>`}</div>
          ${body}
        </div>
      </main>`,
      document.body,
    )
  })
}

function sentenceOf(error: unknown, words: WordsOf<'auth'>): string | undefined {
  // The browser's own dialog was left: nothing went wrong.
  if (error instanceof DOMException) return undefined
  if (!(error instanceof AppError)) return words.failed
  if (error.code === 'service.unreachable' || error.code === 'upstream.timeout') return words.offline
  return error.message
}
