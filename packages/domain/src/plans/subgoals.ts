/** Subgoals: made, changed, done, reopened and put in the trash. Each rule answers the id of the goal. */
import { AppError } from '@goalixa/contracts/errors'
import type { NewSubgoal, SubgoalPatch } from '@goalixa/contracts/goals'
import { rankAt } from '../ranks.ts'
import type { Row } from '../rows.ts'
import { isCalledDone, requireGoal } from './goals.ts'
import { labelNamed } from './labels.ts'
import { requireNewId } from './new-rows.ts'
import { projectNamed } from './projects.ts'
import type { Draft, NewId, Values, View } from './view.ts'
import { findLive, said, secondsOf } from './view.ts'

/** A subgoal whose goal is in the trash is there, too. */
async function requireSubgoal(view: View, id: string): Promise<{ row: Row; goal: Row }> {
  const row = await findLive(view, 'subgoals', id)
  const goal = row && (await findLive(view, 'goals', said(row, 'goalId') as string))
  if (row === undefined || goal === undefined) throw new AppError('subgoals.not_found')
  return { row, goal }
}

/** There is more to do than when it was called done (D14). */
function reopen(draft: Draft, goal: Row): void {
  if (isCalledDone(goal)) draft.patch('goals', goal.id, { completedAt: null })
}

/** @throws AppError `goals.not_found`, `request.id_taken` and what {@link updateSubgoal} throws */
export async function createSubgoal(
  view: View,
  draft: Draft,
  goalId: string,
  input: NewSubgoal,
  newId: NewId,
): Promise<string> {
  const goal = await requireGoal(view, goalId)
  const { id = newId(), ...fields } = input
  await requireNewId(view, 'subgoals', id)
  draft.patch('subgoals', id, {
    createdAt: secondsOf(draft),
    goalId,
    order: rankAt(draft.nowMs),
    ...(await values(view, draft, fields, newId)),
  })
  reopen(draft, goal)
  return goalId
}

/** @throws AppError `subgoals.not_found`, `labels.not_found`, `projects.not_found`, `request.invalid` */
export async function updateSubgoal(
  view: View,
  draft: Draft,
  id: string,
  patch: SubgoalPatch,
  newId: NewId,
): Promise<string> {
  const { goal } = await requireSubgoal(view, id)
  draft.patch('subgoals', id, await values(view, draft, patch, newId))
  return goal.id
}

/** Done twice is done once: the first moment stays. @throws AppError `subgoals.not_found` */
export async function setSubgoalDone(view: View, draft: Draft, id: string, isDone: boolean): Promise<string> {
  const { row, goal } = await requireSubgoal(view, id)
  if ((said(row, 'doneAt') !== null) === isDone) return goal.id
  draft.patch('subgoals', id, { doneAt: isDone ? secondsOf(draft) : null })
  if (!isDone) reopen(draft, goal)
  return goal.id
}

/** @throws AppError `subgoals.not_found` */
export async function deleteSubgoal(view: View, draft: Draft, id: string): Promise<string> {
  const { goal } = await requireSubgoal(view, id)
  draft.patch('subgoals', id, { deleted: true })
  return goal.id
}

async function values(
  view: View,
  draft: Draft,
  { label, labelId, project, projectId, ...plain }: SubgoalPatch,
  newId: NewId,
): Promise<Values> {
  return {
    ...plain,
    labelId: await labelNamed(view, draft, { label, labelId }, newId),
    projectId: await projectNamed(view, draft, { project, projectId }, newId),
  }
}
