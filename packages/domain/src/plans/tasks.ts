/** Tasks that a write names. Apart from what changes them, for commands that are typed all day. */
import { AppError } from '@goalixa/contracts/errors'
import type { Row } from '../rows.ts'
import type { View } from './view.ts'
import { findLive, isLive } from './view.ts'

/** The task, unless it is in the trash. @throws AppError `tasks.not_found` */
export async function requireTask(view: View, id: string): Promise<Row> {
  const row = await findLive(view, 'tasks', id)
  if (row === undefined) throw new AppError('tasks.not_found')
  return row
}

/** @throws AppError `tasks.not_found` that names the first id that is no live task */
export async function requireTasks(view: Pick<View, 'rows'>, ids: readonly string[]): Promise<void> {
  const live = new Set(
    (ids.length === 0 ? [] : await view.rows('tasks', ids)).filter(isLive).map(({ id }) => id),
  )
  const missing = ids.find((id) => !live.has(id))
  if (missing !== undefined) throw new AppError('tasks.not_found', `there is no task ${missing}`)
}
