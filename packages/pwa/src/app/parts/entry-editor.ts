/** The dialog of one time entry: what it says, when it was, and what can be done with it. */
import { signal } from '@preact/signals-core'
import { html } from 'lit-html'
import { AppError } from '@goalixa/contracts/errors'
import type { TimeEntry } from '@goalixa/contracts/time-entries'
import { fromInstantText, toInstantText } from '@goalixa/domain/calendar'
import { loadWords } from '../../words/language.ts'
import type { WordsOf } from '../../words/language.ts'
import { zone as zoneOfUser } from '../store/dates.ts'
import type { ViewContext } from '../view.ts'
import { openDialog } from './dialog.ts'
import { addEntry, changeEntry, copyEntry, cutEntry, joinTwo, removeEntry } from './entry-actions.ts'
import { instantOf, localValue, readForm } from './entry-form.ts'
import { askOverlap } from './overlap-ask.ts'
import { undoable } from './undo.ts'

type Context = Pick<ViewContext, 'store' | 'act'>

interface EditOptions {
  /** Undefined for a new one. */
  readonly entry?: TimeEntry
  /** Where a new one begins and ends, in epoch seconds. */
  readonly span?: { readonly start: number; readonly end: number }
  /** The id of the next entry, to join with. */
  readonly next?: string | undefined
  /** Names to choose from; any other is made. */
  readonly projects: readonly string[]
}

type Verb = 'save' | 'copy' | 'remove' | 'join' | 'split'
interface Answer {
  readonly verb: Verb
  readonly said?: ReturnType<typeof readForm>
  readonly at?: number
}

/** Opens it, and does what is answered; the promise ends then. */
export async function editEntry(context: Context, options: EditOptions): Promise<void> {
  const words = await loadWords('timer')
  const zone = zoneOfUser()
  const { entry, next } = options
  const problem = signal('')
  const answer = await openDialog<Answer>({
    title: entry === undefined ? words.newEntry : words.editEntry,
    body: (close) => {
      const trying = (work: () => Answer) => {
        try {
          close(work())
        } catch (error) {
          if (!(error instanceof AppError)) throw error
          problem.value = error.message
        }
      }
      const submit = (event: SubmitEvent) => {
        event.preventDefault()
        const form = event.currentTarget as HTMLFormElement
        trying(() => ({ verb: 'save', said: readForm(form, entry, zone, words) }))
      }
      const split = (event: Event) => {
        const { value } = (event.currentTarget as HTMLElement)
          .closest('form')!
          .querySelector<HTMLInputElement>('[name=splitAt]')!
        trying(() => ({ verb: 'split', at: instantOf(value, zone) }))
      }
      return html`<form novalidate @submit=${submit}>
        <div class="gx-dialog-body gx-stack">
          ${fields(options, zone, words)}
          ${entry === undefined ? '' : deeds(entry, next, zone, words, { close, split })}
          <p class="gx-error" role="alert">${problem.value}</p>
        </div>
        <footer class="gx-dialog-foot gx-cluster">
          <button type="button" class="gx-button" @click=${() => close()}>${words.cancel}</button>
          <button class="gx-button gx-primary">${words.save}</button>
        </footer>
      </form>`
    },
  })
  if (answer !== undefined) await carryOut(context, options, answer, words)
}

async function carryOut(
  context: Context,
  { entry, next }: EditOptions,
  { verb, said, at }: Answer,
  words: WordsOf<'timer'>,
): Promise<void> {
  const { store } = context
  const does = (work: () => Promise<unknown>, done: string) => undoable(context, work, done)
  if (verb === 'save' && said !== undefined) {
    const { start, end = null } = said
    const isPlaced = start !== undefined && (start !== entry?.start || end !== entry?.end)
    const span = isPlaced && {
      start: fromInstantText(start),
      end: end === null ? null : fromInstantText(end),
    }
    const overlap = span ? await askOverlap(store, words, span, entry ? [entry.id] : []) : 'allow'
    if (overlap === undefined) return
    if (entry === undefined)
      return does(() => addEntry(store, { ...said, zone: zoneOfUser(), overlap }), words.added)
    return does(() => changeEntry(store, entry.id, { ...said, overlap }), words.saved)
  }
  if (entry === undefined) return
  if (verb === 'remove') return does(() => removeEntry(store, entry.id), words.removed)
  if (verb === 'copy') return does(() => copyEntry(store, entry), words.added)
  if (verb === 'split' && at !== undefined) return does(() => cutEntry(store, entry.id, at), words.splitDone)
  if (verb === 'join' && next !== undefined) return does(() => joinTwo(store, [entry.id, next]), words.joined)
}

function fields({ entry, span, projects }: EditOptions, zone: string, words: WordsOf<'timer'>) {
  const start = entry === undefined ? (span ? toInstantText(span.start) : null) : entry.start
  const end = entry === undefined ? (span ? toInstantText(span.end) : null) : entry.end
  const field = (name: string, label: string, value: string, type = 'text', list?: string) =>
    html`<div class="gx-field">
      <label for="entry-${name}">${label}</label>
      <input
        class="gx-input"
        id="entry-${name}"
        name=${name}
        type=${type}
        step="1"
        dir=${type === 'text' ? 'auto' : 'ltr'}
        autocomplete="off"
        list=${list ?? ''}
        value=${value}
      />
    </div>`
  return html`
    ${field('description', words.description, entry?.description ?? '')}
    ${field('project', words.project, entry?.project ?? '', 'text', 'entry-projects')}
    <datalist id="entry-projects">${projects.map((name) => html`<option value=${name}></option>`)}</datalist>
    ${field('labels', words.labels, entry?.labels.join(', ') ?? '')}
    ${
      entry !== undefined && entry.start === null
        ? html`${field('date', words.date, entry.date ?? '', 'date')}
          ${field('duration', words.duration, `${entry.durationSeconds}s`)}`
        : html`${field('start', words.from, localValue(start, zone), 'datetime-local')}
          ${
            entry !== undefined && entry.end === null
              ? ''
              : field('end', words.to, localValue(end, zone), 'datetime-local')
          }`
    }
    <label class="gx-cluster"
      ><input type="checkbox" name="billable" ?checked=${entry?.billable ?? false} />${words.billable}</label
    >
  `
}

function deeds(
  entry: TimeEntry,
  next: string | undefined,
  zone: string,
  words: WordsOf<'timer'>,
  { close, split }: { readonly close: (answer: Answer) => void; readonly split: (event: Event) => void },
) {
  const button = (verb: Verb, label: string) =>
    html`<button type="button" class="gx-button gx-small" @click=${() => close({ verb })}>${label}</button>`
  const middle = () => {
    const start = fromInstantText(entry.start!)
    return toInstantText(start + Math.floor(entry.durationSeconds / 120) * 60)
  }
  return html`
    ${
      entry.start === null
        ? ''
        : html`<div class="gx-field">
            <label for="entry-split">${words.splitAt}</label>
            <div class="gx-cluster">
              <input
                class="gx-input"
                id="entry-split"
                name="splitAt"
                type="datetime-local"
                step="1"
                dir="ltr"
                value=${localValue(middle(), zone)}
              />
              <button type="button" class="gx-button" @click=${split}>${words.split}</button>
            </div>
          </div>`
    }
    <div class="gx-cluster">
      ${next === undefined || entry.start === null ? '' : button('join', words.join)}
      ${entry.start !== null && entry.end === null ? '' : button('copy', words.duplicate)}
      ${button('remove', words.remove)}
    </div>
  `
}
