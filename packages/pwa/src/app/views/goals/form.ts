/** The dialog of a goal: a new one, or all that can be changed of one. */
import { signal } from '@preact/signals-core'
import { html } from 'lit-html'
import { AppError } from '@goalixa/contracts/errors'
import type { Goal, GoalPatch, NewGoal } from '@goalixa/contracts/goals'
import { formatDuration } from '@goalixa/domain/durations'
import { sameValue } from '@goalixa/domain/rows'
import { openDialog } from '../../parts/dialog.ts'
import { plainText } from '../../parts/plain-text.ts'
import { typedDuration } from '../../parts/typed-duration.ts'
import { undoable } from '../../parts/undo.ts'
import { addGoal, changeGoal } from './actions.ts'
import { readChoices } from './data.ts'
import type { GoalContext } from './row.ts'

export async function openGoalForm(context: GoalContext, goal?: Goal): Promise<void> {
  const { store, words, until } = context
  const { labels, projects } = await store.read(readChoices)
  if (until.aborted) return
  const problem = signal('')

  const save = async (form: HTMLFormElement, close: () => void) => {
    try {
      const patch = changed(goal, readForm(new FormData(form), words))
      if (goal !== undefined && Object.keys(patch).length === 0) return close()
      let failure: unknown
      const work = () =>
        goal === undefined ? addGoal(store, patch as NewGoal) : changeGoal(store, goal.id, patch)
      const noted = () =>
        (work() as Promise<unknown>).catch((error: unknown) => {
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
  const field = (name: string, text: string, control: unknown) =>
    html`<div class="gx-field"><label for="goal-${name}">${text}</label>${control}</div>`
  const input = (name: string, value: string, type = 'text', list = '') =>
    html`<input
      class="gx-input"
      id="goal-${name}"
      name=${name}
      type=${type}
      dir="auto"
      autocomplete="off"
      list=${list}
      .value=${value}
    />`
  const { fields } = words
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
          ${field('name', fields.name, input('name', goal?.name ?? ''))}
          ${field('description', fields.description, html`<textarea class="gx-input" id="goal-description" name="description" dir="auto" rows="3" .value=${goal?.description ?? ''}></textarea>`)}
          <div class="gx-form-row">
            ${field('targetDate', fields.targetDate, input('targetDate', goal?.targetDate ?? '', 'date'))}
            ${field(
              'targetTime',
              fields.targetTime,
              html`${input('targetTime', timeText(goal?.targetSeconds ?? null))}
                <p class="gx-hint">${words.timeHint}</p>`,
            )}
          </div>
          ${field('label', fields.label, input('label', goal?.label ?? '', 'text', 'goal-labels'))}
          <fieldset class="gx-fieldset">
            <legend>${fields.projects}</legend>
            ${
              projects.length === 0
                ? words.none
                : projects.map(
                    ({ id, name }) =>
                      html`<label class="gx-checkbox"
                        ><input
                          type="checkbox"
                          name="project"
                          value=${id}
                          ?checked=${goal?.projectIds.includes(id) === true}
                        /><span><bdi>${name}</bdi></span></label
                      >`,
                  )
            }
          </fieldset>
          <div class="gx-field">
            <label for="goal-colour">${fields.colour}</label>
            <div class="gx-cluster">
              <input type="color" id="goal-colour" name="colour" .value=${goal?.colour ?? '#0b7467'} />
              <label class="gx-checkbox"
                ><input type="checkbox" name="hasColour" ?checked=${(goal?.colour ?? null) !== null} /><span
                  >${fields.hasColour}</span
                ></label
              >
            </div>
          </div>
          <datalist id="goal-labels">${labels.map((name) => html`<option value=${name}></option>`)}</datalist>
        </div>
        <footer class="gx-dialog-foot">
          <button type="button" class="gx-button" @click=${() => close()}>${words.close}</button>
          <button class="gx-button gx-primary">${words.save}</button>
        </footer>
      </form>`,
  })
}

const timeText = (seconds: number | null): string => (seconds === null ? '' : formatDuration(seconds))

type Fields = Required<
  Pick<GoalPatch, 'name' | 'description' | 'targetDate' | 'targetSeconds' | 'label' | 'projectIds' | 'colour'>
>

function readForm(data: FormData, words: GoalContext['words']): Fields {
  const text = (name: string) => plainText((data.get(name) as string | null) ?? '')
  const name = text('name')
  if (name === '' || name.length > 1000) throw new AppError('request.invalid', words.nameBounds)
  const time = text('targetTime')
  return {
    name,
    description: text('description'),
    targetDate: text('targetDate') || null,
    targetSeconds: time === '' ? null : typedDuration(time) || null,
    label: text('label') || null,
    projectIds: data.getAll('project').map(String),
    colour: data.has('hasColour') ? text('colour') : null,
  }
}

/** Only what is another now: what somebody else changes meanwhile stays theirs. */
const changed = (goal: Goal | undefined, fields: Fields): GoalPatch =>
  Object.fromEntries(
    Object.entries(fields).filter(
      ([name, value]) =>
        !sameValue(
          value,
          goal?.[name as keyof Fields] ?? (name === 'projectIds' ? [] : name === 'description' ? '' : null),
        ),
    ),
  )
