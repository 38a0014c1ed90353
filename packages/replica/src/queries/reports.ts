/** Reports from the replica: the document that the server would answer for the same rows. */
import type {
  DetailedReport,
  HoursReport,
  Report,
  ReportDaysQuery,
  ReportQuery,
  WeeklyReport,
  WeeklyReportQuery,
} from '@goalixa/contracts/reports'
import { toInstantText } from '@goalixa/domain/calendar'
import { spanOf } from '@goalixa/domain/one-running-timer'
import { requireNamedIds } from '@goalixa/domain/plans/names'
import {
  detailedOf,
  hoursReportOf,
  mostReportEntries,
  refuseTooMany,
  weeklyOf,
} from '@goalixa/domain/plans/report-details'
import type { ReportRange, Tracked } from '@goalixa/domain/plans/reports'
import { reportOf, reportRange, withClients } from '@goalixa/domain/plans/reports'
import { requireTasks } from '@goalixa/domain/plans/tasks'
import { said } from '@goalixa/domain/plans/view'
import { comparedReport, daysBefore } from '@goalixa/domain/report-comparison'
import type { Row, TableName } from '@goalixa/domain/rows'
import { membersOf } from '@goalixa/domain/rows'
import type { TrackedSpans } from '@goalixa/domain/totals'
import type { DaySeconds } from '@goalixa/domain/untimed'
import { datesOf, untimedOf } from '@goalixa/domain/untimed'
import type { ReplicaReader } from '../storage.ts'
import { entryTest } from './filtered.ts'
import type { Asking } from './lists.ts'
import { readSettings } from './shapes.ts'
import { listTimeEntries } from './time-entries.ts'
import { createLookup, nameOf, viewOf } from './view.ts'

type Asked = ReportDaysQuery & Pick<ReportQuery, 'by'>

/** @throws AppError `request.invalid`, `projects.not_found`, `labels.not_found`, `tasks.not_found` */
export async function summarise(reader: ReplicaReader, asking: Asking, query: ReportQuery): Promise<Report> {
  const report = await summaryOf(reader, asking, query)
  if (query.compare !== true) return report
  return comparedReport(report, await summaryOf(reader, asking, { ...query, ...daysBefore(query) }))
}

const summaryOf = async (reader: ReplicaReader, asking: Asking, query: Asked): Promise<Report> => {
  const { range, tracked } = await wanted(reader, asking, query)
  return reportOf(range, tracked)
}

/**
 * {@link summarise}, and the same time along the days, weeks or months that `trendBy` picks; entries are read once.
 * Throws like {@link summarise}.
 */
export async function summariseAlong(
  reader: ReplicaReader,
  asking: Asking,
  query: ReportQuery,
  trendBy: (report: Report) => 'day' | 'week' | 'month',
): Promise<{ readonly report: Report; readonly trend: Report }> {
  const read = async (of: Asked) => {
    const { range, tracked } = await wanted(reader, asking, of)
    return (by: Report['by']) => reportOf({ ...range, by }, tracked)
  }
  const now = await read(query)
  const before = query.compare === true ? await read({ ...query, ...daysBefore(query) }) : undefined
  const by = (grouping: Report['by']) => {
    const report = now(grouping)
    return before === undefined ? report : comparedReport(report, before(grouping))
  }
  const report = by(query.by)
  const along = trendBy(report)
  return { report, trend: along === query.by ? report : by(along) }
}

/** Throws like {@link summarise}. */
export async function readWeekly(
  reader: ReplicaReader,
  asking: Asking,
  query: WeeklyReportQuery,
): Promise<WeeklyReport> {
  const { range, tracked } = await wanted(reader, asking, query)
  return weeklyOf({ ...range, by: query.by }, tracked)
}

/** Throws like {@link summarise}. */
export async function readHours(
  reader: ReplicaReader,
  asking: Asking,
  query: ReportDaysQuery,
): Promise<HoursReport> {
  const { range, tracked } = await wanted(reader, asking, { ...query, by: 'day' })
  return hoursReportOf(range, tracked)
}

/** Throws like {@link summarise}. */
export async function readDetailed(
  reader: ReplicaReader,
  asking: Asking,
  { billable, ...query }: ReportDaysQuery,
): Promise<DetailedReport> {
  const { range, tracked } = await wanted(reader, asking, { ...query, billable, by: 'day' })
  const { from: _, to: __, ...filter } = query
  const { zone, weekStart } = range
  const { items } = await listTimeEntries(
    reader,
    asking,
    {
      ...filter,
      zone,
      weekStart,
      from: toInstantText(range.start),
      to: toInstantText(range.end),
      limit: mostReportEntries + 1,
    },
    datesOf(range),
  )
  refuseTooMany(items.length)
  const tasks = await rowsById(
    reader,
    'tasks',
    items.map(({ taskId }) => taskId),
  )
  const taskTitles = namesIn(tasks)
  return detailedOf(reportOf(range, tracked), range, { entries: items, taskTitles, billable })
}

