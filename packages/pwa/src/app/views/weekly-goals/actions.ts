/** What can be done with the goals of a week, by the rules of the domain. */
import type { NewWeeklyGoal, WeeklyGoal, WeeklyGoalPatch } from '@goalixa/contracts/weekly-goals'
import { createWeeklyGoal, deleteWeeklyGoal, updateWeeklyGoal } from '@goalixa/domain/plans/weekly-goals'
import { weekStart, zone } from '../../store/dates.ts'
import type { Store } from '../../store/store.ts'

const asked = () => ({ zone: zone(), weekStart: weekStart() })

export const addWeeklyGoal = (store: Store, input: NewWeeklyGoal) =>
  store.write('weeklyGoals.create', (view, draft, newId) =>
    createWeeklyGoal(view, draft, input, asked(), newId),
  )

export const changeWeeklyGoal = (store: Store, id: string, patch: WeeklyGoalPatch) =>
  store.write('weeklyGoals.update', (view, draft, newId) =>
    updateWeeklyGoal(view, draft, id, patch, asked(), newId),
  )

export const removeWeeklyGoal = (store: Store, id: string) =>
  store.write('weeklyGoals.delete', (view, draft) => deleteWeeklyGoal(view, draft, id))

/** The same goal in another week. */
export const repeatIn = (store: Store, { title, targetSeconds, labelId, goalId }: WeeklyGoal, week: string) =>
  addWeeklyGoal(store, {
    title,
    targetSeconds,
    weekStart: week,
    ...(labelId === null ? {} : { labelId }),
    ...(goalId === null ? {} : { goalId }),
  })
