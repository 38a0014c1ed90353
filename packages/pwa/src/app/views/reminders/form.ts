/** The dialog of a reminder, with its time in fields or in words; and the one that asks until when it rests. */
import { signal } from '@preact/signals-core'
import { html } from 'lit-html'
import { AppError } from '@goalixa/contracts/errors'
import type { NewReminder, Reminder } from '@goalixa/contracts/reminders'
import { zoned } from '@goalixa/domain/calendar'
import { parseMoment } from '@goalixa/domain/dates'
import { openDialog } from '../../parts/dialog.ts'
import { westernDigits } from '../../parts/typed-duration.ts'
import { undoable } from '../../parts/undo.ts'
import { daysTicked, weekdayBoxes } from '../../parts/weekdays.ts'
import { zone } from '../../store/dates.ts'
import { dateContext, momentText } from '../tasks/texts.ts'
import { addReminder, changeReminder, snooze } from './actions.ts'
import { readTasks } from './data.ts'
import { priorities, readForm, repeats, typedOf } from './reminder-form.ts'
import type { Field, Typed } from './reminder-form.ts'
import type { ReminderContext } from './texts.ts'

/** Epoch seconds, or what is wrong with the words. */
function momentOf(text: string, { store }: ReminderContext): number | string {
  try {
    return parseMoment(westernDigits(text), dateContext(store), 'future').instant
  } catch (error) {
    if (error instanceof AppError) return error.message
    throw error
  }
}

const timeText = (at: number): { readonly date: string; readonly time: string } => {
  const local = zoned(at, zone())
  return {
    date: local.toPlainDate().toString(),
    time: local.toPlainTime().toString({ smallestUnit: 'minute' }),
  }
}

