/** Time entries: logged, changed and removed; one that runs stops the one that ran. */
import { AppError } from '@goalixa/contracts/errors'
import type { NewTimeEntry, TimeEntryPatch } from '@goalixa/contracts/time-entries'
import { fromInstantText, toInstantText } from '../calendar.ts'
import type { Span } from '../one-running-timer.ts'
import { spanOf } from '../one-running-timer.ts'
import type { Row } from '../rows.ts'
import { labelValues } from './labels.ts'
import { requireNewId } from './new-rows.ts'
import { billableDefault, projectNamed } from './projects.ts'
import { makeWay } from './overlaps.ts'
import { stopRunning } from './running-entry.ts'
import { requireTask, requireTasks } from './tasks.ts'
import type { Draft, NewId, Values, View } from './view.ts'
import { findLive, said, secondsOf } from './view.ts'

/** A new entry and the one that was stopped for it. */
export interface DraftedEntry {
  readonly id: string
  readonly stopped: string | null
}

/** The entry, unless it is in the trash. @throws AppError `time_entries.not_found` */
export async function requireEntry(view: View, id: string): Promise<Row> {
  const row = await findLive(view, 'timeEntries', id)
  if (row === undefined) throw new AppError('time_entries.not_found')
  return row
}

/**
 * Drafts a new entry; a running one stops the timer that runs. With `overlap` others give way to it.
 * @throws AppError `request.id_taken`, `time_entries.end_before_start`, `time_entries.already_running`,
 * `time_entries.overlap`, and those of the rows that it names
 */
export async function createEntry(
  view: View,
  draft: Draft,
  input: NewTimeEntry,
  newId: NewId,
): Promise<DraftedEntry> {
  const { id = newId(), overlap, ...fields } = input
  await requireNewId(view, 'timeEntries', id)
  const span = {
    start: fromInstantText(fields.start),
    end: fields.end === null ? null : fromInstantText(fields.end),
    zone: fields.zone ?? 'UTC',
  }
  requireOrder(span)
  const stopped = span.end === null ? await stopRunning(view, draft, span.start) : null
  await makeWay(view, draft, { policy: overlap, span, except: [id, stopped] }, newId)
  const createdAt = secondsOf(draft)
  draft.patch('timeEntries', id, {
    createdAt,
    ...(await values(view, draft, undefined, fields, newId)),
    span,
  })
  return { id, stopped }
}

/**
 * With `overlap` others give way to where the entry is then, also when it did not move.
 * @throws AppError `time_entries.not_found`, `time_entries.end_before_start`, `time_entries.already_running`,
 * `time_entries.overlap`, and those of the rows that it names
 */
export async function updateEntry(
  view: View,
  draft: Draft,
  id: string,
  patch: TimeEntryPatch,
  newId: NewId,
): Promise<void> {
  const row = await requireEntry(view, id)
  const { start, end, zone, overlap, ...fields } = patch
  const before = spanOf(row)
  const span: Span = {
    start: start === undefined ? before.start : fromInstantText(start),
    end: end === undefined ? before.end : end === null ? null : fromInstantText(end),
    zone: zone ?? before.zone,
  }
  requireOrder(span)
  if (before.end !== null && span.end === null && (await view.running()) !== undefined)
    throw new AppError('time_entries.already_running')
  await makeWay(view, draft, { policy: overlap, span, except: [id] }, newId)
  draft.patch('timeEntries', id, { ...(await values(view, draft, row, fields, newId)), span: { ...span } })
}

/** @throws AppError `time_entries.not_found` */
export async function deleteEntry(view: View, draft: Draft, id: string): Promise<void> {
  await requireEntry(view, id)
  draft.patch('timeEntries', id, { deleted: true })
}

type EntryFields = Partial<Omit<NewTimeEntry, 'id' | 'start' | 'end' | 'zone' | 'overlap'>>

/** Register values of the fields beside the span: names become ids, memberships become registers. */
async function values(
  view: View,
  draft: Draft,
  row: Row | undefined,
  input: EntryFields,
  newId: NewId,
): Promise<Values> {
  const { labels, project, projectId, description, taskId, billable, source } = input
  const changes: Values = { description, taskId, billable, source }
  changes['projectId'] = await projectNamed(view, draft, { project, projectId }, newId)
  if (typeof taskId === 'string') {
    await requireTasks(view, [taskId])
    // Time on a task belongs to the project the task has now, unless the entry says otherwise.
    if (row === undefined && changes['projectId'] === undefined)
      changes['projectId'] = said(await requireTask(view, taskId), 'projectId')
  }
  const into = changes['projectId']
  if (row === undefined && billable === undefined && typeof into === 'string')
    changes['billable'] = await billableDefault(view, into)
  return { ...changes, ...(await labelValues(view, draft, row, labels, newId)) }
}

/** @throws AppError `time_entries.end_before_start` */
function requireOrder({ start, end }: Span): void {
  if (end !== null && end < start) {
    const message = `it would end at ${toInstantText(end)}, before it starts at ${toInstantText(start)}`
    throw new AppError('time_entries.end_before_start', message, { fields: [{ path: 'end', message }] })
  }
}
