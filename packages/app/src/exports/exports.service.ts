/** Exports: everything of a user from one snapshot, in pieces, so that a long history needs no memory. */
import { stringify } from 'csv-stringify/sync'
import type { Client } from '@goalixa/contracts/clients'
import type { ExportFormat, ExportQuery } from '@goalixa/contracts/exports'
import type { Goal } from '@goalixa/contracts/goals'
import type { Habit, HabitLog } from '@goalixa/contracts/habits'
import type { Label } from '@goalixa/contracts/labels'
import type { Project } from '@goalixa/contracts/projects'
import type { DailyTarget, DailyTodo } from '@goalixa/contracts/planner'
import type { Reminder } from '@goalixa/contracts/reminders'
import type { HistoryLine } from '@goalixa/contracts/sync'
import type { SavedView } from '@goalixa/contracts/saved-views'
import type { Task, TaskCheck } from '@goalixa/contracts/tasks'
import type { TimeEntry } from '@goalixa/contracts/time-entries'
import type { WeeklyGoal } from '@goalixa/contracts/weekly-goals'
import type { RowsOf } from '@goalixa/domain/export/rows'
import { rowPieces } from '@goalixa/domain/export/rows'
import type { Row } from '@goalixa/domain/rows'
import type { ExportSource, WriteOptions } from '@goalixa/domain/export/export-source'
import { jsonList } from '@goalixa/domain/export/json-list'
import { writers } from '@goalixa/domain/export/formats'
import { exportHead, requireFitting } from '@goalixa/domain/plans/exports'
import type { Database, Db } from '@goalixa/service-kit/db'
import type { ClientsService } from '../clients/clients.service.ts'
import type { GoalsService } from '../goals/goals.service.ts'
import type { HabitsService } from '../habits/habits.service.ts'
import type { LabelsService } from '../labels/labels.service.ts'
import type { StoredTable } from '../operations/stored-table.ts'
import type { PlannerService } from '../planner/planner.service.ts'
import type { ProjectsService } from '../projects/projects.service.ts'
import type { RemindersService } from '../reminders/reminders.service.ts'
import type { SavedViewsService } from '../saved-views/saved-views.service.ts'
import type { SettingsService } from '../settings/settings.service.ts'
import type { TasksService } from '../tasks/tasks.service.ts'
import type { TimeEntriesService } from '../time-entries/time-entries.service.ts'
import type { WeeklyGoalsService } from '../weekly-goals/weekly-goals.service.ts'

import { readHistory } from './exports.repository.ts'

interface ExportsOptions {
  readonly database: Database
  readonly entries: TimeEntriesService
  readonly labels: LabelsService
  readonly clients: ClientsService
  readonly projects: ProjectsService
  readonly tasks: TasksService
  readonly goals: GoalsService
  readonly weeklyGoals: WeeklyGoalsService
  readonly habits: HabitsService
  readonly planner: PlannerService
  readonly reminders: RemindersService
  readonly savedViews: SavedViewsService
  readonly settings: SettingsService
  /** Every table of the write path. */
  readonly tables: readonly StoredTable[]
  readonly now: () => number
}

/** Takes one piece of the export; resolves when it may get the next. */
type Write = (piece: string) => Promise<void>
type ListPage<Item> = (
  db: Db,
  userId: string,
  query: { limit: number; cursor?: string | undefined },
) => Promise<{
  items: Item[]
  nextCursor: string | null
}>

const toCsv: WriteOptions['toCsv'] = (records) => stringify([...records], { record_delimiter: 'windows' })
const pageSize = 500
/** No row has it: it is smaller than all others. */
const firstId = '00000000-0000-0000-0000-000000000000'

