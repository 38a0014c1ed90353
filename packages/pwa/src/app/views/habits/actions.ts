/** What can be done with habits, by the rules of the domain. */
import { AppError } from '@goalixa/contracts/errors'
import type { Habit, HabitPatch, NewHabit } from '@goalixa/contracts/habits'
import { checkHabit, uncheckHabit } from '@goalixa/domain/plans/habit-logs'
import { createHabit, deleteHabit, updateHabit } from '@goalixa/domain/plans/habits'
import type { Store } from '../../store/store.ts'
import type { HabitWords } from './texts.ts'

const source = 'pwa'

export const addHabit = (store: Store, input: NewHabit) =>
  store.write('habits.create', (view, draft, newId) => createHabit(view, draft, input, newId))

export const changeHabit = (store: Store, id: string, patch: HabitPatch) =>
  store.write('habits.update', (view, draft, newId) => updateHabit(view, draft, id, patch, newId))

export const removeHabit = (store: Store, id: string) =>
  store.write('habits.delete', (view, draft) => deleteHabit(view, draft, id))

/** All of the target unless an amount is given. */
export const doneOn = (store: Store, { id }: Habit, date: string, amount?: number) =>
  store.write('habits.check', (view, draft) =>
    checkHabit(view, draft, id, date, { state: 'done', source, ...(amount === undefined ? {} : { amount }) }),
  )

export const skipOn = (store: Store, { id }: Habit, date: string) =>
  store.write('habits.check', (view, draft) => checkHabit(view, draft, id, date, { state: 'skip', source }))

/** Takes back what was said of a day; of what was only tracked there is nothing to take back. */
export const clearDay = (store: Store, { id, autoSeconds }: Habit, date: string, words: HabitWords) =>
  store
    .write('habits.uncheck', (view, draft) => uncheckHabit(view, draft, id, date))
    .catch((error: unknown) => {
      if (!(error instanceof AppError) || error.code !== 'habits.not_checked') throw error
      if (autoSeconds !== null) throw new AppError(error.code, words.doneByTime)
    })
