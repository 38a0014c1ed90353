/** Done today, and open again tomorrow (D11): what a check says of a task and a civil date. */
import { AppError } from '@goalixa/contracts/errors'
import { dateOf } from '../habit-days.ts'
import { taskCheckId } from '../task-ids.ts'
import { requireTask } from './tasks.ts'
import type { Draft, View } from './view.ts'
import { findRow, isLive, secondsOf } from './view.ts'

/** Where a day begins first, it is 14 hours later than in UTC. */
const furthestMs = 14 * 3_600_000

/** Says of a day that the task was done on it; twice is once. @throws AppError `tasks.not_found`, `request.invalid` for a day to come */
export async function checkTask(view: View, draft: Draft, taskId: string, checkDate: string): Promise<void> {
  await requireTask(view, taskId)
  if (checkDate > dateOf(Math.floor((draft.nowMs + furthestMs) / 86_400_000))) {
    const field = { path: 'params.date', message: 'this day is still to come' }
    throw new AppError('request.invalid', `${field.path}: ${field.message}`, { fields: [field] })
  }
  const id = taskCheckId(view.userId, taskId, checkDate)
  const isNew = (await findRow(view, 'taskChecks', id)) === undefined
  draft.patch('taskChecks', id, {
    createdAt: isNew ? secondsOf(draft) : undefined,
    taskId,
    checkDate,
    deleted: isNew ? undefined : false,
  })
}

/** Takes the check of a day back. @throws AppError `tasks.not_found`, `tasks.not_checked` */
export async function uncheckTask(
  view: View,
  draft: Draft,
  taskId: string,
  checkDate: string,
): Promise<void> {
  await requireTask(view, taskId)
  const id = taskCheckId(view.userId, taskId, checkDate)
  if (!isLive(await findRow(view, 'taskChecks', id))) throw new AppError('tasks.not_checked')
  draft.patch('taskChecks', id, { deleted: true })
}
