/** What each form of a report asks the replica for: the queries of `goalixa report`. */
import { AppError } from '@goalixa/contracts/errors'
import type { Goal } from '@goalixa/contracts/goals'
import type { HeatMapDay } from '@goalixa/contracts/habit-days'
import type { Habit } from '@goalixa/contracts/habits'
import type { DetailedReport, HoursReport, Report, ReportBy, WeeklyReport } from '@goalixa/contracts/reports'
import type { Rounding } from '@goalixa/contracts/settings'
import { said } from '@goalixa/domain/plans/view'
import type { Days } from '@goalixa/domain/report-days'
import { listGoals } from '@goalixa/replica/queries/goals'
import { listHabits, readHeatMap } from '@goalixa/replica/queries/habits'
import type { Asking } from '@goalixa/replica/queries/lists'
import { readDetailed, readHours, readWeekly, summariseAlong } from '@goalixa/replica/queries/reports'
import { readSettings } from '@goalixa/replica/queries/shapes'
import type { ReplicaReader } from '@goalixa/replica/storage'
import type { Query } from '../../store/store.ts'
import { daysOf, pathOf, ruleOf } from './state.ts'
import type { State } from './state.ts'

/** By the key of a group. */
type Colours = ReadonlyMap<string | null, string | null>

export interface HabitDays extends Habit {
  readonly days: readonly HeatMapDay[]
}

export type Shown =
  | { readonly form: 'summary'; readonly report: Report; readonly trend: Report; readonly colours: Colours }
  | { readonly form: 'detailed'; readonly report: DetailedReport }
  | { readonly form: 'weekly'; readonly report: WeeklyReport; readonly colours: Colours }
  | { readonly form: 'hours'; readonly report: HoursReport }
  | { readonly form: 'goals'; readonly report: { readonly goals: readonly Goal[] } }
  | { readonly form: 'habits'; readonly report: { readonly habits: readonly HabitDays[] } }

/** What is wrong with what was asked; `position` counts from 0 in the filter. */
interface Problem {
  readonly message: string
  readonly position: number | undefined
}

export interface Answer {
  readonly state: State
  /** The address that it answers. */
  readonly path: string
  readonly days: Days | undefined
  readonly zone: string
  readonly weekStart: number
  readonly rounding: Rounding | null
  readonly nowMs: number
  readonly shown: Shown | undefined
  readonly problem: Problem | undefined
}

export const readReport =
  (state: State): Query<Answer> =>
  async (reader, asking) => {
    const { rounding } = await readSettings(reader, asking.userId)
    const rule = ruleOf(state)
    const base = { state, path: pathOf(state), ...rule, rounding, nowMs: asking.nowMs }
    let days: Days | undefined
    try {
      days = daysOf(state, asking.nowMs)
      const shown = await shownOf(reader, asking, { ...state, ...rule }, days)
      return { ...base, days, shown, problem: undefined }
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      const position = error.code === 'filter.invalid' ? (error.fields[0]?.position ?? 0) : undefined
      return { ...base, days, shown: undefined, problem: { message: error.message, position } }
    }
  }

type Asked = State & { readonly zone: string; readonly weekStart: number }

async function shownOf(
  reader: ReplicaReader,
  asking: Asking,
  { form, by, filter, isCompared, zone, weekStart }: Asked,
  days: Days,
): Promise<Shown> {
  const query = { ...days, zone, weekStart, filter: filter === '' ? undefined : filter }
  if (form === 'detailed') return { form, report: await readDetailed(reader, asking, query) }
  if (form === 'hours') return { form, report: await readHours(reader, asking, query) }
  if (form === 'goals') {
    const goals = await allOf((cursor) =>
      listGoals(reader, asking, { zone, archived: false, limit: pageSize, cursor }),
    )
    return { form, report: { goals } }
  }
  if (form === 'habits') return { form, report: await habitsOf(reader, asking, days, { zone, weekStart }) }
  if (form === 'weekly') {
    const rows = by === 'client' || by === 'task' || by === 'label' ? by : 'project'
    const report = await readWeekly(reader, asking, { ...query, by: rows })
    return { form, report, colours: await coloursOf(reader, rows) }
  }
  const compare = isCompared ? true : undefined
  const { report, trend } = await summariseAlong(reader, asking, { ...query, by, compare }, trendBy)
  return { form, report, trend, colours: await coloursOf(reader, by) }
}

const pageSize = 500
const [mostDays, mostWeeks] = [62, 53]

/** In as many steps as a picture has room for. */
function trendBy({ by, days }: Report): 'day' | 'week' | 'month' {
  if (by === 'day' || by === 'week' || by === 'month') return by
  return days <= mostDays ? 'day' : days <= mostWeeks * 7 ? 'week' : 'month'
}

async function coloursOf(reader: ReplicaReader, by: ReportBy): Promise<Colours> {
  const table = ({ client: 'clients', project: 'projects', label: 'labels' } as const)[by as 'client']
  const rows = table === undefined ? [] : await reader.rowsOf(table)
  return new Map(rows.map((row) => [row.id, said(row, 'colour') as string | null]))
}

/** All of a list that answers page by page. */
async function allOf<Item>(
  page: (cursor: string | undefined) => Promise<{ items: Item[]; nextCursor: string | null }>,
): Promise<readonly Item[]> {
  const all: Item[] = []
  let cursor: string | undefined
  do {
    const { items, nextCursor } = await page(cursor)
    all.push(...items)
    cursor = nextCursor ?? undefined
  } while (cursor !== undefined)
  return all
}

/** Habits with their days of the range, as far as their map reaches. */
async function habitsOf(
  reader: ReplicaReader,
  asking: Asking,
  { from, to }: Days,
  rule: { readonly zone: string; readonly weekStart: number },
): Promise<{ readonly habits: readonly HabitDays[] }> {
  const items = await allOf((cursor) =>
    listHabits(reader, asking, { ...rule, archived: false, limit: pageSize, cursor }),
  )
  const habits: HabitDays[] = []
  for (const habit of items) {
    const { weeks } = await readHeatMap(reader, asking, habit.id, rule)
    const days = weeks.flatMap((week) => week.days).filter(({ date }) => date >= from && date < to)
    habits.push({ ...habit, days })
  }
  return { habits }
}
