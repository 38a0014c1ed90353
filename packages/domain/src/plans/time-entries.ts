/** Time entries: logged, changed and removed; one that runs stops the one that ran. */
import { AppError } from '@goalixa/contracts/errors'
import type { NewTimeEntry, TimeEntryPatch } from '@goalixa/contracts/time-entries'
import { fromInstantText, toInstantText } from '../calendar.ts'
import type { Span } from '../one-running-timer.ts'
import { isRunning, spanOf } from '../one-running-timer.ts'
import type { Row } from '../rows.ts'
import { sameValue, valueOf } from '../rows.ts'
import type { Untimed } from '../untimed.ts'
import { isUntimed, untimedOf } from '../untimed.ts'
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
  const span = newSpanOf(input)
  const stopped = isUntimed(span) ? null : await placeNew(view, draft, { id, span, overlap }, newId)
  const createdAt = secondsOf(draft)
  draft.patch('timeEntries', id, {
    createdAt,
    ...(await values(view, draft, undefined, fields, newId)),
    span: { ...span },
  })
  return { id, stopped }
}

/** Stops the timer for one that runs, and makes way; answers the id of the entry that was stopped. */
async function placeNew(
  view: View,
  draft: Draft,
  { id, span, overlap }: { readonly id: string; readonly span: Span; readonly overlap: Overlap },
  newId: NewId,
): Promise<string | null> {
  requireOrder(span)
  const stopped = span.end === null ? await stopRunning(view, draft, span.start) : null
  await makeWay(view, draft, { policy: overlap, span, except: [id, stopped] }, newId)
  return stopped
}

type Overlap = NewTimeEntry['overlap']

/** @throws AppError `request.invalid` for what is neither an entry with times nor an untimed one */
function newSpanOf({ start, end, date, durationSeconds, zone = 'UTC' }: NewTimeEntry): Span | Untimed {
  if (date !== undefined && durationSeconds !== undefined) return { date, seconds: durationSeconds, zone }
  if (start === undefined || end === undefined)
    throw invalid('start', 'say start and end, or date and durationSeconds')
  return { start: fromInstantText(start), end: end === null ? null : fromInstantText(end), zone }
}

/**
 * With `overlap` others give way to where the entry is then, also when it did not move; the setting is for one that did. An entry without times gets them
 * by a start and an end; one that is over loses them by a date and a duration.
 * @throws AppError `time_entries.not_found`, `request.invalid`, `time_entries.running`, `time_entries.end_before_start`, `time_entries.already_running`,
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
  const { start: _, end: __, date: ___, durationSeconds: ____, zone: _____, overlap, ...fields } = patch
  const span = changedSpanOf(row, patch)
  if (!isUntimed(span)) {
    requireOrder(span)
    const isStarted = span.end === null && !isRunning(row)
    if (isStarted && (await view.running()) !== undefined) throw new AppError('time_entries.already_running')
    // Who only changes its words has nothing cut.
    const policy = overlap ?? (sameValue({ ...span }, valueOf(row, 'span')) ? 'allow' : undefined)
    await makeWay(view, draft, { policy, span, except: [id] }, newId)
  }
  draft.patch('timeEntries', id, { ...(await values(view, draft, row, fields, newId)), span: { ...span } })
}

/** @throws AppError `request.invalid`, `time_entries.running` */
function changedSpanOf(
  row: Row,
  { start, end, date, durationSeconds, zone }: TimeEntryPatch,
): Span | Untimed {
  const untimed = untimedOf(row)
  if (untimed !== undefined && start === undefined && end === undefined)
    return {
      date: date ?? untimed.date,
      seconds: durationSeconds ?? untimed.seconds,
      zone: zone ?? untimed.zone,
    }
  if (untimed !== undefined) {
    if (start === undefined || end === undefined)
      throw invalid(
        start === undefined ? 'start' : 'end',
        'this entry has no times yet: say both its start and its end',
      )
    return newSpanOf({ start, end, zone: zone ?? untimed.zone })
  }
  const before = spanOf(row)
  if (date === undefined && durationSeconds === undefined)
    return {
      start: start === undefined ? before.start : fromInstantText(start),
      end: end === undefined ? before.end : end === null ? null : fromInstantText(end),
      zone: zone ?? before.zone,
    }
  if (before.end === null) throw new AppError('time_entries.running')
  if (date === undefined || durationSeconds === undefined)
    throw invalid(
      date === undefined ? 'date' : 'durationSeconds',
      'this entry has times: say start and end, or both date and durationSeconds to take them off',
    )
  return { date, seconds: durationSeconds, zone: zone ?? before.zone }
}

function invalid(path: string, message: string): AppError {
  return new AppError('request.invalid', `${path}: ${message}`, {
    fields: [{ path: `body.${path}`, message }],
  })
}

/** @throws AppError `time_entries.not_found` */
export async function deleteEntry(view: View, draft: Draft, id: string): Promise<void> {
  await requireEntry(view, id)
  draft.patch('timeEntries', id, { deleted: true })
}

type EntryFields = Partial<
  Omit<NewTimeEntry, 'id' | 'start' | 'end' | 'date' | 'durationSeconds' | 'zone' | 'overlap'>
>

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
