import type { Signal } from '@preact/signals-core'
import { html } from 'lit-html'
import type { TemplateResult } from 'lit-html'
import { repeat } from 'lit-html/directives/repeat.js'
import { dateLocale } from '../../../words/date-locale.ts'
import type { WordsOf } from '../../../words/language.ts'
import { durationText } from '../../timer/durations.ts'
import { cell, cellText } from './cell.ts'
import type { By, Sheet } from './data.ts'
import type { Cell } from './set-cell.ts'

interface GridOptions {
  readonly words: WordsOf<'timesheet'>
  readonly added: Signal<readonly string[]>
  readonly save: (cell: Cell, typed: string) => Promise<boolean>
}

interface Row {
  readonly key: string | null
  readonly name: string
  readonly seconds: number
  readonly daySeconds: readonly number[]
}

/** In the list of rows to add: time without a project or task. */
const none = 'none'

export function grid({ words, added, save }: GridOptions): (sheet: Sheet, by: By) => TemplateResult {
  const time = (seconds: number) => html`<span class="gx-time">${cellText(seconds)}</span>`
  return ({ report, owners }, by) => {
    const dates = report.byDay.map(({ date }) => date)
    const dayOf = (date: string, options: Intl.DateTimeFormatOptions) =>
      new Intl.DateTimeFormat(dateLocale(), { ...options, timeZone: 'UTC' }).format(Date.parse(date))
    const known = new Set(report.groups.map(({ key }) => key))
    const absent = [
      ...owners.map(({ id, name }) => ({ key: id as string | null, name })),
      { key: null, name: words.none[by] },
    ]
      .filter(({ key }) => !known.has(key))
      .map((owner) => ({ ...owner, id: owner.key ?? none }))
    const rows: Row[] = [
      ...report.groups.map((group) => (group.key === null ? { ...group, name: words.none[by] } : group)),
      ...absent
        .filter(({ id }) => added.value.includes(id))
        .map((owner) => ({ ...owner, seconds: 0, daySeconds: dates.map(() => 0) })),
    ]
    const left = absent.filter(({ id }) => !added.value.includes(id))
    const row = ({ key, name, seconds, daySeconds }: Row) => html`
      <tr data-row=${key ?? none}>
        <th scope="row"><bdi>${name}</bdi></th>
        ${repeat(
          dates,
          (date) => date,
          (date, at) =>
            html`<td>
              ${cell({
                label: words.cell(name, dayOf(date, { weekday: 'long', day: 'numeric', month: 'long' })),
                seconds: daySeconds[at] ?? 0,
                save: (typed) => save({ by, key, date }, typed),
              })}
            </td>`,
        )}
        <td class="gx-number" data-sum>${time(seconds)}</td>
      </tr>
    `
    const add = (event: Event) => {
      const select = event.currentTarget as HTMLSelectElement
      const id = select.value
      select.value = ''
      if (id === '') return
      added.value = [...added.value, id]
      // Drawn by now: the signal draws at once.
      select
        .closest('section')
        ?.querySelector<HTMLInputElement>(`tr[data-row="${CSS.escape(id)}"] input`)
        ?.focus()
    }
    return html`
      <section class="gx-stack">
        <div class="gx-card gx-flush">
          <div class="gx-table-wrap" tabindex="0" role="region" aria-label=${words.title}>
            <table class="gx-table gx-timesheet">
              <thead>
                <tr>
                  <th scope="col">${words.by[by]}</th>
                  ${dates.map(
                    (date) =>
                      html`<th scope="col" class="gx-number">
                        ${dayOf(date, { weekday: 'short' })} ${dayOf(date, { day: 'numeric' })}
                      </th>`,
                  )}
                  <th scope="col" class="gx-number">${words.total}</th>
                </tr>
              </thead>
              <tbody>
                ${repeat(rows, ({ key }) => key ?? none, row)}
              </tbody>
              <tfoot>
                <tr>
                  <th scope="row">${words.total}</th>
                  ${report.byDay.map(({ totals }) => html`<td class="gx-number">${time(totals.attributedSeconds)}</td>`)}
                  <td class="gx-number" data-total>${time(report.totals.attributedSeconds)}</td>
                </tr>
              </tfoot>
            </table>
          </div>
        </div>
        ${rows.length === 0 ? html`<p>${words.nothing}</p>` : ''}
        ${
          report.totals.overlapSeconds === 0
            ? ''
            : html`<p class="gx-quiet-text">${words.overlap(durationText(report.totals.overlapSeconds))}</p>`
        }
        <div class="gx-cluster gx-no-print">
          <label class="gx-cluster"
            >${words.addRow[by]}
            <select class="gx-select" @change=${add} ?disabled=${left.length === 0}>
              <option value="">${left.length === 0 ? words.noMore[by] : words.choose}</option>
              ${left.map(({ id, name }) => html`<option value=${id} dir="auto">${name}</option>`)}
            </select></label
          >
        </div>
        <p class="gx-quiet-text gx-small-text gx-no-print">${words.hint}</p>
      </section>
    `
  }
}
