/** The dialog of a weekly goal: a new one in a week, or what can be changed of one. */
import { signal } from '@preact/signals-core'
import { html } from 'lit-html'
import { AppError } from '@goalixa/contracts/errors'
import type { WeeklyGoal } from '@goalixa/contracts/weekly-goals'
import { formatDuration } from '@goalixa/domain/durations'
import { openDialog } from '../../parts/dialog.ts'
import { plainText } from '../../parts/plain-text.ts'
import { typedDuration } from '../../parts/typed-duration.ts'
import { undoable } from '../../parts/undo.ts'
import type { GoalContext } from '../goals/row.ts'
import { addWeeklyGoal, changeWeeklyGoal } from './actions.ts'
import { readChoices } from './data.ts'

export async function openWeeklyGoalForm(
  context: GoalContext,
  week: string,
  goal?: WeeklyGoal,
): Promise<void> {
  const { store, words, until } = context
  const { labels, goals } = await store.read(readChoices)
  if (until.aborted) return
  const problem = signal('')
  const { fields } = words

  const save = async (form: HTMLFormElement, close: () => void) => {
    const data = new FormData(form)
    const text = (name: string) => plainText((data.get(name) as string | null) ?? '')
    try {
      const title = text('title')
      if (title === '' || title.length > 1000) throw new AppError('request.invalid', words.nameBounds)
      const targetSeconds = text('time') === '' ? 0 : typedDuration(text('time'))
      if (targetSeconds === 0) throw new AppError('request.invalid', words.timeNeeded)
      const input = { title, targetSeconds, label: text('label') || null, goalId: text('goal') || null }
      let failure: unknown
      const work = (): Promise<unknown> =>
        goal === undefined
          ? addWeeklyGoal(store, { ...input, weekStart: week })
          : changeWeeklyGoal(store, goal.id, input)
      const noted = () =>
        work().catch((error: unknown) => {
          failure = error
          throw error
        })
      await undoable(context, noted, goal === undefined ? words.added : words.saved)
      if (failure === undefined) return close()
      if (failure instanceof Error) problem.value = failure.message
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      problem.value = error.message
    }
  }
  const input = (name: string, value: string, list = '') =>
    html`<input
      class="gx-input"
      id="week-${name}"
      name=${name}
      dir="auto"
      autocomplete="off"
      list=${list}
      .value=${value}
    />`
  const field = (name: string, label: string, control: unknown) =>
    html`<div class="gx-field"><label for="week-${name}">${label}</label>${control}</div>`
  await openDialog({
    title: goal === undefined ? words.newTitle : words.editTitle,
    body: (close) =>
      html`<form
        novalidate
        @submit=${(event: SubmitEvent) => {
          event.preventDefault()
          void save(event.currentTarget as HTMLFormElement, close)
        }}
      >
        <div class="gx-dialog-body gx-form">
          ${problem.value === '' ? '' : html`<p class="gx-error" role="alert" dir="auto">${problem.value}</p>`}
          ${field('title', fields.title, input('title', goal?.title ?? ''))}
          ${field('time', fields.targetTime, input('time', goal === undefined ? '' : formatDuration(goal.targetSeconds)))}
          ${field('label', fields.label, input('label', goal?.label ?? '', 'week-labels'))}
          ${field(
            'goal',
            fields.goal,
            html`<select class="gx-select" id="week-goal" name="goal">
              <option value="">${words.none}</option>
              ${goals.map(({ id, name }) => html`<option value=${id} ?selected=${id === goal?.goalId}>${name}</option>`)}
            </select>`,
          )}
          <datalist id="week-labels">${labels.map((name) => html`<option value=${name}></option>`)}</datalist>
        </div>
        <footer class="gx-dialog-foot">
          <button type="button" class="gx-button" @click=${() => close()}>${words.close}</button>
          <button class="gx-button gx-primary">${words.save}</button>
        </footer>
      </form>`,
  })
}
