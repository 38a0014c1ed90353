/** Everything to take along, and files of other tools to bring in: looked at first, then imported, undone in one go. */
import { signal } from '@preact/signals-core'
import type { ReadonlySignal } from '@preact/signals-core'
import { html } from 'lit-html'
import type { TemplateResult } from 'lit-html'
import type { ImportFormat, ImportResult } from '@goalixa/contracts/imports'
import type { Settings } from '@goalixa/contracts/settings'
import { language } from '../../../words/language.ts'
import type { WordsOf } from '../../../words/language.ts'
import { icon } from '../../../design/icons.ts'
import { askServer, askText } from '../../../session/ask-server.ts'
import { download } from '../../parts/download.ts'
import { zone } from '../../store/dates.ts'
import type { ViewContext } from '../../view.ts'
import { lastImport, undoImport } from './undo-import.ts'
import { field } from './field.ts'

interface DataOptions extends Pick<ViewContext, 'store' | 'act' | 'syncNow'> {
  readonly words: WordsOf<'settings'>
  readonly settings: ReadonlySignal<Settings | undefined>
}

/** In the order of the contract; names of products are the same in every language. */
const formats: Readonly<Record<ImportFormat, string>> = {
  goalixa: 'Goalixa (JSON)',
  timewarrior: 'Timewarrior',
  taskwarrior: 'Taskwarrior',
  toggl: 'Toggl (CSV)',
  clockify: 'Clockify (CSV)',
  kimai: 'Kimai (CSV)',
  watson: 'Watson',
  'super-productivity': 'Super Productivity',
  todoist: 'Todoist (CSV)',
  csv: 'CSV',
}
interface Chosen {
  readonly format: ImportFormat
  readonly name: string
  readonly text: string
}

export function dataSettings({ words, settings, store, act, syncNow }: DataOptions): () => TemplateResult {
  const chosen = signal<Chosen | undefined>(undefined)
  const seen = signal<ImportResult | undefined>(undefined)
  const before = signal<string | undefined>(undefined)
  const isBusy = signal(false)
  const number = new Intl.NumberFormat(language())
  const days = () => settings.value?.zone ?? zone()

  const busy = (work: () => Promise<unknown>, done?: string) =>
    act(async () => {
      isBusy.value = true
      await work().finally(() => (isBusy.value = false))
    }, done)
  const take = (format: 'json' | 'csv') =>
    busy(async () => {
      const text = await askText(`/v1/export/${format}?zone=${encodeURIComponent(days())}`)
      download(`goalixa.${format}`, text, format === 'json' ? 'application/json' : 'text/csv')
    })
  const send = async (file: Chosen, dryRun: boolean) => {
    const query = new URLSearchParams({ dryRun: String(dryRun), zone: days(), name: file.name.slice(0, 500) })
    seen.value = await askServer<ImportResult>('POST', `/v1/import/${file.format}?${query}`, {
      text: file.text,
    })
  }
  const look = (event: SubmitEvent) => {
    event.preventDefault()
    const given = new FormData(event.currentTarget as HTMLFormElement)
    const file = given.get('file') as File
    const format = given.get('format') as ImportFormat
    void busy(async () => {
      seen.value = undefined
      chosen.value = { format, name: file.name, text: await file.text() }
      await send(chosen.value, true)
    })
  }
  const bring = () =>
    busy(async () => {
      before.value = await lastImport(store.replica)
      await send(chosen.value!, false)
      syncNow()
    }, words.imported)
  const undo = () =>
    busy(async () => {
      await undoImport(store.replica, before.value)
      syncNow()
      seen.value = undefined
    }, words.importUndone)

  const counts = ({ rows, timeEntries, tasks, skipped, tables }: ImportResult) => {
    const created = [timeEntries, tasks, ...Object.values(tables ?? {})]
    const sum = (name: 'created' | 'unchanged' | 'kept') =>
      number.format(
        tables === undefined ? timeEntries[name] + tasks[name] : Math.max(...created.map((one) => one[name])),
      )
    return html`<p>${words.rows(number.format(rows))}</p>
      <ul class="gx-list" aria-label=${words.found}>
        <li class="gx-row">
          <span class="gx-row-main">${words.newEntries}</span
          ><span class="gx-number" data-new-entries>${number.format(timeEntries.created)}</span>
        </li>
        <li class="gx-row">
          <span class="gx-row-main">${words.newTasks}</span
          ><span class="gx-number">${number.format(tasks.created)}</span>
        </li>
        <li class="gx-row">
          <span class="gx-row-main">${words.unchanged}</span
          ><span class="gx-number">${sum('unchanged')}</span>
        </li>
        <li class="gx-row">
          <span class="gx-row-main">${words.skipped}</span
          ><span class="gx-number">${number.format(skipped.length)}</span>
        </li>
      </ul>
      ${
        skipped.length === 0
          ? ''
          : html`<details>
              <summary>${words.whySkipped}</summary>
              <ul>
                ${skipped
                  .slice(0, 20)
                  .map(
                    ({ line, message }) =>
                      html`<li>${words.line(number.format(line))}: <bdi>${message}</bdi></li>`,
                  )}
              </ul>
            </details>`
      }`
  }
  const result = (): TemplateResult | string => {
    const now = seen.value
    if (now === undefined) return ''
    return html`<div class="gx-stack" role="status">
      <h3>${now.dryRun ? words.wouldBe : words.done}</h3>
      ${counts(now)}
      <div class="gx-actions">
        ${
          now.dryRun
            ? html`<button class="gx-button gx-primary" ?disabled=${isBusy.value} @click=${bring}>
                ${icon('upload')}${words.importNow}
              </button>`
            : html`<button class="gx-button" ?disabled=${isBusy.value} @click=${undo}>
                ${icon('undo')}${words.undoImport}
              </button>`
        }
      </div>
    </div>`
  }
  return () => html`
    <section class="gx-card gx-stack" aria-labelledby="data">
      <h2 id="data">${words.data}</h2>
      <p class="gx-quiet-text">${words.exportHint}</p>
      <div class="gx-cluster">
        <button class="gx-button" ?disabled=${isBusy.value} @click=${() => take('json')}>
          ${icon('download')}${words.exportJson}
        </button>
        <button class="gx-button" ?disabled=${isBusy.value} @click=${() => take('csv')}>
          ${icon('download')}${words.exportCsv}
        </button>
      </div>
      <h3>${words.import}</h3>
      <p class="gx-quiet-text">${words.importHint}</p>
      <form class="gx-form" @submit=${look}>
        ${field(
          { id: 'format', label: words.format },
          html`<select class="gx-select" id="format" name="format">
            ${Object.entries(formats).map(([value, text]) => html`<option value=${value}>${text}</option>`)}
          </select>`,
        )}
        ${field(
          { id: 'file', label: words.file },
          html`<input
            class="gx-input"
            id="file"
            name="file"
            type="file"
            accept=".json,.csv,.txt,.data"
            required
          />`,
        )}
        <div class="gx-actions">
          <button class="gx-button" aria-busy=${String(isBusy.value)} ?disabled=${isBusy.value}>
            ${words.look}
          </button>
        </div>
      </form>
      ${result()}
    </section>
  `
}
