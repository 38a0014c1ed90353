/** Time entries, latest start first, with the filters, order and cursors of the server's route. */
import type { TimeEntry, timeEntryRoutes } from '@goalixa/contracts/time-entries'
import { fromInstantText } from '@goalixa/domain/calendar'
import { isRunning, spanOf } from '@goalixa/domain/one-running-timer'
import { listedDates } from '@goalixa/domain/plans/filters'
import { requireNamedIds } from '@goalixa/domain/plans/names'
import { requireTasks } from '@goalixa/domain/plans/tasks'
import { said } from '@goalixa/domain/plans/view'
import type { Row } from '@goalixa/domain/rows'
import type { Dates } from '@goalixa/domain/untimed'
import { isWithin, untimedOf } from '@goalixa/domain/untimed'
import type * as z from 'zod'
import type { ReplicaReader } from '../storage.ts'
import type { Position } from './in-order.ts'
import { comparePositions } from './in-order.ts'
import { placeOfRow } from './entry-times.ts'
import { entryTest } from './filtered.ts'
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
const daySeconds = 86_400

/**
 * `onDates`: the days whose untimed entries are wanted, where the range is made of whole days; else those that it touches.
 * @throws AppError `request.invalid`, `projects.not_found`, `labels.not_found`, `tasks.not_found`
 */
export async function listTimeEntries(
  reader: ReplicaReader,
  { userId, nowMs }: Asking,
  query: TimeEntryQuery,
  onDates?: Dates,
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
  const fits = await entryTest(reader, { userId, nowMs }, query)
  const bounds = {
    from: query.from === undefined ? undefined : from,
    to: query.to === undefined ? undefined : to,
  }
  const dates = onDates ?? (await listedDates(view, { ...bounds, zone: query.zone }, nowMs))
  const isListed = (row: Row): boolean => {
    const untimed = untimedOf(row)
    return untimed === undefined ? touches(row, from, to) : isWithin(untimed.date, dates)
  }
  const isWanted = async (row: Row): Promise<boolean> =>
    (projectId === undefined || said(row, 'projectId') === projectId) &&
    (task === undefined || said(row, 'taskId') === task) &&
    (running === undefined || isRunning(row) === running) &&
    (idTail === undefined || row.id.endsWith(idTail)) &&
    isListed(row) &&
    (after === undefined || comparePositions(positionOf(row), after) < 0) &&
    (await hasLabels(lookup, row, labelIds)) &&
    (await fits(row))

  const rows: Row[] = []
  for await (const candidates of candidatesOf(reader, query, {
    // A part of the day of an untimed entry may lie this far from where it stands.
    from: from - 2 * daySeconds,
    to: to + 2 * daySeconds,
    after,
    limit,
  })) {
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

const positionOf = (row: Row): Position => [placeOfRow(row), row.id]

interface Candidates {
  readonly from: number
  readonly to: number
  readonly after: Position | undefined
  readonly limit: number
}

/** Entries that may fit, latest first, by the index that has the fewest of them. */
async function* candidatesOf(
  reader: ReplicaReader,
  query: TimeEntryQuery,
  { from, to, after, limit }: Candidates,
): AsyncGenerator<readonly Row[]> {
  const { task, running, idTail } = query
  const latestFirst = (rows: readonly Row[]) =>
    rows.toSorted((a, b) => comparePositions(positionOf(b), positionOf(a)))
  if (idTail !== undefined) return yield latestFirst(await reader.rowsByIdTail('timeEntries', idTail))
  if (running === true) return yield latestFirst(await reader.runningEntries())
  if (task !== undefined) return yield latestFirst(await reader.entriesOfTask(task))
  if (query.from !== undefined) return yield latestFirst(await reader.entriesTouching(from, to))
  // Without a beginning, the latest are read until the page is full: those that start at `to` or later are skipped.
  let before =
    after === undefined ? { start: Math.ceil(to), id: '' } : { start: Number(after[0]), id: after[1] }
  for (;;) {
    const rows = await reader.latestEntries({ limit: Math.min(entriesAtOnce, limit + 1), before })
    yield rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < Math.min(entriesAtOnce, limit + 1)) return
    before = { start: placeOfRow(last), id: last.id }
  }
}
