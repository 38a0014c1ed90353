/** Exports: everything of a user from one snapshot, in pieces, so that a long history needs no memory. */
import { stringify } from 'csv-stringify/sync'
import type { ExportFormat } from '@goalixa/contracts/exports'
import type { Label } from '@goalixa/contracts/labels'
import type { Project } from '@goalixa/contracts/projects'
import type { Task } from '@goalixa/contracts/tasks'
import type { TimeEntry } from '@goalixa/contracts/time-entries'
import type { WeeklyGoal } from '@goalixa/contracts/weekly-goals'
import { csvColumns, csvRecord, exportHead } from '@goalixa/domain/plans/exports'
import type { Database, Db } from '@goalixa/service-kit/db'
import type { LabelsService } from '../labels/labels.service.ts'
import type { ProjectsService } from '../projects/projects.service.ts'
import type { SettingsService } from '../settings/settings.service.ts'
import type { TasksService } from '../tasks/tasks.service.ts'
import type { TimeEntriesService } from '../time-entries/time-entries.service.ts'
import type { WeeklyGoalsService } from '../weekly-goals/weekly-goals.service.ts'

interface ExportsOptions {
  readonly database: Database
  readonly entries: TimeEntriesService
  readonly labels: LabelsService
  readonly projects: ProjectsService
  readonly tasks: TasksService
  readonly weeklyGoals: WeeklyGoalsService
  readonly settings: SettingsService
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

const pageSize = 500

export function createExportsService({
  database,
  entries,
  labels,
  projects,
  tasks,
  weeklyGoals,
  settings,
  now,
}: ExportsOptions) {
  const json = async (db: Db, userId: string, write: Write): Promise<void> => {
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
    await list<Project>('projects', projects.listFrom)
    await list<Task>('tasks', tasks.listFrom)
    await list<TimeEntry>('timeEntries', entries.listFrom)
    await list<WeeklyGoal>('weeklyGoals', weeklyGoals.listFrom)
    await write('}\n')
  }

  const csv = async (db: Db, userId: string, write: Write): Promise<void> => {
    await write(stringify([csvColumns], { record_delimiter: 'windows' }))
    for await (const items of pagesOf<TimeEntry>(entries.listFrom, db, userId)) {
      const ids = [...new Set(items.flatMap((entry) => entry.taskId ?? []))]
      const titles = new Map((await tasks.names(db, userId, ids)).map(({ id, name }) => [id, name]))
      const records = items.map((entry) => csvRecord(entry, titles.get(entry.taskId ?? '')))
      await write(stringify(records, { record_delimiter: 'windows' }))
    }
  }

  return {
    write: (userId: string, format: ExportFormat, write: Write): Promise<void> =>
      database.snapshot((tx) => (format === 'json' ? json : csv)(tx, userId, write)),
  }
}
export type ExportsService = ReturnType<typeof createExportsService>

async function* pagesOf<Item>(listPage: ListPage<Item>, db: Db, userId: string): AsyncGenerator<Item[]> {
  let cursor: string | undefined
  do {
    const page = await listPage(db, userId, { limit: pageSize, cursor })
    if (page.items.length > 0) yield page.items
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
}
