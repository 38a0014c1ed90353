/** The timer: start, stop, continue and cancel the one time entry that runs. */
import { AppError } from '@goalixa/contracts/errors'
import type { TimerContinue, TimerStart } from '@goalixa/contracts/timer'
import { fromInstantText, toInstantText } from '../calendar.ts'
import { spanOf } from '../one-running-timer.ts'
import type { Row } from '../rows.ts'
import { membersOf, valueOf } from '../rows.ts'
import { stopRunning } from './running-entry.ts'
import type { DraftedEntry } from './time-entries.ts'
import { createEntry, requireEntry } from './time-entries.ts'
import type { Draft, NewId, View } from './view.ts'
import { findLive, isLive, said, secondsOf } from './view.ts'

/** @throws AppError what {@link createEntry} throws */
export function startTimer(
  view: View,
  draft: Draft,
  { at, ...input }: TimerStart,
  newId: NewId,
): Promise<DraftedEntry> {
  return createEntry(view, draft, { ...input, start: momentOf(draft, at), end: null }, newId)
}

/** Answers the id of the entry that ran. @throws AppError `timer.not_running`, `time_entries.end_before_start` */
export async function stopTimer(view: View, draft: Draft, at: string | undefined): Promise<string> {
  const running = await requireRunning(view)
  const start = toInstantText(spanOf(running).start)
  const end = momentOf(draft, at)
  if (fromInstantText(end) < fromInstantText(start))
    throw new AppError('time_entries.end_before_start', `it began at ${start}, after ${end}`)
  await stopRunning(view, draft, fromInstantText(end))
  return running.id
}

/** @throws AppError `timer.nothing_to_continue`, `time_entries.not_found` and what {@link createEntry} throws */
export async function continueTimer(
  view: View,
  draft: Draft,
  { entryId, at, ...given }: TimerContinue,
  newId: NewId,
): Promise<DraftedEntry> {
  const earlier = entryId === undefined ? await view.latestEnded() : await requireEntry(view, entryId)
  if (earlier === undefined) throw new AppError('timer.nothing_to_continue')
  const like = await fieldsLike(view, earlier)
  return createEntry(view, draft, { ...like, ...given, start: momentOf(draft, at), end: null }, newId)
}

/** Throws the running entry away; answers its id. @throws AppError `timer.not_running` */
export async function cancelTimer(view: View, draft: Draft): Promise<string> {
  const { id } = await requireRunning(view)
  draft.patch('timeEntries', id, { deleted: true })
  return id
}

async function requireRunning(view: View): Promise<Row> {
  const running = await view.running()
  if (running === undefined) throw new AppError('timer.not_running')
  return running
}

const momentOf = (draft: Draft, at: string | undefined): string => at ?? toInstantText(secondsOf(draft))

/** What a new entry takes over from an earlier one; a task, project or label in the trash by now is left out. */
async function fieldsLike(view: View, entry: Row) {
  const live = async (table: 'tasks' | 'projects', register: string) => {
    const id = valueOf(entry, register)
    return typeof id === 'string' && (await findLive(view, table, id)) !== undefined ? id : null
  }
  const own = membersOf(entry.regs, 'label')
  const labels = own.length === 0 ? [] : (await view.rows('labels', own)).filter(isLive)
  return {
    description: said(entry, 'description') as string,
    labels: labels.map((row) => valueOf(row, 'name') as string),
    billable: said(entry, 'billable') as boolean,
    zone: spanOf(entry).zone,
    taskId: await live('tasks', 'taskId'),
    projectId: await live('projects', 'projectId'),
  }
}