/** The range and what counts in it of what is asked for. */
async function wanted(
  reader: ReplicaReader,
  { userId, nowMs }: Asking,
  query: Asked,
): Promise<{ range: ReportRange; tracked: Tracked }> {
  const view = viewOf(reader, userId)
  const range = reportRange(query, await readSettings(reader, userId), nowMs)
  const [projectId] =
    query.project === undefined ? [] : await requireNamedIds(view, 'projects', [query.project])
  const wantedLabels = await requireNamedIds(view, 'labels', query.label ?? [])
  if (query.task !== undefined) await requireTasks(view, [query.task])
  const fits = await entryTest(reader, { userId, nowMs }, { ...range, filter: query.filter })
  const touching = (await entriesIn(reader, range))
    .filter((row) => projectId === undefined || said(row, 'projectId') === projectId)
    .filter((row) => query.task === undefined || said(row, 'taskId') === query.task)
  const entries: Row[] = []
  for (const row of touching) if (await fits(row)) entries.push(row)
  const found = grouped(entries, range)
  const owners = await ownersOf(reader, found)
  const clientOf = new Map(
    [...owners.projects].map(([id, row]) => [id, said(row, 'clientId') as string | null]),
  )
  const clients =
    query.by === 'client' ? await rowsById(reader, 'clients', [...clientOf.values()]) : undefined
  const own = clients === undefined ? found : withClients(found, clientOf)
  return {
    range,
    tracked: {
      ...(await withLabels(reader, own, owners)),
      wantedLabels,
      wantedBillable: query.billable,
      names: namesIn(clients ?? (query.by === 'task' ? owners.tasks : owners.projects)),
    },
  }
}

const namesIn = (rows: ReadonlyMap<string, Row>): Map<string, string> =>
  new Map([...rows].flatMap(([id, row]) => (nameOf(row) === null ? [] : [[id, nameOf(row)!]])))

/** What counts in a range. */
export async function trackedIn(
  reader: ReplicaReader,
  range: Pick<ReportRange, 'start' | 'end' | 'asOf'>,
): Promise<Pick<Tracked, 'own' | 'inherited' | 'labelNames'>> {
  const own = grouped(await entriesIn(reader, range), range)
  return withLabels(reader, own, await ownersOf(reader, own))
}

const withLabels = async (reader: ReplicaReader, own: readonly TrackedSpans[], owners: Owners) => ({
  own,
  inherited: new Map(
    [...owners.tasks, ...owners.projects].map(([id, row]) => [id, membersOf(row.regs, 'label')]),
  ),
  labelNames: new Map((await reader.rowsOf('labels')).map((row) => [row.id, nameOf(row)!])),
})

const daySeconds = 86_400

/** Entries that touch the range, and the untimed ones of its days and of a day around: totals take what they want. */
const entriesIn = (
  reader: ReplicaReader,
  { start, end }: Pick<ReportRange, 'start' | 'end'>,
): Promise<Row[]> => reader.entriesTouching(start - daySeconds, end + daySeconds)

/** Entries that share task, project, labels and whether they are billable, with all their spans. */
function grouped(entries: readonly Row[], { asOf }: Pick<ReportRange, 'asOf'>): TrackedSpans[] {
  const groups = new Map<
    string,
    Omit<TrackedSpans, 'spans'> & { readonly spans: number[]; readonly untimed: DaySeconds[] }
  >()
  for (const row of entries) {
    const taskId = said(row, 'taskId') as string | null
    const project = said(row, 'projectId') as string | null
    const labelIds = membersOf(row.regs, 'label')
    const billable = said(row, 'billable') as boolean
    const key = [taskId, project, billable, ...labelIds].join(' ')
    const group = groups.get(key) ?? {
      taskId,
      projectId: project,
      labelIds,
      billable,
      spans: [],
      untimed: [],
    }
    groups.set(key, group)
    const untimed = untimedOf(row)
    if (untimed === undefined) {
      const { start, end } = spanOf(row)
      group.spans.push(start, end ?? Math.max(start, asOf))
    } else group.untimed.push(untimed)
  }
  return [...groups.values()]
}

type Owners = Readonly<Record<'tasks' | 'projects', ReadonlyMap<string, Row>>>

/** Tasks and projects of the entries, also those in the trash: their time stays in reports. */
const ownersOf = async (reader: ReplicaReader, tracked: readonly TrackedSpans[]): Promise<Owners> => ({
  tasks: await rowsById(
    reader,
    'tasks',
    tracked.map(({ taskId }) => taskId),
  ),
  projects: await rowsById(
    reader,
    'projects',
    tracked.map(({ projectId }) => projectId),
  ),
})

async function rowsById(
  reader: ReplicaReader,
  table: TableName,
  ids: readonly (string | null)[],
): Promise<Map<string, Row>> {
  const lookup = createLookup(reader)
  const found = new Map<string, Row>()
  for (const id of new Set(ids)) {
    const row = id === null ? undefined : await lookup.row(table, id)
    if (row !== undefined) found.set(row.id, row)
  }
  return found
}
