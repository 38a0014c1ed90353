/** The dialog of a habit: a new one, or all that can be changed of one. */
import { signal } from '@preact/signals-core'
import { html } from 'lit-html'
import type { Habit, NewHabit } from '@goalixa/contracts/habits'
import { openDialog } from '../../parts/dialog.ts'
import { undoable } from '../../parts/undo.ts'
import { daysTicked, weekdayBoxes } from '../../parts/weekdays.ts'
import { todayIn, zone } from '../../store/dates.ts'
import { addHabit, changeHabit } from './actions.ts'
import { readChoices } from './data.ts'
import type { HabitContext } from './days.ts'
import { kinds, mostTimes, readForm, timesOfDay, typedOf } from './habit-form.ts'
import type { Field, Typed } from './habit-form.ts'

export async function openHabitForm(context: HabitContext, habit?: Habit): Promise<void> {
  const { store, words, until } = context
  const { labels, goals } = await store.read(readChoices)
  if (until.aborted) return
  const initial = typedOf(habit, todayIn(zone(), store.replica.now()).today)
  const kind = signal(initial.kind)
  const problems = signal<Partial<Record<Field | 'all', string>>>({})

  const save = async (form: HTMLFormElement, close: () => void) => {
    const data = new FormData(form)
    const typed: Typed = {
      ...initial,
      ...Object.fromEntries([...data].filter(([name]) => name in initial)),
      days: kind.value === 'weekdays' ? daysTicked(data) : initial.days,
      colour: data.has('hasColour') ? (data.get('colour') as string) : '',
    }
    const found = readForm(typed, initial, words)
    problems.value = found.problems
    const first = Object.keys(found.problems)[0]
    if (first !== undefined) {
      form.querySelector<HTMLElement>(first === 'days' ? '[name=day]' : `[name=${first}]`)?.focus()
      return
    }
    if (Object.keys(found.patch).length === 0) return close()
    let failure: unknown
    const work = () =>
      habit === undefined
        ? addHabit(store, found.patch as NewHabit)
        : changeHabit(store, habit.id, found.patch)
    const noted = () =>
      (work() as Promise<unknown>).catch((error: unknown) => {
        failure = error
        throw error
      })
    await undoable(context, noted, habit === undefined ? words.added : words.saved)
    if (failure === undefined) close()
    else if (failure instanceof Error) problems.value = { all: failure.message }
  }

  const field = (name: Field, control: unknown, hint = '') =>
    html`<div class="gx-field">
      <label for="habit-${name}">${words.fields[name as keyof typeof words.fields]}</label>
      ${control} ${hint === '' ? '' : html`<p class="gx-hint" id="habit-${name}-hint" dir="auto">${hint}</p>`}
      <p class="gx-error" id="habit-${name}-problem" dir="auto">${problems.value[name] ?? ''}</p>
    </div>`
  const input = (
    name: Exclude<Field, 'days'>,
    more: { readonly type?: string; readonly list?: string } = {},
  ) =>
    html`<input
      class="gx-input"
      id="habit-${name}"
      name=${name}
      type=${more.type ?? 'text'}
      dir="auto"
      autocomplete="off"
      list=${more.list ?? ''}
      aria-invalid=${problems.value[name] === undefined ? 'false' : 'true'}
      aria-describedby="habit-${name}-problem"
      .value=${initial[name]}
    />`
  const select = (
    name: Field,
    options: readonly (readonly [string, string])[],
    chosen: string,
    change?: (event: Event) => void,
  ) =>
    html`<select class="gx-select" id="habit-${name}" name=${name} @change=${change}>
      ${options.map(([value, text]) => html`<option value=${value} ?selected=${value === chosen}>${text}</option>`)}
    </select>`
  const often = () => {
    if (kind.value === 'weekdays')
      return html`${weekdayBoxes(words.fields.days, initial.days)}
        <p class="gx-error">${problems.value.days ?? ''}</p>`
    if (kind.value === 'everyDays')
      return html`<div class="gx-form-row">
        ${field('interval', input('interval'))} ${field('from', input('from', { type: 'date' }))}
      </div>`
    return kind.value in mostTimes ? field('times', input('times')) : ''
  }
  const goalOptions = [['', words.none], ...goals.map(({ id, name }) => [id, name] as const)] as const
  const lost = initial.goal !== '' && !goals.some(({ id }) => id === initial.goal)
  const colour = html`<div class="gx-field">
    <label for="habit-colour">${words.fields.colour}</label>
    <div class="gx-cluster">
      <input type="color" id="habit-colour" name="colour" .value=${initial.colour || '#0b7467'} />
      <label class="gx-checkbox"
        ><input type="checkbox" name="hasColour" ?checked=${initial.colour !== ''} /><span
          >${words.fields.hasColour}</span
        ></label
      >
    </div>
  </div>`
  await openDialog({
    title: habit === undefined ? words.newTitle : words.editTitle,
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
          ${field('name', input('name'))}
          ${field(
            'kind',
            select(
              'kind',
              kinds.map((one) => [one, words.kind[one]]),
              initial.kind,
              (event) => {
                kind.value = (event.currentTarget as HTMLSelectElement).value as Typed['kind']
              },
            ),
          )}
          ${often()}
          <div class="gx-form-row">${field('counted', input('counted'))} ${field('unit', input('unit'))}</div>
          <div class="gx-form-row">
            ${field('label', input('label', { list: 'habit-labels' }))}
            ${field('time', input('time'), words.timeHint)}
          </div>
          <div class="gx-form-row">
            ${field(
              'timeOfDay',
              select(
                'timeOfDay',
                timesOfDay.map((one) => [one, words.timeOfDay[one]]),
                initial.timeOfDay,
              ),
            )}
            ${field('reminder', input('reminder', { type: 'time' }))}
          </div>
          <div class="gx-form-row">
            ${field('goal', select('goal', lost ? [...goalOptions, [initial.goal, habit?.goal ?? '–']] : goalOptions, initial.goal))}
            ${colour}
          </div>
          ${field(
            'notes',
            html`<textarea
              class="gx-input"
              id="habit-notes"
              name="notes"
              dir="auto"
              rows="2"
              aria-describedby="habit-notes-problem"
              .value=${initial.notes}
            ></textarea>`,
          )}
          <datalist id="habit-labels">
            ${labels.map((name) => html`<option value=${name}></option>`)}
          </datalist>
        </div>
        <footer class="gx-dialog-foot">
          <button type="button" class="gx-button" @click=${() => close()}>${words.close}</button>
          <button class="gx-button gx-primary">${words.save}</button>
        </footer>
      </form>`,
  })
}
