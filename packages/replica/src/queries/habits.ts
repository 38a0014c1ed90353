/** Habits in their order and what was logged of them, with the days that the server would tell of the same rows. */
import { AppError } from '@goalixa/contracts/errors'
import type { HabitHeatMap } from '@goalixa/contracts/habit-days'
import type { Habit, HabitDay, HabitLog, habitRoutes } from '@goalixa/contracts/habits'
import { habitLogId } from '@goalixa/domain/habit-log-ids'
import type { HabitReading, StoredHabit, StoredHabitLog } from '@goalixa/domain/habits'
import { habitHeatMap, habitsOf, toHabitLog } from '@goalixa/domain/habits'
import { isLive, said } from '@goalixa/domain/plans/view'
import type { Row } from '@goalixa/domain/rows'
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

type HabitQuery = z.output<(typeof habitRoutes)['list']['query']>
/** Whose days and weeks are meant, where they are not those of the settings. */
type Asked = Pick<HabitQuery, 'zone' | 'weekStart'>
type LogQuery = z.output<(typeof habitRoutes)['logs']['query']>

/** By rank, then id. @throws AppError `request.invalid` for a cursor of another list */
export async function listHabits(
  reader: ReplicaReader,
  asking: Asking,
  { limit, cursor, zone, weekStart, archived, name, idTail }: HabitQuery,
): Promise<Page<Habit>> {
  const after = readCursor(cursor, 'string')
  const candidates =
    idTail === undefined ? await reader.rowsOf('habits') : await reader.rowsByIdTail('habits', idTail)
  const rows = candidates
    .filter((row) => isLive(row))
    .filter((row) => idTail === undefined || row.id.endsWith(idTail))
    .filter((row) => archived === undefined || said(row, 'archived') === archived)
    .filter((row) => name === undefined || said(row, 'name') === name)
    .filter((row) => after === undefined || comparePositions(positionOf(row), after) > 0)
    .toSorted((a, b) => comparePositions(positionOf(a), positionOf(b)))
  const page = await pageOf(rows.slice(0, limit + 1), limit, positionOf, async (row) => row)
  return { ...page, items: await withDays(reader, asking, page.items, { zone, weekStart }) }
}

/** @throws AppError `habits.not_found` */
export async function getHabit(
  reader: ReplicaReader,
  asking: Asking,
  id: string,
  asked: Asked,
): Promise<Habit> {
  return (await withDays(reader, asking, [await requireRow(reader, id)], asked))[0]!
}

/** The habit, and the log of that day if there is one. @throws AppError `habits.not_found` */
export async function getHabitDay(
  reader: ReplicaReader,
  asking: Asking,
  id: string,
  date: string,
  asked: Asked,
): Promise<HabitDay> {
  const row = await findRow(reader, 'habitLogs', habitLogId(asking.userId, id, date))
  const habit = await getHabit(reader, asking, id, asked)
  return { habit, log: isLive(row) ? toHabitLog(storedLog(row)) : null }
}

/** @throws AppError `habits.not_found` */
export async function readHeatMap(
  reader: ReplicaReader,
  asking: Asking,
  id: string,
  asked: Asked,
): Promise<HabitHeatMap> {
  const row = await requireRow(reader, id)
  const habit = await storedHabit(createLookup(reader), row)
  return habitHeatMap(habit, await readingOf(reader, asking, [row], asked))
}

/** Latest day first. @throws AppError `habits.not_found`; `request.invalid` for a cursor of another list */
export async function listHabitLogs(
  reader: ReplicaReader,
  id: string,
  query: LogQuery,
): Promise<Page<HabitLog>> {
  await requireRow(reader, id)
  return pageOfLogs(await logsOf(reader, new Set([id])), query)
}

/** What was logged of all habits that are there. */
export async function listAllHabitLogs(reader: ReplicaReader, query: LogQuery): Promise<Page<HabitLog>> {
  const habits = (await reader.rowsOf('habits')).filter((row) => isLive(row))
  return pageOfLogs(await logsOf(reader, new Set(habits.map(({ id }) => id))), query)
}

