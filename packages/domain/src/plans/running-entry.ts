/** How the entry that runs comes to its end. */
import { AppError } from '@goalixa/contracts/errors'
import { toInstantText } from '../calendar.ts'
import { spanOf } from '../one-running-timer.ts'
import { valueOf } from '../rows.ts'
import type { Draft, View } from './view.ts'
import { secondsOf } from './view.ts'

/**
 * Drafts the end of the running entry at `at`, epoch seconds; answers its id, or null when none runs.
 * @throws AppError `time_entries.already_running` when it began later
 */
export async function stopRunning(view: View, draft: Draft, at: number): Promise<string | null> {
  const running = await view.running()
  if (running === undefined) return null
  const span = spanOf(running)
  if (at < span.start) {
    throw new AppError(
      'time_entries.already_running',
      `the running timer began at ${toInstantText(span.start)}, after ${toInstantText(at)}`,
    )
  }
  draft.patch('timeEntries', running.id, { span: { ...span, end: at } })
  return running.id
}

/** Ends the running entry at the moment of the draft if it is on this task, never before its own start. */
export async function stopTimerOf(view: View, draft: Draft, taskId: string): Promise<void> {
  const running = await view.running()
  if (running === undefined || valueOf(running, 'taskId') !== taskId) return
  const span = spanOf(running)
  draft.patch('timeEntries', running.id, { span: { ...span, end: Math.max(span.start, secondsOf(draft)) } })
}
