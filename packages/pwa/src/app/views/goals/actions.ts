/** What can be done with goals and their subgoals, by the rules of the domain. */
import type { GoalPatch, NewGoal, Subgoal } from '@goalixa/contracts/goals'
import { createGoal, deleteGoal, setGoalDone, updateGoal } from '@goalixa/domain/plans/goals'
import { createSubgoal, deleteSubgoal, setSubgoalDone, updateSubgoal } from '@goalixa/domain/plans/subgoals'
import type { Store } from '../../store/store.ts'

export const addGoal = (store: Store, input: NewGoal) =>
  store.write('goals.create', (view, draft, newId) => createGoal(view, draft, input, newId))

export const changeGoal = (store: Store, id: string, patch: GoalPatch) =>
  store.write('goals.update', (view, draft, newId) => updateGoal(view, draft, id, patch, newId))

export const callGoalDone = (store: Store, id: string, isDone: boolean) =>
  store.write(isDone ? 'goals.done' : 'goals.reopen', (view, draft) => setGoalDone(view, draft, id, isDone))

export const removeGoal = (store: Store, id: string) =>
  store.write('goals.delete', (view, draft) => deleteGoal(view, draft, id))

export const addSubgoal = (store: Store, goalId: string, title: string) =>
  store.write('subgoals.create', (view, draft, newId) => createSubgoal(view, draft, goalId, { title }, newId))

export const placeSubgoal = (store: Store, { id }: Subgoal, order: string) =>
  store.write('subgoals.update', (view, draft, newId) => updateSubgoal(view, draft, id, { order }, newId))

export const tickSubgoal = (store: Store, { id }: Subgoal, isDone: boolean) =>
  store.write(isDone ? 'subgoals.done' : 'subgoals.reopen', (view, draft) =>
    setSubgoalDone(view, draft, id, isDone),
  )

export const removeSubgoal = (store: Store, { id }: Subgoal) =>
  store.write('subgoals.delete', (view, draft) => deleteSubgoal(view, draft, id))
