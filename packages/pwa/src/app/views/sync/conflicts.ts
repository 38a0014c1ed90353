/** Values that lost against another device, and timers that one ended: which value won, and the way to the other. */
import { html } from 'lit-html'
import { repeat } from 'lit-html/directives/repeat.js'
import type { TemplateResult } from 'lit-html'
import { durationText } from '../../timer/durations.ts'
import { dismissAutomaticEnd, resumeEntry } from '@goalixa/replica/automatic-ends'
import { dismissConflict, takeBack } from '@goalixa/replica/conflicts'
import type { EndedTimer, LostValue } from '@goalixa/replica/queries/conflicts'
import type { WordsOf } from '../../../words/language.ts'
import { dateLocale } from '../../../words/date-locale.ts'
import type { ViewContext } from '../../view.ts'

interface ListOptions extends Pick<ViewContext, 'store' | 'act' | 'syncNow'> {
  readonly words: WordsOf<'sync'>
  readonly look: () => void
}

export function conflictList({ store, act, syncNow, words, look }: ListOptions) {
  const { replica } = store
  const when = new Intl.DateTimeFormat(dateLocale(), { dateStyle: 'medium', timeStyle: 'short' })
  const moment = (text: string) => when.format(new Date(text))
  const settle = (work: () => Promise<unknown>, done?: string) =>
    act(async () => {
      await work()
      look()
      syncNow()
    }, done)

  const value = (field: string, given: unknown): string => {
    if (given === null || given === undefined) return words.none
    if (typeof given === 'boolean') return given ? words.yes : words.no
    if (typeof given === 'number') return /seconds$/i.test(field) ? durationText(given) : String(given)
    if (typeof given === 'string')
      return /^\d{4}-\d\d-\d\dT/.test(given) ? moment(given) : given || words.none
    const { start, end } = given as { start?: unknown; end?: unknown }
    if (typeof start === 'string')
      return `${moment(start)} – ${typeof end === 'string' ? moment(end) : words.running}`
    return JSON.stringify(given)
  }
  const fieldName = (field: string, of: string | null) => {
    const name = (words.fields as Readonly<Record<string, string>>)[field] ?? field
    return html`${name}${of === null ? '' : html` <bdi>${of}</bdi>`}`
  }
  const lostRow = ({ key, row, field, of, lost, now, at, from }: LostValue) => {
    const name = row.name ?? words.noName
    return html`<li class="gx-row">
      <div class="gx-row-main">
        <p class="gx-row-title"><bdi>${name}</bdi></p>
        <p>
          ${fieldName(field, of)}: ${words.won} <bdi class="gx-strong" data-won>${value(field, now)}</bdi>
        </p>
        <p>${words.lost} <bdi data-lost>${value(field, lost)}</bdi></p>
        <p class="gx-row-meta"><span>${words.from[from]}</span> <bdi>${moment(at)}</bdi></p>
      </div>
      <div class="gx-row-end gx-cluster">
        <button
          class="gx-button gx-small"
          aria-label="${words.take}: ${name}"
          @click=${() => settle(() => takeBack(replica, key), words.taken)}
        >
          ${words.take}
        </button>
        <button
          class="gx-button gx-small gx-quiet"
          aria-label="${words.leave}: ${name}"
          @click=${() => settle(() => dismissConflict(replica, key))}
        >
          ${words.leave}
        </button>
      </div>
    </li>`
  }
  const endedRow = ({ key, row, endedAt, startedInstead }: EndedTimer) => {
    const name = row.name ?? words.noName
    return html`<li class="gx-row">
      <div class="gx-row-main">
        <p class="gx-row-title"><bdi>${name}</bdi></p>
        <p>${words.ended(moment(endedAt))} <bdi>${startedInstead?.name ?? words.anotherTimer}</bdi></p>
      </div>
      <div class="gx-row-end gx-cluster">
        <button
          class="gx-button gx-small"
          aria-label="${words.resume}: ${name}"
          @click=${() => settle(() => resumeEntry(replica, row.id), words.resumed)}
        >
          ${words.resume}
        </button>
        <button
          class="gx-button gx-small gx-quiet"
          aria-label="${words.leave}: ${name}"
          @click=${() => settle(() => dismissAutomaticEnd(replica, key))}
        >
          ${words.leave}
        </button>
      </div>
    </li>`
  }
  return (lost: readonly LostValue[], ended: readonly EndedTimer[]): TemplateResult =>
    html`<section class="gx-card gx-flush" aria-labelledby="conflicts">
      <header class="gx-card-head"><h2 id="conflicts">${words.conflicts}</h2></header>
      ${
        lost.length + ended.length === 0
          ? html`<p class="gx-empty">${words.noConflicts}</p>`
          : html`<ul class="gx-list">
              ${repeat(lost, ({ key }) => key, lostRow)} ${repeat(ended, ({ key }) => key, endedRow)}
            </ul>`
      }
    </section>`
}
