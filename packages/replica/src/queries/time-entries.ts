/** Time entries, latest start first, with the filters, order and cursors of the server's route. */
import type { TimeEntry, timeEntryRoutes } from '@goalixa/contracts/time-entries'
import { fromInstantText } from '@goalixa/domain/calendar'
import { spanOf } from '@goalixa/domain/one-running-timer'
import { requireNamedIds } from '@goalixa/domain/plans/names'
import { requireTasks } from '@goalixa/domain/plans/tasks'
import { said } from '@goalixa/domain/plans/view'
import type { Row } from '@goalixa/domain/rows'
import type * as z from 'zod'
import type { ReplicaReader } from '../storage.ts'
import type { Position } from './in-order.ts'
import { comparePositions } from './in-order.ts'
import { hasLabels } from './labelled.ts'
import type { Asking } from './lists.ts'
import type { Page } from './pages.ts'
import { pageOf, readCursor } from './pages.ts'
import { createShapes } from './shapes.ts'
import { createLookup, viewOf } from './view.ts'

export type TimeEntryQuery = z.output<(typeof timeEntryRoutes)['list']['query']>

/** Instants that no entry reaches, in epoch seconds. */
const [ever, never] = [-1e11, 2.6e11]
const entriesAtOnce = 500

/** @throws AppError `request.invalid`, `projects.not_found`, `labels.not_found`, `tasks.not_found` */
export async function listTimeEntries(
  reader: ReplicaReader,
  { userId, nowMs }: Asking,
  query: TimeEntryQuery,
): Promise<Page<TimeEntry>> {
  const { project, label = [], task, limit, cursor, running, idTail } = query
  const view = viewOf(reader, userId)
  if (task !== undefined) await requireTasks(view, [task])
  const labelIds = await requireNamedIds(view, 'labels', label)
  const [projectId] = project === undefined ? [] : await requireNamedIds(view, 'projects', [project])
  const from = query.from === undefined ? ever : fromInstantText(query.from)
  const to = query.to === undefined ? never : fromInstantText(query.to)
  const after = readCursor(cursor, 'number')
  const lookup = createLookup(reader)
  const isWanted = async (row: Row): Promise<boolean> =>
    (projectId === undefined || said(row, 'projectId') === projectId) &&
    (task === undefined || said(row, 'taskId') === task) &&
    (running === undefined || (spanOf(row).end === null) === running) &&
    (idTail === undefined || row.id.endsWith(idTail)) &&
    touches(row, from, to) &&
    (after === undefined || comparePositions(positionOf(row), after) < 0) &&
    (await hasLabels(lookup, row, labelIds))

  const rows: Row[] = []
  for await (const candidates of candidatesOf(reader, query, { from, to, after, limit })) {
    for (const row of candidates) {
      if (rows.length > limit) break
      if (await isWanted(row)) rows.push(row)
    }
    if (rows.length > limit) break
  }
  return pageOf(rows, limit, positionOf, createShapes(reader, nowMs).toTimeEntry)
}

/** Does the entry touch `[from, to)`? An empty one touches where it is. */
function touches(row: Row, from: number, to: number): boolean {
  const { start, end } = spanOf(row)
  return start < to && (end === null || end > from || start >= from)
}

const positionOf = (row: Row): Position => [spanOf(row).start, row.id]

interface Candidates {
  readonly from: number
  readonly to: number
  readonly after: Position | undefined
  readonly limit: number
}

/** Entries that may fit, latest first, by the index that has the fewest of them. */
async function* candidatesOf(
  reader: ReplicaReader,
  { task, running, idTail }: TimeEntryQuery,
  { from, to, after, limit }: Candidates,
): AsyncGenerator<readonly Row[]> {
  const latestFirst = (rows: readonly Row[]) =>
    rows.toSorted((a, b) => comparePositions(positionOf(b), positionOf(a)))
  if (idTail !== undefined) return yield latestFirst(await reader.rowsByIdTail('timeEntries', idTail))
  if (running === true) return yield latestFirst(await reader.runningEntries())
  if (task !== undefined) return yield latestFirst(await reader.entriesOfTask(task))
  if (from !== ever) return yield latestFirst(await reader.entriesTouching(from, to))
  // Without a beginning, the latest are read until the page is full: those that start at `to` or later are skipped.
  let before =
    after === undefined ? { start: Math.ceil(to), id: '' } : { start: Number(after[0]), id: after[1] }
  for (;;) {
    const rows = await reader.latestEntries({ limit: Math.min(entriesAtOnce, limit + 1), before })
    yield rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < Math.min(entriesAtOnce, limit + 1)) return
    before = { start: spanOf(last).start, id: last.id }
  }
}
