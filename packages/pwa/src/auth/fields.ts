/** The fields of signing in, so that password managers know them. */
import { html } from 'lit-html'
import type { TemplateResult } from 'lit-html'
import type { WordsOf } from '../words/language.ts'

type Words = WordsOf<'auth'>

export const emailField = (words: Words): TemplateResult =>
  html`<div class="gx-field">
    <label for="email">${words.email}</label>
    <input class="gx-input" id="email" name="email" type="email" dir="ltr" autocomplete="username" required />
  </div>`

export const passwordField = (words: Words, isNew: boolean): TemplateResult =>
  html`<div class="gx-field">
    <label for="password">${words.password}</label>
    <input
      class="gx-input"
      id="password"
      name="password"
      type="password"
      dir="ltr"
      autocomplete=${isNew ? 'new-password' : 'current-password'}
      aria-describedby=${isNew ? 'password-hint' : ''}
      minlength=${isNew ? 8 : 1}
      required
    />
    ${isNew ? html`<p class="gx-hint" id="password-hint">${words.passwordHint}</p>` : ''}
  </div>`

export const codeField = (words: Words): TemplateResult =>
  html`<div class="gx-field">
    <label for="code">${words.code}</label>
    <input class="gx-input" id="code" name="code" dir="ltr" autocomplete="one-time-code" required />
    <p class="gx-hint">${words.codeHint}</p>
  </div>`