function pageOfLogs(
  logs: readonly StoredHabitLog[],
  { limit, cursor, from, to }: LogQuery,
): Promise<Page<HabitLog>> {
  const after = readCursor(cursor, 'string')
  const place = (log: StoredHabitLog): Position => [log.logDate, log.id]
  const rows = logs
    .filter(({ logDate }) => (from === undefined || logDate >= from) && (to === undefined || logDate < to))
    .filter((log) => after === undefined || comparePositions(place(log), after) < 0)
    .toSorted((a, b) => comparePositions(place(b), place(a)))
  return pageOf(rows.slice(0, limit + 1), limit, place, async (log) => toHabitLog(log))
}

const positionOf = (row: Row): Position => [said(row, 'order') as string, row.id]

async function requireRow(reader: ReplicaReader, id: string): Promise<Row> {
  const row = await findRow(reader, 'habits', id)
  if (!isLive(row)) throw new AppError('habits.not_found')
  return row
}

async function withDays(
  reader: ReplicaReader,
  asking: Asking,
  rows: readonly Row[],
  asked: Asked,
): Promise<Habit[]> {
  const lookup = createLookup(reader)
  const habits: StoredHabit[] = []
  for (const row of rows) habits.push(await storedHabit(lookup, row))
  return habitsOf(habits, await readingOf(reader, asking, rows, asked))
}

async function readingOf(
  reader: ReplicaReader,
  { userId, nowMs }: Asking,
  habits: readonly Row[],
  { zone, weekStart }: Asked,
): Promise<HabitReading> {
  const settings = await readSettings(reader, userId)
  const logs = await logsOf(reader, new Set(habits.map(({ id }) => id)))
  return { logs, read: (range) => trackedIn(reader, range), zone, weekStart, settings, nowMs }
}

async function logsOf(reader: ReplicaReader, habitIds: ReadonlySet<string>): Promise<StoredHabitLog[]> {
  if (habitIds.size === 0) return []
  const rows = await reader.rowsOf('habitLogs')
  return rows
    .filter((row) => isLive(row) && habitIds.has(said(row, 'habitId') as string))
    .map((row) => storedLog(row))
}

function storedLog(row: Row): StoredHabitLog {
  return {
    id: row.id,
    habitId: said(row, 'habitId') as string,
    logDate: said(row, 'logDate') as string,
    amount: said(row, 'amount') as number | null,
    state: said(row, 'state') as StoredHabitLog['state'],
    source: said(row, 'source') as string,
    createdAt: createdOf(row),
    updatedAt: updatedOf(row),
  }
}

async function storedHabit(lookup: Lookup, row: Row): Promise<StoredHabit> {
  const text = (register: string) => said(row, register) as string
  const number = (register: string) => said(row, register) as number | null
  const autoLabelId = said(row, 'autoLabelId') as string | null
  const goalId = said(row, 'goalId') as string | null
  const goal = goalId === null ? undefined : await lookup.row('goals', goalId)
  const label = autoLabelId === null ? undefined : await lookup.row('labels', autoLabelId)
  return {
    id: row.id,
    name: text('name'),
    frequency: said(row, 'frequency') as StoredHabit['frequency'],
    targetAmount: number('targetAmount'),
    unit: said(row, 'unit') as string | null,
    autoLabelId,
    autoLabel: isLive(label) ? nameOf(label) : null,
    autoSeconds: number('autoSeconds'),
    timeOfDay: said(row, 'timeOfDay') as StoredHabit['timeOfDay'],
    reminder: said(row, 'reminder') as string | null,
    notes: text('notes'),
    goalId,
    goal: isLive(goal) ? nameOf(goal) : null,
    subgoalId: said(row, 'subgoalId') as string | null,
    colour: said(row, 'colour') as string | null,
    order: text('order'),
    archived: said(row, 'archived') as boolean,
    createdAt: createdOf(row),
    updatedAt: updatedOf(row),
  }
}
