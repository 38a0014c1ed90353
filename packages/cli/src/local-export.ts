/** The export of everything, from the replica: the same text that the server gives. */
import type { TextAnswer } from '@goalixa/client/client'
import type { ExportFormat, ExportQuery } from '@goalixa/contracts/exports'
import { exportRoutes } from '@goalixa/contracts/exports'
import type { Task } from '@goalixa/contracts/tasks'
import type { TimeEntry } from '@goalixa/contracts/time-entries'
import type { RowsOf } from '@goalixa/domain/export/rows'
import { rowPieces } from '@goalixa/domain/export/rows'
import type { ExportedEntry, ExportSource, WriteOptions } from '@goalixa/domain/export/export-source'
import { writers } from '@goalixa/domain/export/formats'
import { said } from '@goalixa/domain/plans/view'
import { exportFiles, exportHead, requireFitting } from '@goalixa/domain/plans/exports'
import { listGoals } from '@goalixa/replica/queries/goals'
import type { Asking } from '@goalixa/replica/queries/lists'
import {
  listClients,
  listLabels,
  listProjects,
  listTaskChecks,
  listTasks,
} from '@goalixa/replica/queries/lists'
import { listAllHabitLogs, listHabits } from '@goalixa/replica/queries/habits'
import { listTargets, listTodos } from '@goalixa/replica/queries/planner'
import { listReminders } from '@goalixa/replica/queries/reminders'
import { listSavedViews } from '@goalixa/replica/queries/saved-views'
import { readSettings } from '@goalixa/replica/queries/shapes'
import { listTimeEntries } from '@goalixa/replica/queries/time-entries'
import { listWeeklyGoals } from '@goalixa/replica/queries/weekly-goals'
import { createLookup, nameOf } from '@goalixa/replica/queries/view'
import type { Page } from '@goalixa/replica/queries/pages'
import type { Replica } from '@goalixa/replica/replica'
import type { ReplicaReader } from '@goalixa/replica/storage'
import { stringify } from 'csv-stringify/sync'
import type { WithReplica } from './local-rows.ts'
import { askingOf } from './local-rows.ts'
import { readQuery } from './read-input.ts'
import type { Store } from './store.ts'

const pageSize = 500
const toCsv: WriteOptions['toCsv'] = (records) => stringify([...records], { record_delimiter: 'windows' })

/** `remote`: the whole history is the server's alone. */
export const createLocalExports = (withReplica: WithReplica, remote: Store['exports']): Store['exports'] => ({
  get: async (format, given) => {
    const query = readQuery(exportRoutes.get.query, given ?? {})
    requireFitting(format, query)
    if (query.history) {
      // What was done here must have arrived.
      await withReplica(async () => undefined, 'fresh')
      return remote.get(format, given)
    }
    return withReplica((replica) => exportLocally(replica, format, query), 'fresh')
  },
})

/** Gathered in one transaction: an export is of one moment. */
async function exportLocally(
  replica: Replica,
  format: ExportFormat,
  query: ExportQuery,
): Promise<TextAnswer> {
  const asking = askingOf(replica)
  const pieces: string[] = []
  await replica.read(async (reader) => {
    if (format === 'json') return json(reader, asking, pieces)
    const options = { ...query, email: query.email ?? '', toCsv }
    for await (const piece of writers[format](sourceFrom(reader, asking, query), options)) pieces.push(piece)
  })
  return {
    mediaType: exportFiles[format].mediaType,
    chunks: async function* () {
      for (const piece of pieces) yield new TextEncoder().encode(piece)
    },
    text: async () => pieces.join(''),
  }
}

async function json(reader: ReplicaReader, asking: Asking, pieces: string[]): Promise<void> {
  const head = exportHead(await readSettings(reader, asking.userId), asking.nowMs)
  pieces.push(JSON.stringify(head).slice(0, -1))
  const list = async <Item>(name: string, listPage: ListPage<Item>) => {
    let before = `,"${name}":[`
    for await (const items of pagesOf(listPage)) {
      pieces.push(before + items.map((item) => JSON.stringify(item)).join(',\n'))
      before = ',\n'
    }
    pieces.push(before.startsWith(',"') ? `${before}]` : ']')
  }
  await list('labels', (page) => listLabels(reader, asking, page))
  await list('clients', (page) => listClients(reader, asking, page))
  await list('projects', (page) => listProjects(reader, asking, page))
  await list('tasks', (page) => listTasks(reader, asking, page))
  await list('taskChecks', (page) => listTaskChecks(reader, page))
  await list('timeEntries', (page) => listTimeEntries(reader, asking, page))
  await list('goals', (page) => listGoals(reader, asking, page))
  await list('weeklyGoals', (page) => listWeeklyGoals(reader, asking, page))
  await list('habits', (page) => listHabits(reader, asking, page))
  await list('habitLogs', (page) => listAllHabitLogs(reader, page))
  await list('dailyTodos', (page) => listTodos(reader, page))
  await list('dailyTargets', (page) => listTargets(reader, asking.userId, page))
  await list('reminders', (page) => listReminders(reader, asking.nowMs, page))
  await list('savedViews', (page) => listSavedViews(reader, page))
  pieces.push(',"rows":{')
  for await (const piece of rowPieces(asking.userId, await rowsFrom(reader))) pieces.push(piece)
  pieces.push('}}\n')
}

/** Rows as people see them, also those in the trash. */
async function rowsFrom(reader: ReplicaReader): Promise<RowsOf> {
  const byTable = Map.groupBy(await reader.storedRows(), ({ table }) => table)
  return async function* (table) {
    const rows = (byTable.get(table) ?? []).map(({ id, visible: regs }) => ({ table, id, regs }))
    if (rows.length > 0) yield rows.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  }
}

const sourceFrom = (
  reader: ReplicaReader,
  asking: Asking,
  { from, to, zone }: ExportQuery,
): ExportSource => ({
  async *entries() {
    const lookup = createLookup(reader)
    for await (const items of pagesOf<TimeEntry>((page) =>
      listTimeEntries(reader, asking, { ...page, from, to, zone }),
    )) {
      const named: ExportedEntry[] = []
      for (const entry of items) {
        const task = entry.taskId === null ? undefined : await lookup.row('tasks', entry.taskId)
        const project = entry.projectId === null ? undefined : await lookup.row('projects', entry.projectId)
        const clientId = project && said(project, 'clientId')
        const client = typeof clientId === 'string' ? await lookup.row('clients', clientId) : undefined
        named.push({ ...entry, task: nameOf(task), client: nameOf(client) })
      }
      yield named
    }
  },
  tasks: () => pagesOf<Task>((page) => listTasks(reader, asking, page)),
})

type ListPage<Item> = (page: { limit: number; cursor?: string | undefined }) => Promise<Page<Item>>

async function* pagesOf<Item>(listPage: ListPage<Item>): AsyncGenerator<Item[]> {
  let cursor: string | undefined
  do {
    const page = await listPage({ limit: pageSize, cursor })
    if (page.items.length > 0) yield page.items
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
}
