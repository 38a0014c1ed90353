/** A habit in the list: today, streak, score, and the last days as cells that can be pressed. */
import { html } from 'lit-html'
import { live } from 'lit-html/directives/live.js'
import type { Habit } from '@goalixa/contracts/habits'
import { addedAmount } from '@goalixa/domain/habit-amounts'
import { customProperties } from '../../../design/custom-properties.ts'
import { icon } from '../../../design/icons.ts'
import { dayCell } from '../../charts/day-grid.ts'
import { handOver, keptText, restoreOnEscape } from '../../parts/kept-text.ts'
import { openMenu } from '../../parts/menu.ts'
import { undoable } from '../../parts/undo.ts'
import { durationText } from '../../timer/durations.ts'
import { changeHabit, removeHabit } from './actions.ts'
import type { HabitContext } from './days.ts'
import { clear, pressDay, setDay, skipDay, typedAmount } from './days.ts'
import { amountText, dayName, frequencyText, numberText, percentText, streakText } from './texts.ts'

/** Filled as far as the words say; amounts of single days are in the page of the habit. */
const levels = { done: 4, part: 2, skip: 0, missed: 0, open: 0, rest: 0 } as const

export function habitRow(context: HabitContext, habit: Habit) {
  const { words } = context
  const { today, recent } = habit
  return html`<li class="gx-row gx-habit" data-id=${habit.id}>
    <div class="gx-row-main">
      <p class="gx-row-title">
        <i class="gx-dot" ${customProperties({ '--gx-colour': habit.colour })}></i>
        <a href="/app/#/habits/${habit.id}" target="_top"><bdi>${habit.name}</bdi></a>
      </p>
      <p class="gx-row-meta">
        <span>${frequencyText(habit.frequency, words)}</span>
        <span>${words.streakName}: ${streakText(habit, habit.streak.current, words)}</span>
        <span>${words.score}: ${percentText(habit.score)}</span>
        ${today.state === 'skip' || today.state === 'rest' ? html`<span class="gx-badge">${words.state[today.state]}</span>` : ''}
      </p>
      <div
        class="gx-day-strip"
        role="group"
        aria-label=${words.lastDays(habit.name)}
        ${customProperties({ '--gx-colour': habit.colour })}
      >
        ${recent.map((day) =>
          dayCell({
            ...day,
            ...(day.date === today.date ? { amount: today.amount } : {}),
            level: levels[day.state],
            name: dayName(day, habit, words),
            isToday: day.date === today.date,
            tabIndex: 0,
            press: () => void pressRecent(context, habit, day),
          }),
        )}
      </div>
    </div>
    <div class="gx-row-end">${todayControl(context, habit)} ${moreButton(context, habit)}</div>
  </li>`
}

/** The amount of a day that is not today is not in the list: it is asked for. */
async function pressRecent(context: HabitContext, habit: Habit, day: Habit['recent'][number]): Promise<void> {
  if (habit.targetAmount === null) return pressDay(context, habit, day)
  const { readHabit } = await import('./data.ts')
  const found = await context.store.read(readHabit(habit.id))
  const known = found?.map.weeks.flatMap(({ days }) => days).find(({ date }) => date === day.date)
  return pressDay(context, habit, known ?? day)
}

export function todayControl(context: HabitContext, habit: Habit) {
  const { words } = context
  const { today, targetAmount, unit, autoSeconds } = habit
  const isDone = today.state === 'done'
  const toggle = async (event: Event) => {
    const box = event.currentTarget as HTMLInputElement
    await (box.checked ? setDay(context, habit, today.date) : clear(context, habit, today.date))
    // What was refused is not as it looks.
    if (!box.checked && isDone) box.checked = (await isDoneNow(context, habit)) ?? false
  }
  const type = async (event: Event) => {
    const input = event.currentTarget as HTMLInputElement
    const amount = typedAmount(input.value)
    const refuse = handOver(input)
    if (input.value.trim() === '') return clear(context, habit, today.date)
    if (amount !== undefined) return setDay(context, habit, today.date, amount)
    refuse()
    return context.act(async () => undefined, words.badAmount)
  }
  const amount = () =>
    html`<input
        class="gx-input gx-amount"
        inputmode="decimal"
        autocomplete="off"
        aria-label=${words.amountToday(habit.name)}
        ${keptText(amountText(today.amount))}
        @change=${type}
        @keydown=${restoreOnEscape}
      />
      <span class="gx-small-text gx-quiet-text"
        >${words.of(numberText(targetAmount!))} <bdi>${unit ?? ''}</bdi></span
      >
      <button
        class="gx-button gx-quiet gx-icon"
        aria-label=${words.addOne(habit.name)}
        title=${words.addOne(habit.name)}
        @click=${() => setDay(context, habit, today.date, addedAmount(today.amount, 1))}
      >
        ${icon('plus')}
      </button>`
  const time = () =>
    html`<span class="gx-small-text gx-quiet-text"
      >${words.tracked(durationText(today.seconds ?? 0), durationText(autoSeconds!))}</span
    >`
  return html`${targetAmount === null ? '' : amount()} ${autoSeconds === null ? '' : time()}
    <label class="gx-checkbox">
      <input type="checkbox" .checked=${live(isDone)} @change=${toggle} /><span class="gx-hidden"
        >${words.today(habit.name)}</span
      >
    </label>`
}

async function isDoneNow({ store }: HabitContext, { id }: Habit): Promise<boolean | undefined> {
  const { readHabit } = await import('./data.ts')
  return (await store.read(readHabit(id)))?.habit.today.state === 'done'
}

export function moreButton(context: HabitContext, habit: Habit, removed?: () => void) {
  const { store, words } = context
  const { today } = habit
  const open = (event: Event) =>
    openMenu(event.currentTarget as HTMLElement, words.more(habit.name), [
      {
        icon: 'edit',
        text: words.edit,
        run: async () => (await import('./form.ts')).openHabitForm(context, habit),
      },
      today.state === 'skip'
        ? { icon: 'undo', text: words.unskipToday, run: () => clear(context, habit, today.date) }
        : { icon: 'arrow-forward', text: words.skipToday, run: () => skipDay(context, habit, today.date) },
      {
        icon: 'archive',
        text: habit.archived ? words.unarchive : words.archive,
        run: () =>
          undoable(
            context,
            () => changeHabit(store, habit.id, { archived: !habit.archived }),
            habit.archived ? words.unarchived : words.archived,
          ),
      },
      {
        icon: 'trash',
        text: words.remove,
        run: async () => {
          await undoable(context, () => removeHabit(store, habit.id), words.removed)
          removed?.()
        },
      },
    ])
  return html`<button
    class="gx-button gx-quiet gx-icon"
    aria-haspopup="menu"
    aria-label=${words.more(habit.name)}
    @click=${open}
  >
    ${icon('more')}
  </button>`
}
