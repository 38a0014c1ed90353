/** Habits: made, changed and put in the trash. */
import { AppError } from '@goalixa/contracts/errors'
import type { HabitPatch, NewHabit } from '@goalixa/contracts/habits'
import { toFrequency } from '../habits.ts'
import { rankAt } from '../ranks.ts'
import type { Row } from '../rows.ts'
import { requireGoal } from './goals.ts'
import { idsByName } from './names.ts'
import { requireNewId } from './new-rows.ts'
import type { Draft, NewId, Values, View } from './view.ts'
import { findLive, said, secondsOf } from './view.ts'

/** The habit, unless it is in the trash. @throws AppError `habits.not_found` */
export async function requireHabit(view: View, id: string): Promise<Row> {
  const habit = await findLive(view, 'habits', id)
  if (habit === undefined) throw new AppError('habits.not_found')
  return habit
}

/**
 * For every day unless said. Answers the id.
 * @throws AppError `request.id_taken`, `labels.not_found`, `goals.not_found`, `subgoals.not_found`, `request.invalid`
 */
export async function createHabit(view: View, draft: Draft, input: NewHabit, newId: NewId): Promise<string> {
  const { id = newId(), ...fields } = input
  await requireNewId(view, 'habits', id)
  draft.patch('habits', id, {
    createdAt: secondsOf(draft),
    order: rankAt(draft.nowMs),
    ...(await values(view, draft, { frequency: { kind: 'daily' }, ...fields }, undefined, newId)),
  })
  return id
}

/** @throws AppError `habits.not_found`, and what {@link createHabit} throws of its fields */
export async function updateHabit(
  view: View,
  draft: Draft,
  id: string,
  patch: HabitPatch,
  newId: NewId,
): Promise<void> {
  const habit = await requireHabit(view, id)
  draft.patch('habits', id, await values(view, draft, patch, habit, newId))
}

/** Its logs stay with it in the trash. @throws AppError `habits.not_found` */
export async function deleteHabit(view: View, draft: Draft, id: string): Promise<void> {
  await requireHabit(view, id)
  draft.patch('habits', id, { deleted: true })
}

async function values(
  view: View,
  draft: Draft,
  { autoLabel, autoLabelId, goalId, subgoalId, frequency, ...plain }: HabitPatch,
  before: Row | undefined,
  newId: NewId,
): Promise<Values> {
  if (typeof goalId === 'string') await requireGoal(view, goalId)
  if (typeof subgoalId === 'string' && (await findLive(view, 'subgoals', subgoalId)) === undefined)
    throw new AppError('subgoals.not_found')
  const labelId = await labelNamed(view, draft, { autoLabel, autoLabelId }, newId)
  refuseHalf(labelId, plain.autoSeconds, before)
  return {
    ...plain,
    frequency: frequency && toFrequency(frequency),
    goalId,
    subgoalId,
    autoLabelId: labelId,
  }
}

/** Label and time belong together: one without the other would count nothing, and nobody would see why. */
function refuseHalf(
  labelId: string | null | undefined,
  autoSeconds: number | null | undefined,
  before: Row | undefined,
): void {
  if (labelId === undefined && autoSeconds === undefined) return
  const after = <Value>(given: Value | undefined, register: string) =>
    given === undefined ? (before === undefined ? null : said(before, register)) : given
  const hasLabel = after(labelId, 'autoLabelId') !== null
  if (hasLabel === (after(autoSeconds, 'autoSeconds') !== null)) return
  if (hasLabel) refuse('autoSeconds', 'say how much time under the label makes a day done')
  refuse('autoLabel', 'say the label whose time makes a day done')
}

/** The label that a write names, by id or by name (made when absent); undefined when it names none. */
async function labelNamed(
  view: View,
  draft: Draft,
  { autoLabel, autoLabelId }: Pick<HabitPatch, 'autoLabel' | 'autoLabelId'>,
  newId: NewId,
): Promise<string | null | undefined> {
  if (autoLabel !== undefined && autoLabelId !== undefined)
    refuse('autoLabel', 'give either autoLabel or autoLabelId')
  if (typeof autoLabelId === 'string' && (await findLive(view, 'labels', autoLabelId)) === undefined)
    throw new AppError('labels.not_found')
  if (typeof autoLabel === 'string')
    return (await idsByName(view, draft, 'labels', [autoLabel], newId)).get(autoLabel)
  return autoLabel === null ? null : autoLabelId
}

function refuse(path: string, message: string): never {
  throw new AppError('request.invalid', `${path}: ${message}`, { fields: [{ path, message }] })
}
