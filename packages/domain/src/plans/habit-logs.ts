/** What was done of a habit on a day. */
import { AppError } from '@goalixa/contracts/errors'
import type { NewHabitLog } from '@goalixa/contracts/habits'
import { dateOf } from '../habit-days.ts'
import { habitLogId } from '../habit-log-ids.ts'
import { requireHabit } from './habits.ts'
import type { Draft, View } from './view.ts'
import { findRow, isLive, said, secondsOf } from './view.ts'

/** Where a day begins first, it is 14 hours later than in UTC. */
const furthestMs = 14 * 3_600_000

/**
 * Says of a day that it is done, or skipped: in place of what was said before. A habit with a target has done all of
 * it unless an amount is given. Answers the id of the log.
 * @throws AppError `habits.not_found`, `request.invalid` for a day that has begun nowhere yet, or an amount that cannot be
 */
export async function checkHabit(
  view: View,
  draft: Draft,
  habitId: string,
  logDate: string,
  { state = 'done', amount, source = 'api' }: NewHabitLog,
): Promise<string> {
  const habit = await requireHabit(view, habitId)
  if (logDate > dateOf(Math.floor((draft.nowMs + furthestMs) / 86_400_000)))
    refuse('params.date', 'this day is still to come')
  const target = said(habit, 'targetAmount') as number | null
  if (typeof amount === 'number' && state === 'skip') refuse('amount', 'a skipped day has no amount')
  if (typeof amount === 'number' && target === null) refuse('amount', 'the habit has no target amount')
  const id = habitLogId(view.userId, habitId, logDate)
  const isNew = (await findRow(view, 'habitLogs', id)) === undefined
  draft.patch('habitLogs', id, {
    createdAt: isNew ? secondsOf(draft) : undefined,
    habitId,
    logDate,
    state,
    amount: state === 'skip' ? null : (amount ?? target),
    source,
    deleted: false,
  })
  return id
}

/** Takes back what was said of a day. @throws AppError `habits.not_found`, `habits.not_checked` */
export async function uncheckHabit(
  view: View,
  draft: Draft,
  habitId: string,
  logDate: string,
): Promise<void> {
  await requireHabit(view, habitId)
  const id = habitLogId(view.userId, habitId, logDate)
  if (!isLive(await findRow(view, 'habitLogs', id))) throw new AppError('habits.not_checked')
  draft.patch('habitLogs', id, { deleted: true })
}

function refuse(path: string, message: string): never {
  throw new AppError('request.invalid', `${path}: ${message}`, { fields: [{ path, message }] })
}
