/** Reports from the replica: the document that the server would answer for the same rows. */
import type { Report, ReportQuery } from '@goalixa/contracts/reports'
import { spanOf } from '@goalixa/domain/one-running-timer'
import { requireNamedIds } from '@goalixa/domain/plans/names'
import type { ReportRange, Tracked } from '@goalixa/domain/plans/reports'
import { reportOf, reportRange } from '@goalixa/domain/plans/reports'
import { requireTasks } from '@goalixa/domain/plans/tasks'
import { said } from '@goalixa/domain/plans/view'
import type { Row, TableName } from '@goalixa/domain/rows'
import { membersOf } from '@goalixa/domain/rows'
import type { TrackedSpans } from '@goalixa/domain/totals'
import type { ReplicaReader } from '../storage.ts'
import type { Asking } from './lists.ts'
import { readSettings } from './shapes.ts'
import { createLookup, nameOf, viewOf } from './view.ts'

/** @throws AppError `request.invalid`, `projects.not_found`, `labels.not_found`, `tasks.not_found` */
export async function summarise(
  reader: ReplicaReader,
  { userId, nowMs }: Asking,
  query: ReportQuery,
): Promise<Report> {
  const view = viewOf(reader, userId)
  const range = reportRange(query, await readSettings(reader, userId), nowMs)
  const [projectId] =
    query.project === undefined ? [] : await requireNamedIds(view, 'projects', [query.project])
  const wantedLabels = await requireNamedIds(view, 'labels', query.label ?? [])
  if (query.task !== undefined) await requireTasks(view, [query.task])
  const entries = (await reader.entriesTouching(range.start, range.end))
    .filter((row) => projectId === undefined || said(row, 'projectId') === projectId)
    .filter((row) => query.task === undefined || said(row, 'taskId') === query.task)
  const own = grouped(entries, range)
  const owners = await ownersOf(reader, own)
  const byTable = query.by === 'task' ? owners.tasks : owners.projects
  return reportOf(range, {
    ...(await withLabels(reader, own, owners)),
    wantedLabels,
    names: new Map([...byTable].flatMap(([id, row]) => (nameOf(row) === null ? [] : [[id, nameOf(row)!]]))),
  })
}

/** What counts in a range. */
export async function trackedIn(
  reader: ReplicaReader,
  range: ReportRange,
): Promise<Pick<Tracked, 'own' | 'inherited' | 'labelNames'>> {
  const own = grouped(await reader.entriesTouching(range.start, range.end), range)
  return withLabels(reader, own, await ownersOf(reader, own))
}

const withLabels = async (reader: ReplicaReader, own: readonly TrackedSpans[], owners: Owners) => ({
  own,
  inherited: new Map(
    [...owners.tasks, ...owners.projects].map(([id, row]) => [id, membersOf(row.regs, 'label')]),
  ),
  labelNames: new Map((await reader.rowsOf('labels')).map((row) => [row.id, nameOf(row)!])),
})

/** Entries that share task, project and labels, with all their spans. */
function grouped(entries: readonly Row[], { asOf }: ReportRange): TrackedSpans[] {
  const groups = new Map<string, Omit<TrackedSpans, 'spans'> & { readonly spans: number[] }>()
  for (const row of entries) {
    const taskId = said(row, 'taskId') as string | null
    const project = said(row, 'projectId') as string | null
    const labelIds = membersOf(row.regs, 'label')
    const key = [taskId, project, ...labelIds].join(' ')
    const group = groups.get(key) ?? { taskId, projectId: project, labelIds, spans: [] }
    groups.set(key, group)
    const { start, end } = spanOf(row)
    group.spans.push(start, end ?? Math.max(start, asOf))
  }
  return [...groups.values()]
}

type Owners = Readonly<Record<'tasks' | 'projects', ReadonlyMap<string, Row>>>

/** Tasks and projects of the entries, also those in the trash: their time stays in reports. */
async function ownersOf(reader: ReplicaReader, tracked: readonly TrackedSpans[]): Promise<Owners> {
  const lookup = createLookup(reader)
  const find = async (table: TableName, ids: readonly (string | null)[]) => {
    const found = new Map<string, Row>()
    for (const id of new Set(ids)) {
      const row = id === null ? undefined : await lookup.row(table, id)
      if (row !== undefined) found.set(row.id, row)
    }
    return found
  }
  return {
    tasks: await find(
      'tasks',
      tracked.map(({ taskId }) => taskId),
    ),
    projects: await find(
      'projects',
      tracked.map(({ projectId }) => projectId),
    ),
  }
}
