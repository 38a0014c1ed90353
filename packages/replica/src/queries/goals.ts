/** Goals in their order, with the progress that the server would tell of the same rows. */
import { AppError } from '@goalixa/contracts/errors'
import type { Goal, goalRoutes } from '@goalixa/contracts/goals'
import { goalsOf } from '@goalixa/domain/goals'
import type { LinkedTime, StoredGoal, StoredSubgoal } from '@goalixa/domain/goals'
import { isLive, said } from '@goalixa/domain/plans/view'
import type { Row } from '@goalixa/domain/rows'
import { membersOf } from '@goalixa/domain/rows'
import type * as z from 'zod'
import type { ReplicaReader } from '../storage.ts'
import type { Position } from './in-order.ts'
import { comparePositions } from './in-order.ts'
import type { Asking } from './lists.ts'
import type { Page } from './pages.ts'
import { pageOf, readCursor } from './pages.ts'
import { trackedIn } from './reports.ts'
import { createdOf, readSettings, updatedOf } from './shapes.ts'
import type { Lookup } from './view.ts'
import { createLookup, findRow, nameOf } from './view.ts'

/** `zone` says whose days are counted, that of the settings unless given. */
export type GoalQuery = z.output<(typeof goalRoutes)['list']['query']>
type Zoned = Pick<GoalQuery, 'zone'>

/** @throws AppError `request.invalid` for a cursor of another list */
export async function listGoals(
  reader: ReplicaReader,
  asking: Asking,
  { limit, cursor, zone, archived, name, idTail }: GoalQuery,
): Promise<Page<Goal>> {
  const after = readCursor(cursor, 'string')
  const candidates =
    idTail === undefined ? await reader.rowsOf('goals') : await reader.rowsByIdTail('goals', idTail)
  const rows = candidates
    .filter((row) => isLive(row))
    .filter((row) => idTail === undefined || row.id.endsWith(idTail))
    .filter((row) => archived === undefined || said(row, 'archived') === archived)
    .filter((row) => name === undefined || said(row, 'name') === name)
    .filter((row) => after === undefined || comparePositions(positionOf(row), after) > 0)
    .toSorted((a, b) => comparePositions(positionOf(a), positionOf(b)))
  const page = await pageOf(rows.slice(0, limit + 1), limit, positionOf, async (row) => row)
  return { ...page, items: await withProgress(reader, asking, page.items, zone) }
}

/** @throws AppError `goals.not_found` */
export async function getGoal(
  reader: ReplicaReader,
  asking: Asking,
  id: string,
  { zone }: Zoned,
): Promise<Goal> {
  const row = await findRow(reader, 'goals', id)
  if (!isLive(row)) throw new AppError('goals.not_found')
  return (await withProgress(reader, asking, [row], zone))[0]!
}

async function withProgress(
  reader: ReplicaReader,
  { userId, nowMs }: Asking,
  rows: readonly Row[],
  zone: string | undefined,
): Promise<Goal[]> {
  const lookup = createLookup(reader)
  const subgoals = Map.groupBy(
    (await reader.rowsOf('subgoals')).filter((row) => isLive(row)),
    (row) => said(row, 'goalId') as string,
  )
  const goals: StoredGoal[] = []
  for (const row of rows) goals.push(await storedGoal(lookup, row, subgoals.get(row.id) ?? []))
  const settings = await readSettings(reader, userId)
  return goalsOf(goals, {
    read: async (time): Promise<LinkedTime> => {
      const counted = await trackedIn(reader, time)
      return { ...counted, projectOfTask: await projectsOfTasks(lookup, counted.own) }
    },
    zone,
    settings,
    nowMs,
  })
}

async function storedGoal(lookup: Lookup, row: Row, subgoals: readonly Row[]): Promise<StoredGoal> {
  const projectIds = membersOf(row.regs, 'project')
  const taskIds = membersOf(row.regs, 'task')
  const steps: StoredSubgoal[] = []
  for (const subgoal of subgoals.toSorted((a, b) => comparePositions(positionOf(a), positionOf(b))))
    steps.push(await storedSubgoal(lookup, subgoal))
  return {
    id: row.id,
    name: said(row, 'name') as string,
    description: said(row, 'description') as string,
    priority: said(row, 'priority') as Goal['priority'],
    targetDate: said(row, 'targetDate') as string | null,
    targetSeconds: said(row, 'targetSeconds') as number | null,
    ...(await labelOf(lookup, row)),
    colour: said(row, 'colour') as string | null,
    order: said(row, 'order') as string,
    archived: said(row, 'archived') as boolean,
    projectIds,
    projects: await namesOf(lookup, 'projects', projectIds),
    taskIds,
    tasks: await namesOf(lookup, 'tasks', taskIds),
    subgoals: steps,
    createdAt: createdOf(row),
    updatedAt: updatedOf(row),
    completedAt: said(row, 'completedAt') as number | null,
  }
}

async function storedSubgoal(lookup: Lookup, row: Row): Promise<StoredSubgoal> {
  const projectId = said(row, 'projectId') as string | null
  return {
    id: row.id,
    title: said(row, 'title') as string,
    ...(await labelOf(lookup, row)),
    projectId,
    project: projectId === null ? null : nameOf(await lookup.row('projects', projectId)),
    targetDate: said(row, 'targetDate') as string | null,
    doneAt: said(row, 'doneAt') as number | null,
    order: said(row, 'order') as string,
  }
}

/** A label in the trash has no name any more. */
async function labelOf(lookup: Lookup, row: Row): Promise<Pick<StoredGoal, 'labelId' | 'label'>> {
  const labelId = said(row, 'labelId') as string | null
  const label = labelId === null ? undefined : await lookup.row('labels', labelId)
  return { labelId, label: isLive(label) ? nameOf(label) : null }
}

/** Also of those in the trash, whose time still counts. */
async function namesOf(
  lookup: Lookup,
  table: 'projects' | 'tasks',
  ids: readonly string[],
): Promise<string[]> {
  const names: string[] = []
  for (const id of ids) names.push(nameOf(await lookup.row(table, id)) ?? '')
  return names
}

/** Projects of the tasks that the entries are about, by the id of the task, also of those in the trash. */
async function projectsOfTasks(lookup: Lookup, own: LinkedTime['own']): Promise<Map<string, string>> {
  const projects = new Map<string, string>()
  for (const id of new Set(own.flatMap(({ taskId }) => taskId ?? []))) {
    const task = await lookup.row('tasks', id)
    const projectId = task && said(task, 'projectId')
    if (typeof projectId === 'string') projects.set(id, projectId)
  }
  return projects
}

const positionOf = (row: Row): Position => [said(row, 'order') as string, row.id]
