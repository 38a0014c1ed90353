/** The line on top: the tracker, whether everything is at the server, the language, the way out. */
import { html } from 'lit-html'
import type { TemplateResult } from 'lit-html'
import type { Guest } from '../bridge/guest.ts'
import { icon } from '../design/icons.ts'
import { chooseLanguage, language } from '../words/language.ts'
import type { WordsOf } from '../words/language.ts'
import type { SyncState } from './sync/sync.ts'
import type { Timer } from './timer/timer.ts'
import { createTracker } from './timer/tracker.ts'
import type { ViewContext } from './view.ts'

export interface TopBarOptions extends Pick<ViewContext, 'store' | 'account' | 'now' | 'syncState' | 'act'> {
  readonly timer: Timer
  readonly words: WordsOf<'frame'>
  readonly timerWords: WordsOf<'timer'>
  readonly shell: Guest
}

const badges: Readonly<Record<SyncState, string>> = {
  synced: 'gx-good',
  syncing: 'gx-info',
  offline: 'gx-warn',
  expired: 'gx-warn',
  failed: 'gx-bad',
}

export function topBar(options: TopBarOptions): () => TemplateResult {
  const { account, syncState, words, timerWords, shell, store } = options
  const tracker = createTracker({ ...options, words: timerWords })
  const other = language() === 'fa' ? 'en' : 'fa'
  const signOut = async () => {
    const { mayLose } = await import('./parts/unsent.ts')
    if (!(await mayLose(store.replica))) return
    shell.send('LOGOUT', null)
  }
  const expired = () => html`
    <div class="gx-banner gx-warn" role="status">
      <p>${words.signInAgain}</p>
      <button class="gx-button gx-small" @click=${() => shell.send('REQUEST_AUTH', null)}>
        ${words.signIn}
      </button>
    </div>
  `
  return () => html`
    ${tracker()}
    <span
      class="gx-badge gx-desktop-only ${badges[syncState.value]}"
      role="status"
      data-sync=${syncState.value}
      >${words.sync[syncState.value]}</span
    >
    ${syncState.value === 'synced' || syncState.value === 'syncing' ? '' : html`<span class="gx-phone-only">${icon('cloud-off')}</span>`}
    <button
      class="gx-button gx-quiet gx-small gx-desktop-only"
      lang=${other}
      @click=${() => chooseLanguage(other)}
    >
      ${words.otherLanguage}
    </button>
    <button class="gx-button gx-quiet gx-icon" aria-label=${words.signOut} @click=${signOut}>
      ${icon('sign-out')}
    </button>
    ${account.value.isExpired ? expired() : ''}
  `
}
