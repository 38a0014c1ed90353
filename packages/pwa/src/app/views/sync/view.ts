/** Is everything at the server, what was refused, and which values lost against those of another device. */
import { effect, signal } from '@preact/signals-core'
import { html } from 'lit-html'
import type { TemplateResult } from 'lit-html'
import { readEndedTimers, readLostValues } from '@goalixa/replica/queries/conflicts'
import type { Replica } from '@goalixa/replica/replica'
import { icon } from '../../../design/icons.ts'
import { language, loadWords } from '../../../words/language.ts'
import type { WordsOf } from '../../../words/language.ts'
import { dateLocale } from '../../../words/date-locale.ts'
import { downloadUnsent } from '../../parts/unsent.ts'
import { draw } from '../../view.ts'
import type { ViewContext } from '../../view.ts'
import { conflictList } from './conflicts.ts'
import { readRefused, refusedList } from './refused.ts'

export async function open(root: HTMLElement, context: ViewContext): Promise<string> {
  const { store, syncState, syncNow, until } = context
  const [words, frameWords] = await Promise.all([loadWords('sync'), loadWords('frame')])
  const known = signal<Awaited<ReturnType<typeof readAll>> | undefined>(undefined)
  let isLooking = false
  let isStale = false
  /** One after the other, so that no older answer comes last. */
  const lookAgain = async () => {
    isStale = true
    if (isLooking) return
    isLooking = true
    try {
      while (isStale && !until.aborted) {
        isStale = false
        known.value = await readAll(store.replica)
      }
    } finally {
      isLooking = false
    }
  }
  const look = () => void lookAgain().catch(reportError)
  const stopLooking = store.replica.onChange(look)
  const stopFollowing = effect(() => {
    // Sent or refused changes change no row.
    void syncState.value
    look()
  })
  until.addEventListener('abort', () => {
    stopLooking()
    stopFollowing()
  })
  const parts = { ...context, words, look }
  const refused = refusedList(parts)
  const conflicts = conflictList(parts)

  draw(
    root,
    () => html`
      <div class="gx-page-head">
        <h1 tabindex="-1">${words.title}</h1>
        <div class="gx-page-actions">
          <button class="gx-button" ?disabled=${syncState.value === 'syncing'} @click=${syncNow}>
            ${icon('sync')}${words.now}
          </button>
        </div>
      </div>
      <div class="gx-stack">
        ${
          known.value === undefined
            ? ''
            : html`${stateCard(words, frameWords.sync[syncState.value], known.value.status, () => void downloadUnsent(store.replica))}
              ${refused(known.value.refused)} ${conflicts(known.value.lost, known.value.ended)}`
        }
      </div>
    `,
    until,
  )
  return words.title
}

async function readAll(replica: Replica) {
  const status = await replica.status()
  const lost = await replica.read(readLostValues)
  const ended = await replica.read(readEndedTimers)
  return { status, lost, ended, refused: await readRefused(replica) }
}

function stateCard(
  words: WordsOf<'sync'>,
  state: string,
  { pending, deadLetters, lastSync }: Awaited<ReturnType<Replica['status']>>,
  keep: () => void,
): TemplateResult {
  const number = new Intl.NumberFormat(language())
  const last =
    lastSync === null
      ? words.never
      : new Intl.DateTimeFormat(dateLocale(), { dateStyle: 'medium', timeStyle: 'short' }).format(
          lastSync.atMs,
        )
  return html`<section class="gx-card gx-stack" aria-labelledby="state">
    <h2 id="state">${words.state}</h2>
    <ul class="gx-list">
      <li class="gx-row">
        <span class="gx-row-main">${words.connection}</span><span class="gx-badge">${state}</span>
      </li>
      <li class="gx-row">
        <span class="gx-row-main">${words.waiting}</span
        ><span class="gx-number" data-waiting=${pending}>${number.format(pending)}</span>
      </li>
      <li class="gx-row">
        <span class="gx-row-main">${words.last}</span><span><bdi>${last}</bdi></span>
      </li>
    </ul>
    ${
      pending + deadLetters === 0
        ? html`<p class="gx-quiet-text">${words.allSent}</p>`
        : html`<p>${words.notAllSent}</p>
            <div class="gx-actions">
              <button class="gx-button" @click=${keep}>${icon('download')}${words.keepCopy}</button>
            </div>`
    }
  </section>`
}