export async function openReminderForm(context: ReminderContext, reminder?: Reminder): Promise<void> {
  const { store, words, until } = context
  const tasks = await store.read(readTasks)
  if (until.aborted) return
  const isNew = reminder === undefined
  const initial = typedOf(reminder, Math.floor(store.replica.now() / 1000), zone())
  const repeat = signal(initial.repeat)
  const problems = signal<Partial<Record<Field | 'words' | 'all', string>>>({})

  const understand = (event: Event) => {
    const input = event.currentTarget as HTMLInputElement
    const moment = input.value.trim() === '' ? undefined : momentOf(input.value, context)
    problems.value = typeof moment === 'string' ? { words: moment } : {}
    if (typeof moment !== 'number') return
    const { date, time } = timeText(moment)
    input.form!.querySelector<HTMLInputElement>('[name=date]')!.value = date
    input.form!.querySelector<HTMLInputElement>('[name=time]')!.value = time
  }
  const save = async (form: HTMLFormElement, close: () => void) => {
    const data = new FormData(form)
    const said = data.get('words') as string
    const moment = said.trim() === '' ? undefined : momentOf(said, context)
    if (typeof moment === 'string') {
      problems.value = { words: moment }
      return form.querySelector<HTMLElement>('[name=words]')?.focus()
    }
    const typed: Typed = {
      ...initial,
      ...Object.fromEntries([...data].filter(([name]) => name in initial)),
      days: repeat.value === 'weekly' ? daysTicked(data) : initial.days,
    }
    const found = readForm(typed, initial, { words, zone: zone(), isNew })
    problems.value = found.problems
    const first = Object.keys(found.problems)[0]
    if (first !== undefined)
      return form.querySelector<HTMLElement>(first === 'days' ? '[name=day]' : `[name=${first}]`)?.focus()
    if (Object.keys(found.patch).length === 0) return close()
    let failure: unknown
    const work = async () => {
      try {
        await (isNew
          ? addReminder(store, found.patch as NewReminder)
          : changeReminder(store, reminder.id, found.patch))
      } catch (error) {
        failure = error
        throw error
      }
    }
    await undoable(context, work, isNew ? words.added : words.saved)
    if (failure === undefined) close()
    else if (failure instanceof Error) problems.value = { all: failure.message }
  }

  const field = (name: Field | 'words', control: unknown, hint = '') =>
    html`<div class="gx-field">
      <label for="reminder-${name}">${words.fields[name]}</label>
      ${control}
      ${hint === '' ? '' : html`<p class="gx-hint" id="reminder-${name}-hint" dir="auto">${hint}</p>`}
      <p class="gx-error" id="reminder-${name}-problem" dir="auto">${problems.value[name] ?? ''}</p>
    </div>`
  const input = (name: 'title' | 'date' | 'time' | 'words', type: string, change?: (event: Event) => void) =>
    html`<input
      class="gx-input"
      id="reminder-${name}"
      name=${name}
      type=${type}
      dir="auto"
      autocomplete="off"
      aria-invalid=${problems.value[name] === undefined ? 'false' : 'true'}
      aria-describedby="reminder-${name}-problem"
      .value=${name === 'words' ? '' : initial[name]}
      @change=${change}
    />`
  const select = (name: Field, options: readonly (readonly [string, string])[], chosen: string) =>
    html`<select
      class="gx-select"
      id="reminder-${name}"
      name=${name}
      @change=${(event: Event) => {
        if (name === 'repeat')
          repeat.value = (event.currentTarget as HTMLSelectElement).value as Typed['repeat']
      }}
    >
      ${options.map(([value, text]) => html`<option value=${value} ?selected=${value === chosen}>${text}</option>`)}
    </select>`
  const others = tasks.filter(({ id }) => id !== initial.task).map(({ id, title }) => [id, title] as const)
  const own = initial.task === '' ? [] : [[initial.task, reminder?.task ?? '–'] as const]
  await openDialog({
    title: isNew ? words.newTitle : words.editTitle,
    body: (close) =>
      html`<form
        novalidate
        @submit=${(event: SubmitEvent) => {
          event.preventDefault()
          void save(event.currentTarget as HTMLFormElement, close)
        }}
      >
        <div class="gx-dialog-body gx-form">
          ${problems.value.all === undefined ? '' : html`<p class="gx-error" role="alert" dir="auto">${problems.value.all}</p>`}
          ${field('title', input('title', 'text'))}
          ${field('words', input('words', 'text', understand), words.wordsHint)}
          <div class="gx-form-row">
            ${field('date', input('date', 'date'))} ${field('time', input('time', 'time'))}
          </div>
          ${field(
            'repeat',
            select(
              'repeat',
              repeats.map((one) => [one, words.repeats[one]]),
              initial.repeat,
            ),
          )}
          ${
            repeat.value === 'weekly'
              ? html`${weekdayBoxes(words.fields.days, initial.days)}
                  <p class="gx-error">${problems.value.days ?? ''}</p>`
              : ''
          }
          <div class="gx-form-row">
            ${field(
              'priority',
              select(
                'priority',
                priorities.map((one) => [one, words.priority[one]]),
                initial.priority,
              ),
            )}
            ${field('task', select('task', [['', words.none], ...own, ...others], initial.task))}
          </div>
          ${field(
            'notes',
            html`<textarea
              class="gx-input"
              id="reminder-notes"
              name="notes"
              dir="auto"
              rows="2"
              aria-describedby="reminder-notes-problem"
              .value=${initial.notes}
            ></textarea>`,
          )}
        </div>
        <footer class="gx-dialog-foot">
          <button type="button" class="gx-button" @click=${() => close()}>${words.close}</button>
          <button class="gx-button gx-primary">${words.save}</button>
        </footer>
      </form>`,
  })
}

/** Until any moment, in words. */
export async function openSnooze(context: ReminderContext, { id }: Reminder): Promise<void> {
  const { store, words } = context
  const problem = signal('')
  const at = await openDialog<number>({
    title: words.snoozeTitle,
    body: (close) =>
      html`<form
        @submit=${(event: SubmitEvent) => {
          event.preventDefault()
          const text = (event.currentTarget as HTMLFormElement).querySelector('input')!.value
          const moment = momentOf(text, context)
          if (typeof moment === 'string') problem.value = moment
          else close(moment)
        }}
      >
        <div class="gx-dialog-body gx-field">
          <label for="snooze-until">${words.fields.words}</label>
          <input
            class="gx-input"
            id="snooze-until"
            dir="auto"
            autocomplete="off"
            placeholder="tomorrow 9:00"
            aria-invalid=${problem.value === '' ? 'false' : 'true'}
            aria-describedby="snooze-problem"
          />
          <p class="gx-error" id="snooze-problem" dir="auto">${problem.value}</p>
        </div>
        <footer class="gx-dialog-foot">
          <button type="button" class="gx-button" @click=${() => close()}>${words.close}</button>
          <button class="gx-button gx-primary">${words.snooze}</button>
        </footer>
      </form>`,
  })
  if (at !== undefined)
    await undoable(
      context,
      () => snooze(store, id, at),
      words.snoozed(momentText(new Date(at * 1000).toISOString())),
    )
}
