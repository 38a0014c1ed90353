/** Weekly goals, latest week first, with the progress that the server would tell of the same rows. */
import { AppError } from '@goalixa/contracts/errors'
import type { WeeklyGoal, weeklyGoalRoutes } from '@goalixa/contracts/weekly-goals'
import { isLive, said } from '@goalixa/domain/plans/view'
import type { Row } from '@goalixa/domain/rows'
import { weeklyGoalsOf } from '@goalixa/domain/weekly-goals'
import type { StoredWeeklyGoal } from '@goalixa/domain/weekly-goals'
import type * as z from 'zod'
import type { ReplicaReader } from '../storage.ts'
import type { Position } from './in-order.ts'
import { comparePositions } from './in-order.ts'
import type { Asking } from './lists.ts'
import type { Page } from './pages.ts'
import { pageOf, readCursor } from './pages.ts'
import { trackedIn } from './reports.ts'
import { createdOf, readSettings, updatedOf } from './shapes.ts'
import { createLookup, findRow, nameOf } from './view.ts'

/** `week` is any day of the week wanted; `zone` says whose days are counted, that of the settings unless given. */
export type WeeklyGoalQuery = z.output<(typeof weeklyGoalRoutes)['list']['query']>
type Zoned = Pick<WeeklyGoalQuery, 'zone'>

/** Latest week first, in it the newest goal first. @throws AppError `request.invalid` for a cursor of another list */
export async function listWeeklyGoals(
  reader: ReplicaReader,
  asking: Asking,
  { limit, cursor, zone, week, title, idTail }: WeeklyGoalQuery,
): Promise<Page<WeeklyGoal>> {
  const after = readCursor(cursor, 'string')
  const candidates =
    idTail === undefined
      ? await reader.rowsOf('weeklyGoals')
      : await reader.rowsByIdTail('weeklyGoals', idTail)
  const rows = candidates
    .filter((row) => isLive(row))
    .filter((row) => idTail === undefined || row.id.endsWith(idTail))
    .filter((row) => week === undefined || isInWeek(week, weekStartOf(row)))
    .filter((row) => title === undefined || said(row, 'title') === title)
    .filter((row) => after === undefined || comparePositions(positionOf(row), after) < 0)
    .toSorted((a, b) => comparePositions(positionOf(b), positionOf(a)))
  const page = await pageOf(rows.slice(0, limit + 1), limit, positionOf, async (row) => row)
  return { ...page, items: await withProgress(reader, asking, page.items, zone) }
}

/** @throws AppError `weekly_goals.not_found` */
export async function getWeeklyGoal(
  reader: ReplicaReader,
  asking: Asking,
  id: string,
  { zone }: Zoned,
): Promise<WeeklyGoal> {
  const row = await findRow(reader, 'weeklyGoals', id)
  if (!isLive(row)) throw new AppError('weekly_goals.not_found')
  return (await withProgress(reader, asking, [row], zone))[0]!
}

async function withProgress(
  reader: ReplicaReader,
  { userId, nowMs }: Asking,
  rows: readonly Row[],
  zone: string | undefined,
): Promise<WeeklyGoal[]> {
  const lookup = createLookup(reader)
  const goals: StoredWeeklyGoal[] = []
  for (const row of rows) {
    const labelId = said(row, 'labelId') as string | null
    const label = labelId === null ? undefined : await lookup.row('labels', labelId)
    const goalId = said(row, 'goalId') as string | null
    const goal = goalId === null ? undefined : await lookup.row('goals', goalId)
    goals.push({
      id: row.id,
      title: said(row, 'title') as string,
      weekStart: weekStartOf(row),
      targetSeconds: said(row, 'targetSeconds') as number,
      labelId,
      label: isLive(label) ? nameOf(label) : null,
      goalId,
      goal: isLive(goal) ? nameOf(goal) : null,
      createdAt: createdOf(row),
      updatedAt: updatedOf(row),
    })
  }
  const settings = await readSettings(reader, userId)
  return weeklyGoalsOf(goals, { read: (range) => trackedIn(reader, range), zone, settings, nowMs })
}

const weekStartOf = (row: Row): string => said(row, 'weekStart') as string
const positionOf = (row: Row): Position => [weekStartOf(row), row.id]

function isInWeek(day: string, weekStart: string): boolean {
  const { days } = Temporal.PlainDate.from(weekStart).until(day)
  return days >= 0 && days < 7
}
