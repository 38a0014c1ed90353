/** The export of everything, from the replica: the same text that the server gives. */
import type { TextAnswer } from '@goalixa/client/client'
import type { TimeEntry } from '@goalixa/contracts/time-entries'
import { csvColumns, csvRecord, exportHead } from '@goalixa/domain/plans/exports'
import type { Asking } from '@goalixa/replica/queries/lists'
import { listLabels, listProjects, listTasks } from '@goalixa/replica/queries/lists'
import { readSettings } from '@goalixa/replica/queries/shapes'
import { listTimeEntries } from '@goalixa/replica/queries/time-entries'
import { listWeeklyGoals } from '@goalixa/replica/queries/weekly-goals'
import { findRow, nameOf } from '@goalixa/replica/queries/view'
import type { Page } from '@goalixa/replica/queries/pages'
import type { Replica } from '@goalixa/replica/replica'
import type { ReplicaReader } from '@goalixa/replica/storage'
import { stringify } from 'csv-stringify/sync'
import type { WithReplica } from './local-rows.ts'
import type { Store } from './store.ts'

const pageSize = 500
const mediaTypes = { json: 'application/json; charset=utf-8', csv: 'text/csv; charset=utf-8; header=present' }

export const createLocalExports = (withReplica: WithReplica): Store['exports'] => ({
  get: (format) => withReplica((replica) => exportLocally(replica, format), 'fresh'),
})

/** Gathered in one transaction: an export is of one moment. */
async function exportLocally(replica: Replica, format: 'json' | 'csv'): Promise<TextAnswer> {
  const asking = { userId: replica.userId, nowMs: replica.now() }
  const pieces: string[] = []
  await replica.read((reader) => (format === 'json' ? json : csv)(reader, asking, pieces))
  return {
    mediaType: mediaTypes[format],
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
  await list('projects', (page) => listProjects(reader, asking, page))
  await list('tasks', (page) => listTasks(reader, asking, page))
  await list('timeEntries', (page) => listTimeEntries(reader, asking, page))
  await list('weeklyGoals', (page) => listWeeklyGoals(reader, asking, page))
  pieces.push('}\n')
}

async function csv(reader: ReplicaReader, asking: Asking, pieces: string[]): Promise<void> {
  const windows = { record_delimiter: 'windows' } as const
  pieces.push(stringify([csvColumns], windows))
  for await (const items of pagesOf<TimeEntry>((page) => listTimeEntries(reader, asking, page))) {
    const records = []
    for (const entry of items) {
      const task = entry.taskId === null ? undefined : await findRow(reader, 'tasks', entry.taskId)
      records.push(csvRecord(entry, nameOf(task) ?? undefined))
    }
    pieces.push(stringify(records, windows))
  }
}

type ListPage<Item> = (page: { limit: number; cursor?: string | undefined }) => Promise<Page<Item>>

async function* pagesOf<Item>(listPage: ListPage<Item>): AsyncGenerator<Item[]> {
  let cursor: string | undefined
  do {
    const page = await listPage({ limit: pageSize, cursor })
    if (page.items.length > 0) yield page.items
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
}