export function createExportsService({
  database,
  entries,
  labels,
  clients,
  projects,
  tasks,
  goals,
  weeklyGoals,
  habits,
  planner,
  reminders,
  savedViews,
  settings,
  tables,
  now,
}: ExportsOptions) {
  const json = async (db: Db, userId: string, { history }: ExportQuery, write: Write): Promise<void> => {
    const head = exportHead(await settings.get(db, userId), now())
    await write(JSON.stringify(head).slice(0, -1))
    const list = async <Item>(name: string, listPage: ListPage<Item>) => {
      let before = `,"${name}":[`
      for await (const items of pagesOf(listPage, db, userId)) {
        await write(before + items.map((item) => JSON.stringify(item)).join(',\n'))
        before = ',\n'
      }
      await write(before.startsWith(',"') ? `${before}]` : ']')
    }
    await list<Label>('labels', labels.listFrom)
    await list<Client>('clients', clients.listFrom)
    await list<Project>('projects', projects.listFrom)
    await list<Task>('tasks', tasks.listFrom)
    await list<TaskCheck>('taskChecks', tasks.checksFrom)
    await list<TimeEntry>('timeEntries', entries.listFrom)
    await list<Goal>('goals', goals.listFrom)
    await list<WeeklyGoal>('weeklyGoals', weeklyGoals.listFrom)
    await list<Habit>('habits', habits.listFrom)
    await list<HabitLog>('habitLogs', habits.logsFrom)
    await list<DailyTodo>('dailyTodos', planner.listTodosFrom)
    await list<DailyTarget>('dailyTargets', planner.listTargetsFrom)
    await list<Reminder>('reminders', reminders.listFrom)
    await list<SavedView>('savedViews', savedViews.listFrom)
    await write(',"rows":{')
    for await (const piece of rowPieces(userId, rowsFrom(db, userId))) await write(piece)
    await write('}')
    if (history) {
      await write(',"history":')
      for await (const piece of jsonList(historyOf(db, userId))) await write(piece)
    }
    await write('}\n')
  }

  const rowsFrom = (db: Db, userId: string): RowsOf =>
    async function* (name) {
      const table = tables.find((one) => one.name === name)!
      for (let after: string | undefined = firstId; after !== undefined;) {
        const rows: Row[] = await table.readAfter(db, userId, after, pageSize)
        if (rows.length > 0) yield rows
        after = rows.length < pageSize ? undefined : rows.at(-1)!.id
      }
    }

  const sourceFrom = (db: Db, userId: string, { from, to, zone }: ExportQuery): ExportSource => ({
    async *entries() {
      const listPage: ListPage<TimeEntry> = (tx, owner, page) =>
        entries.listFrom(tx, owner, { ...page, from, to, zone })
      const clientOf = new Map((await projects.clients(db, userId)).map(({ id, client }) => [id, client]))
      for await (const items of pagesOf<TimeEntry>(listPage, db, userId)) {
        const ids = [...new Set(items.flatMap((entry) => entry.taskId ?? []))]
        const titles = new Map((await tasks.names(db, userId, ids)).map(({ id, name }) => [id, name]))
        yield items.map((entry) => ({
          ...entry,
          task: titles.get(entry.taskId ?? '') ?? null,
          client: clientOf.get(entry.projectId ?? '') ?? null,
        }))
      }
    },
    tasks: () => pagesOf<Task>(tasks.listFrom, db, userId),
  })

  return {
    /** @throws AppError `request.invalid` before anything is written */
    async write(userId: string, format: ExportFormat, query: ExportQuery, write: Write): Promise<void> {
      requireFitting(format, query)
      await database.snapshot(async (tx) => {
        if (format === 'json') return json(tx, userId, query, write)
        const options = { ...query, email: query.email ?? '', toCsv }
        for await (const piece of writers[format](sourceFrom(tx, userId, query), options)) await write(piece)
      })
    },
  }
}
export type ExportsService = ReturnType<typeof createExportsService>

async function* historyOf(db: Db, userId: string): AsyncGenerator<HistoryLine[]> {
  for (let after: number | undefined = 0; after !== undefined;) {
    const lines: HistoryLine[] = await readHistory(db, userId, after, pageSize)
    yield lines
    after = lines.length < pageSize ? undefined : lines.at(-1)!.seq
  }
}

async function* pagesOf<Item>(listPage: ListPage<Item>, db: Db, userId: string): AsyncGenerator<Item[]> {
  let cursor: string | undefined
  do {
    const page = await listPage(db, userId, { limit: pageSize, cursor })
    if (page.items.length > 0) yield page.items
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
}
