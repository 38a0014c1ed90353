/** Changes that the server refused for good: they wait for a person. */
import { html } from 'lit-html'
import { repeat } from 'lit-html/directives/repeat.js'
import type { TemplateResult } from 'lit-html'
import { mergeRegisters } from '@goalixa/domain/rows'
import { discardDeadLetter, listDeadLetters, retryDeadLetter } from '@goalixa/replica/dead-letters'
import { referenceOf } from '@goalixa/replica/queries/readable'
import type { Replica } from '@goalixa/replica/replica'
import type { WordsOf } from '../../../words/language.ts'
import { dateLocale } from '../../../words/date-locale.ts'
import { confirmed } from '../../parts/dialog.ts'
import { downloadUnsent } from '../../parts/unsent.ts'
import type { ViewContext } from '../../view.ts'

interface Refused {
  readonly key: string
  /** As it would be; what was refused is no longer part of the row. */
  readonly name: string | null
  readonly atMs: number
  readonly reason: string
}

export async function readRefused(replica: Replica): Promise<Refused[]> {
  const letters = (await listDeadLetters(replica)).toSorted((a, b) => a.atMs - b.atMs)
  const found: Refused[] = []
  for (const { key, operation, atMs, code, detail } of letters) {
    const [patch] = operation.patches
    const stored = patch && (await replica.read((reader) => reader.row(patch.table, patch.id)))
    const name = patch
      ? referenceOf(patch.table, patch.id, mergeRegisters(stored?.visible ?? {}, patch.regs)).name
      : null
    found.push({ key, name, atMs, reason: detail || code })
  }
  return found
}

interface ListOptions extends Pick<ViewContext, 'store' | 'act' | 'syncNow'> {
  readonly words: WordsOf<'sync'>
  readonly look: () => void
}

export function refusedList({ store, act, syncNow, words, look }: ListOptions) {
  const { replica } = store
  const when = new Intl.DateTimeFormat(dateLocale(), { dateStyle: 'medium', timeStyle: 'short' })
  const retry = (key: string) =>
    act(async () => {
      await retryDeadLetter(replica, key)
      look()
      syncNow()
    }, words.retried)
  const discard = (key: string, name: string) =>
    act(async () => {
      const { discardTitle: title, discard: yes, stay: no, keepCopy } = words
      const before = { text: keepCopy, run: () => void downloadUnsent(replica) }
      if (!(await confirmed({ title, text: words.discardText(name), yes, no, before }))) return
      await discardDeadLetter(replica, key)
      look()
    })
  const row = ({ key, name, atMs, reason }: Refused) =>
    html`<li class="gx-row">
      <div class="gx-row-main">
        <p class="gx-row-title"><bdi>${name ?? words.noName}</bdi></p>
        <p class="gx-row-meta">
          <span>${words.because} <bdi>${reason}</bdi></span> <bdi>${when.format(atMs)}</bdi>
        </p>
      </div>
      <div class="gx-row-end gx-cluster">
        <button
          class="gx-button gx-small"
          aria-label="${words.retry}: ${name ?? words.noName}"
          @click=${() => retry(key)}
        >
          ${words.retry}
        </button>
        <button
          class="gx-button gx-small gx-danger"
          aria-label="${words.discard}: ${name ?? words.noName}"
          @click=${() => discard(key, name ?? words.noName)}
        >
          ${words.discard}
        </button>
      </div>
    </li>`
  return (refused: readonly Refused[]): TemplateResult =>
    html`<section class="gx-card gx-flush" aria-labelledby="refused">
      <header class="gx-card-head"><h2 id="refused">${words.refused}</h2></header>
      ${
        refused.length === 0
          ? html`<p class="gx-empty">${words.noneRefused}</p>`
          : html`<ul class="gx-list">
              ${repeat(refused, ({ key }) => key, row)}
            </ul>`
      }
    </section>`
}
