/** Lists with the filters, order and cursors of the server's routes. */
import type { Label, labelRoutes } from '@goalixa/contracts/labels'
import type { Project, projectRoutes } from '@goalixa/contracts/projects'
import type { Task, taskRoutes } from '@goalixa/contracts/tasks'
import { requireNamedIds, storedName } from '@goalixa/domain/plans/names'
import type { NamedTable } from '@goalixa/domain/plans/view'
import { said } from '@goalixa/domain/plans/view'
import type { Row } from '@goalixa/domain/rows'
import type * as z from 'zod'
import type { ReplicaReader } from '../storage.ts'
import type { Position } from './in-order.ts'
import { comparePositions } from './in-order.ts'
import { hasLabels } from './labelled.ts'
import type { Page } from './pages.ts'
import { pageOf, readCursor } from './pages.ts'
import type { Shapes } from './shapes.ts'
import { createShapes, createdOf } from './shapes.ts'
import { createLookup, nameOf, viewOf } from './view.ts'

type QueryOf<Route extends { readonly query: z.ZodType }> = z.output<Route['query']>
export type NamedQuery = QueryOf<(typeof labelRoutes)['list']> & QueryOf<(typeof projectRoutes)['list']>
export type TaskQuery = QueryOf<(typeof taskRoutes)['list']>

/** Whose rows, and up to when a running entry counts. */
export interface Asking {
  readonly userId: string
  readonly nowMs: number
}

/** By name. @throws AppError `request.invalid` for a cursor of another list */
export const listLabels = (reader: ReplicaReader, asking: Asking, query: NamedQuery): Promise<Page<Label>> =>
  listNamed(reader, 'labels', query, createShapes(reader, asking.nowMs).toLabel)

/** By name. @throws AppError `request.invalid` for a cursor of another list */
export const listProjects = (
  reader: ReplicaReader,
  asking: Asking,
  query: NamedQuery,
): Promise<Page<Project>> =>
  listNamed(reader, 'projects', query, createShapes(reader, asking.nowMs).toProject)

async function listNamed<Item>(
  reader: ReplicaReader,
  table: NamedTable,
  { limit, cursor, name, archived, idTail }: NamedQuery,
  toItem: (row: Row) => Promise<Item>,
): Promise<Page<Item>> {
  const after = readCursor(cursor, 'string')
  const candidates =
    name === undefined
      ? await candidatesOf(reader, table, idTail)
      : await reader.rowsNamed(table, storedName(name))
  const position = (row: Row): Position => [nameOf(row) ?? '', row.id]
  const rows = candidates
    .filter((row) => idTail === undefined || row.id.endsWith(idTail))
    .filter((row) => archived === undefined || said(row, 'archived') === archived)
    .filter((row) => after === undefined || comparePositions(position(row), after) > 0)
    .toSorted((a, b) => comparePositions(position(a), position(b)))
  return pageOf(rows.slice(0, limit + 1), limit, position, toItem)
}

/** Newest first. @throws AppError `request.invalid`, `projects.not_found`, `labels.not_found` */
export async function listTasks(
  reader: ReplicaReader,
  { userId, nowMs }: Asking,
  { limit, cursor, status, project, label = [], title, idTail }: TaskQuery,
): Promise<Page<Task>> {
  const view = viewOf(reader, userId)
  const labelIds = await requireNamedIds(view, 'labels', label)
  const [projectId] = project === undefined ? [] : await requireNamedIds(view, 'projects', [project])
  const after = readCursor(cursor, 'number')
  const position = (row: Row): Position => [createdOf(row), row.id]
  const candidates = (await candidatesOf(reader, 'tasks', idTail))
    .filter((row) => status === undefined || status.includes(statusOf(row)))
    .filter((row) => projectId === undefined || said(row, 'projectId') === projectId)
    .filter((row) => title === undefined || said(row, 'title') === title)
    .filter((row) => after === undefined || comparePositions(position(row), after) < 0)
    .toSorted((a, b) => comparePositions(position(b), position(a)))
  const lookup = createLookup(reader)
  const rows: Row[] = []
  for (const row of candidates) {
    if (rows.length > limit) break
    if (await hasLabels(lookup, row, labelIds)) rows.push(row)
  }
  const { toTask }: Shapes = createShapes(reader, nowMs)
  return pageOf(rows, limit, position, toTask)
}

const statusOf = (row: Row) => (said(row, 'status') as { status: Task['status'] }).status

const candidatesOf = (
  reader: ReplicaReader,
  table: 'tasks' | NamedTable,
  idTail: string | undefined,
): Promise<Row[]> => (idTail === undefined ? reader.rowsOf(table) : reader.rowsByIdTail(table, idTail))
