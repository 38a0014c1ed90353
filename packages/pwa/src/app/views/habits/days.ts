/** What is said of a day of a habit: by a press, or in a dialog that knows amounts and skipped days. */
import { signal } from '@preact/signals-core'
import { html } from 'lit-html'
import type { HabitDayState } from '@goalixa/contracts/habit-days'
import type { Habit } from '@goalixa/contracts/habits'
import { readAmount } from '@goalixa/domain/habit-amounts'
import { openDialog } from '../../parts/dialog.ts'
import { westernDigits } from '../../parts/typed-duration.ts'
import { undoable } from '../../parts/undo.ts'
import { todayIn, zone } from '../../store/dates.ts'
import type { ViewContext } from '../../view.ts'
import { clearDay, doneOn, skipOn } from './actions.ts'
import { dayText } from './texts.ts'
import type { HabitWords } from './texts.ts'

export interface HabitContext extends Pick<ViewContext, 'store' | 'act' | 'until' | 'go'> {
  readonly words: HabitWords
}

interface Day {
  readonly date: string
  readonly state: HabitDayState
  readonly amount?: number | null
}

/** Undefined when it is no amount. */
export const typedAmount = (text: string): number | undefined => readAmount(westernDigits(text.trim()))

export function setDay(context: HabitContext, habit: Habit, date: string, amount?: number): Promise<void> {
  return undoable(context, () => doneOn(context.store, habit, date, amount), context.words.dayDone)
}

export const skipDay = (context: HabitContext, habit: Habit, date: string): Promise<void> =>
  undoable(context, () => skipOn(context.store, habit, date), context.words.daySkipped)

export const clear = (context: HabitContext, habit: Habit, date: string): Promise<void> =>
  undoable(context, () => clearDay(context.store, habit, date, context.words), context.words.dayCleared)

/** Done, or taken back; of a habit with amounts the dialog asks how much. */
export function pressDay(context: HabitContext, habit: Habit, day: Day): Promise<void> {
  if (habit.targetAmount !== null) return openDay(context, habit, day)
  return day.state === 'done' || day.state === 'skip'
    ? clear(context, habit, day.date)
    : setDay(context, habit, day.date)
}

type Answer = readonly ['done', string, number | undefined] | readonly ['skip' | 'clear', string]

export async function openDay(context: HabitContext, habit: Habit, day: Day): Promise<void> {
  const { store, words } = context
  const { targetAmount, unit, name } = habit
  const { today } = todayIn(zone(), store.replica.now())
  const problem = signal<{ readonly date?: string; readonly amount?: string }>({})
  let form: HTMLFormElement | undefined
  const field = (id: string) => form!.querySelector<HTMLInputElement>(`#${id}`)
  const date = () => {
    const given = field('day-date')!.value
    const isRight = given !== '' && given <= today
    problem.value = isRight ? {} : { date: words.noFuture }
    return isRight ? given : undefined
  }
  const done = (close: (answer: Answer) => void) => {
    const given = date()
    const text = field('day-amount')?.value ?? ''
    const amount = text.trim() === '' ? undefined : typedAmount(text)
    if (text.trim() !== '' && amount === undefined) problem.value = { amount: words.badAmount }
    else if (given !== undefined) close(['done', given, amount])
  }
  const other = (deed: 'skip' | 'clear', close: (answer: Answer) => void) => {
    const given = date()
    if (given !== undefined) close([deed, given])
  }
  const answer = await openDialog<Answer>({
    title: `${name} · ${dayText(day.date)}`,
    body: (close) =>
      html`<form
        @submit=${(event: SubmitEvent) => {
          event.preventDefault()
          form = event.currentTarget as HTMLFormElement
          done(close)
        }}
        @pointerdown=${(event: Event) => (form = event.currentTarget as HTMLFormElement)}
        @keydown=${(event: Event) => (form = event.currentTarget as HTMLFormElement)}
      >
        <div class="gx-dialog-body gx-form">
          ${
            targetAmount === null
              ? ''
              : html`<div class="gx-field">
                  <label for="day-amount"
                    >${words.amount}${unit === null ? '' : html` (<bdi>${unit}</bdi>)`}</label
                  >
                  <input
                    class="gx-input"
                    id="day-amount"
                    inputmode="decimal"
                    autocomplete="off"
                    aria-invalid=${problem.value.amount === undefined ? 'false' : 'true'}
                    aria-describedby="day-amount-problem"
                    placeholder=${targetAmount}
                    .value=${String(day.amount ?? '')}
                  />
                  <p class="gx-error" id="day-amount-problem">${problem.value.amount ?? ''}</p>
                </div>`
          }
          <div class="gx-field">
            <label for="day-date">${words.day}</label>
            <input
              class="gx-input"
              id="day-date"
              type="date"
              required
              max=${today}
              aria-invalid=${problem.value.date === undefined ? 'false' : 'true'}
              aria-describedby="day-date-problem"
              .value=${day.date}
            />
            <p class="gx-error" id="day-date-problem">${problem.value.date ?? ''}</p>
          </div>
        </div>
        <footer class="gx-dialog-foot gx-cluster">
          <button type="button" class="gx-button gx-quiet" @click=${() => close()}>${words.close}</button>
          <button type="button" class="gx-button" @click=${() => other('clear', close)}>
            ${words.clear}
          </button>
          <button type="button" class="gx-button" @click=${() => other('skip', close)}>${words.skip}</button>
          <button class="gx-button gx-primary">${words.done}</button>
        </footer>
      </form>`,
  })
  if (answer?.[0] === 'done') await setDay(context, habit, answer[1], answer[2])
  else if (answer?.[0] === 'skip') await skipDay(context, habit, answer[1])
  else if (answer !== undefined) await clear(context, habit, answer[1])
}
