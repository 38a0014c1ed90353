/** Goals: made, changed, called done, reopened and put in the trash. */
import { AppError } from '@goalixa/contracts/errors'
import type { GoalPatch, NewGoal } from '@goalixa/contracts/goals'
import { rankAt } from '../ranks.ts'
import type { Row } from '../rows.ts'
import { membersOf, membershipValues } from '../rows.ts'
import { labelNamed } from './labels.ts'
import { requireNewId } from './new-rows.ts'
import { requireProjects } from './projects.ts'
import { requireTasks } from './tasks.ts'
import type { Draft, NewId, Values, View } from './view.ts'
import { findLive, said, secondsOf } from './view.ts'

/** The goal, unless it is in the trash. @throws AppError `goals.not_found` */
export async function requireGoal(view: View, id: string): Promise<Row> {
  const row = await findLive(view, 'goals', id)
  if (row === undefined) throw new AppError('goals.not_found')
  return row
}

/** Answers the id. @throws AppError `request.id_taken` and what {@link updateGoal} throws */
export async function createGoal(view: View, draft: Draft, input: NewGoal, newId: NewId): Promise<string> {
  const { id = newId(), ...fields } = input
  await requireNewId(view, 'goals', id)
  draft.patch('goals', id, {
    createdAt: secondsOf(draft),
    order: rankAt(draft.nowMs),
    ...(await values(view, draft, undefined, fields, newId)),
  })
  return id
}

/** @throws AppError `goals.not_found`, `labels.not_found`, `projects.not_found`, `tasks.not_found`, `request.invalid` */
export async function updateGoal(
  view: View,
  draft: Draft,
  id: string,
  patch: GoalPatch,
  newId: NewId,
): Promise<void> {
  const row = await requireGoal(view, id)
  draft.patch('goals', id, await values(view, draft, row, patch, newId))
}

/** Done twice is done once: the first moment stays. @throws AppError `goals.not_found` */
export async function setGoalDone(view: View, draft: Draft, id: string, isDone: boolean): Promise<void> {
  const row = await requireGoal(view, id)
  if (isCalledDone(row) !== isDone)
    draft.patch('goals', id, { completedAt: isDone ? secondsOf(draft) : null })
}

/** Its subgoals go with it. @throws AppError `goals.not_found` */
export async function deleteGoal(view: View, draft: Draft, id: string): Promise<void> {
  await requireGoal(view, id)
  draft.patch('goals', id, { deleted: true })
}

/** Did somebody call it done, whatever its subgoals and its time say? */
export const isCalledDone = (row: Row): boolean => said(row, 'completedAt') !== null

async function values(
  view: View,
  draft: Draft,
  row: Row | undefined,
  { label, labelId, projectIds, taskIds, ...plain }: GoalPatch,
  newId: NewId,
): Promise<Values> {
  const projects = changed(row, 'project', projectIds)
  const tasks = changed(row, 'task', taskIds)
  await requireProjects(view, projects.added)
  await requireTasks(view, tasks.added)
  return {
    ...plain,
    labelId: await labelNamed(view, draft, { label, labelId }, newId),
    ...projects.values,
    ...tasks.values,
  }
}

/** What is linked already may be in the trash: it stays. */
function changed(
  row: Row | undefined,
  membership: 'project' | 'task',
  wanted: readonly string[] | undefined,
) {
  if (wanted === undefined) return { added: [], values: {} }
  const now = row === undefined ? [] : membersOf(row.regs, membership)
  return {
    added: wanted.filter((id) => !now.includes(id)),
    values: membershipValues(membership, now, wanted),
  }
}
