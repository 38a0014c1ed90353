/** Lists with the filters, order and cursors of the server's routes. */
import type { Client } from '@goalixa/contracts/clients'
import type { Label, labelRoutes } from '@goalixa/contracts/labels'
import type { Project, projectRoutes } from '@goalixa/contracts/projects'
import { AppError } from '@goalixa/contracts/errors'
import type { Task, TaskCheck, taskRoutes } from '@goalixa/contracts/tasks'
import { toInstantText } from '@goalixa/domain/calendar'
import { requireNamedIds, storedName } from '@goalixa/domain/plans/names'
import { requireTasks } from '@goalixa/domain/plans/tasks'
import type { NamedTable } from '@goalixa/domain/plans/view'
import { isLive, said } from '@goalixa/domain/plans/view'
import type { Row } from '@goalixa/domain/rows'
import type * as z from 'zod'
import type { ReplicaReader } from '../storage.ts'
import type { Position } from './in-order.ts'
import { comparePositions } from './in-order.ts'
import { taskTest } from './filtered.ts'
import { hasLabels } from './labelled.ts'
import type { Page } from './pages.ts'
import { pageOf, readCursor } from './pages.ts'
import type { Shapes } from './shapes.ts'
import { createShapes, createdOf, updatedOf } from './shapes.ts'
import { createLookup, findRow, nameOf, viewOf } from './view.ts'

type QueryOf<Route extends { readonly query: z.ZodType }> = z.output<Route['query']>
export type NamedQuery = QueryOf<(typeof labelRoutes)['list']>
type ProjectQuery = QueryOf<(typeof projectRoutes)['list']>
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
export const listClients = (
  reader: ReplicaReader,
  asking: Asking,
  query: NamedQuery,
): Promise<Page<Client>> => listNamed(reader, 'clients', query, createShapes(reader, asking.nowMs).toClient)

/** By name. @throws AppError `request.invalid` for a cursor of another list, `clients.not_found` */
export async function listProjects(
  reader: ReplicaReader,
  asking: Asking,
  { client, ...query }: ProjectQuery,
): Promise<Page<Project>> {
  const [clientId] =
    client === undefined ? [] : await requireNamedIds(viewOf(reader, asking.userId), 'clients', [client])
  const { toProject } = createShapes(reader, asking.nowMs)
  const fits = (row: Row) => clientId === undefined || said(row, 'clientId') === clientId
  return listNamed(reader, 'projects', query, toProject, fits)
}

async function listNamed<Item>(
  reader: ReplicaReader,
  table: NamedTable,
  { limit, cursor, name, archived, idTail }: NamedQuery,
  toItem: (row: Row) => Promise<Item>,
  fits: (row: Row) => boolean = () => true,
): Promise<Page<Item>> {
  const after = readCursor(cursor, 'string')
  const candidates =
    name === undefined
      ? await candidatesOf(reader, table, idTail)
      : await reader.rowsNamed(table, storedName(name))
  const position = (row: Row): Position => [nameOf(row) ?? '', row.id]
  const rows = candidates
    .filter((row) => idTail === undefined || row.id.endsWith(idTail))
    .filter(fits)
    .filter((row) => archived === undefined || said(row, 'archived') === archived)
    .filter((row) => after === undefined || comparePositions(position(row), after) > 0)
    .toSorted((a, b) => comparePositions(position(a), position(b)))
  return pageOf(rows.slice(0, limit + 1), limit, position, toItem)
}

/** Newest first. @throws AppError `request.invalid`, `projects.not_found`, `labels.not_found` */
export async function listTasks(
  reader: ReplicaReader,
  { userId, nowMs }: Asking,
  { limit, cursor, status, project, label = [], title, idTail, parent, previous, ...asked }: TaskQuery,
): Promise<Page<Task>> {
  const view = viewOf(reader, userId)
  await requireTasks(
    view,
    [parent, previous].filter((id) => id !== undefined),
  )
  const labelIds = await requireNamedIds(view, 'labels', label)
  const [projectId] = project === undefined ? [] : await requireNamedIds(view, 'projects', [project])
  const after = readCursor(cursor, 'number')
  const position = (row: Row): Position => [createdOf(row), row.id]
  const candidates = (await candidatesOf(reader, 'tasks', idTail))
    .filter((row) => status === undefined || status.includes(statusOf(row)))
    .filter((row) => projectId === undefined || said(row, 'projectId') === projectId)
    .filter((row) => title === undefined || said(row, 'title') === title)
    .filter((row) => parent === undefined || said(row, 'parentId') === parent)
    .filter((row) => previous === undefined || said(row, 'previousId') === previous)
    .filter((row) => after === undefined || comparePositions(position(row), after) < 0)
    .toSorted((a, b) => comparePositions(position(b), position(a)))
  const lookup = createLookup(reader)
  const fits = await taskTest(reader, { userId, nowMs }, asked)
  const rows: Row[] = []
  for (const row of candidates) {
    if (rows.length > limit) break
    if ((await hasLabels(lookup, row, labelIds)) && (await fits(row))) rows.push(row)
  }
  const { toTask }: Shapes = createShapes(reader, nowMs)
  return pageOf(rows, limit, position, toTask)
}

/** Of one task, or of all live ones, latest day first. @throws AppError `tasks.not_found` */
export async function listTaskChecks(
  reader: ReplicaReader,
  { limit, cursor, taskId }: { limit: number; cursor?: string | undefined; taskId?: string },
): Promise<Page<TaskCheck>> {
  if (taskId !== undefined && !isLive(await findRow(reader, 'tasks', taskId)))
    throw new AppError('tasks.not_found')
  const after = readCursor(cursor, 'string')
  const lookup = createLookup(reader)
  const position = (row: Row): Position => [said(row, 'checkDate') as string, row.id]
  const rows: Row[] = []
  for (const row of await reader.rowsOf('taskChecks')) {
    const ofTask = said(row, 'taskId') as string
    if (taskId === undefined ? isLive(await lookup.row('tasks', ofTask)) : ofTask === taskId) rows.push(row)
  }
  const wanted = rows
    .filter((row) => after === undefined || comparePositions(position(row), after) < 0)
    .toSorted((a, b) => comparePositions(position(b), position(a)))
  return pageOf(wanted.slice(0, limit + 1), limit, position, async (row) => ({
    id: row.id,
    taskId: said(row, 'taskId') as string,
    checkDate: said(row, 'checkDate') as string,
    createdAt: toInstantText(createdOf(row)),
    updatedAt: toInstantText(updatedOf(row)),
  }))
}

const statusOf = (row: Row) => (said(row, 'status') as { status: Task['status'] }).status

const candidatesOf = (
  reader: ReplicaReader,
  table: 'tasks' | NamedTable,
  idTail: string | undefined,
): Promise<Row[]> => (idTail === undefined ? reader.rowsOf(table) : reader.rowsByIdTail(table, idTail))
