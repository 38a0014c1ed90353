/** Reports: reads what lies in the range from one snapshot and lets the domain make the totals. */
import type {
  DetailedReport,
  HoursReport,
  Report,
  ReportDaysQuery,
  ReportQuery,
  WeeklyReport,
  WeeklyReportQuery,
} from '@goalixa/contracts/reports'
import type { TimeEntry } from '@goalixa/contracts/time-entries'
import { toInstantText } from '@goalixa/domain/calendar'
import type { Filter } from '@goalixa/domain/filters/conditions'
import type { AllTime, LinkedTime, Links } from '@goalixa/domain/goals'
import { filterOf } from '@goalixa/domain/plans/filters'
import { requireNamedIds } from '@goalixa/domain/plans/names'
import { detailedOf, hoursReportOf, refuseTooMany, weeklyOf } from '@goalixa/domain/plans/report-details'
import type { ReportRange, ReportRangeQuery, Tracked } from '@goalixa/domain/plans/reports'
import { reportOf, reportRange, withClients } from '@goalixa/domain/plans/reports'
import { requireTasks } from '@goalixa/domain/plans/tasks'
import { datesOf } from '@goalixa/domain/untimed'
import { comparedReport, daysBefore } from '@goalixa/domain/report-comparison'
import type { Database, Db } from '@goalixa/service-kit/db'
import type { ClientsService } from '../clients/clients.service.ts'
import { filterNamesOf } from '../filters/filter-names.ts'
import type { LabelsService } from '../labels/labels.service.ts'
import type { ViewOf } from '../operations/sql-view.ts'
import type { ProjectsService } from '../projects/projects.service.ts'
import type { SettingsService } from '../settings/settings.service.ts'
import type { TasksService } from '../tasks/tasks.service.ts'
import type { TimeEntriesService } from '../time-entries/time-entries.service.ts'

interface Within {
  readonly within?: string | undefined
}

interface ReportsOptions {
  readonly database: Database
  readonly viewOf: ViewOf
  readonly entries: TimeEntriesService
  readonly labels: LabelsService
  readonly clients: ClientsService
  readonly projects: ProjectsService
  readonly tasks: TasksService
  readonly settings: SettingsService
  readonly now: () => number
}

/** `within`: of a token for one project, nothing but it. */
type Asked = ReportRangeQuery &
  Pick<ReportDaysQuery, 'project' | 'label' | 'task' | 'billable' | 'filter'> &
  Within
type SummaryQuery = Asked & Pick<ReportQuery, 'compare'>
type EntryFilter = Pick<ReportDaysQuery, 'project' | 'label' | 'task' | 'filter' | 'zone' | 'weekStart'> &
  Within

const entriesAtOnce = 500

export function createReportsService(options: ReportsOptions) {
  const { database, viewOf, entries, labels, clients, projects, tasks, settings, now } = options

  /** Labels of tasks and projects, by the id of these. */
  const inheritedLabels = async (tx: Db, userId: string, within?: string): Promise<Tracked['inherited']> => {
    const all = [...(await tasks.labelIds(tx, userId, within)), ...(await projects.labelIds(tx, userId))]
    const byOwner = Map.groupBy(all, ({ id }) => id)
    return new Map([...byOwner].map(([id, found]) => [id, found.map(({ labelId }) => labelId)]))
  }

  const groupNames = async (
    tx: Db,
    userId: string,
    { by, within }: Pick<Asked, 'by' | 'within'>,
    own: Tracked['own'],
  ) => {
    if (by === 'client') return clients.names(tx, userId)
    if (by === 'project') return projects.names(tx, userId)
    return by === 'task'
      ? tasks.names(tx, userId, [...new Set(own.flatMap((group) => group.taskId ?? []))], within)
      : []
  }

  const ofClients = async (tx: Db, userId: string, own: Tracked['own']) => {
    const found = await projects.clients(tx, userId)
    return withClients(own, new Map(found.map(({ id, clientId }) => [id, clientId])))
  }

  /** What counts in a range, of everything or of one project or task. In a transaction only. */
  const tracked = async (
    tx: Db,
    userId: string,
    range: ReportRange,
    of: {
      readonly projectId?: string | undefined
      readonly taskId?: string | undefined
      readonly filter?: Filter | undefined
    } & Within = {},
  ): Promise<Pick<Tracked, 'own' | 'inherited' | 'labelNames'>> => ({
    own: await entries.trackedSpans(tx, userId, range, of),
    inherited: await inheritedLabels(tx, userId, of.within),
    labelNames: byId(await labels.names(tx, userId)),
  })

  /** What may count for these links, of all time. In a transaction only. */
  const linked = async (tx: Db, userId: string, time: AllTime, links: Links): Promise<LinkedTime> => {
    const inherited = await inheritedLabels(tx, userId)
    const projectOfTask = new Map(
      (await tasks.ofProjects(tx, userId, links.projectIds)).map(({ id, projectId }) => [id, projectId]),
    )
    const labelled = [...inherited].flatMap(([id, labelIds]) =>
      labelIds.some((labelId) => links.labelIds.includes(labelId)) ? [id] : [],
    )
    return {
      own: await entries.trackedSpans(tx, userId, time, {
        links: {
          taskIds: [...links.taskIds, ...projectOfTask.keys(), ...labelled],
          projectIds: [...links.projectIds, ...labelled],
          labelIds: links.labelIds,
        },
      }),
      inherited,
      labelNames: byId(await labels.names(tx, userId)),
      projectOfTask,
    }
  }

  /** The range and what counts in it of what is asked for. In a transaction only. */
  const wanted = async (tx: Db, userId: string, query: Asked) => {
    const { within } = query
    const view = viewOf(tx, userId, within)
    const range = reportRange(query, await settings.get(tx, userId), now())
    const [projectId] =
      query.project === undefined ? [within] : await requireNamedIds(view, 'projects', [query.project])
    const wantedLabels = await requireNamedIds(view, 'labels', query.label ?? [])
    if (query.task !== undefined) await requireTasks(view, [query.task])
    const filter =
      query.filter === undefined
        ? undefined
        : await filterOf({ ...range, filter: query.filter }, 'timeEntries', {
            view,
            names: filterNamesOf(tx, userId, within),
            nowMs: now(),
          })
    const found = await tracked(tx, userId, range, { projectId, taskId: query.task, filter, within })
    const counted = query.by === 'client' ? { ...found, own: await ofClients(tx, userId, found.own) } : found
    const names = byId(await groupNames(tx, userId, query, counted.own))
    return { range, tracked: { ...counted, wantedLabels, wantedBillable: query.billable, names } }
  }

  const summaryOf = async (tx: Db, userId: string, query: Asked): Promise<Report> => {
    const { range, tracked: counted } = await wanted(tx, userId, query)
    return reportOf(range, counted)
  }

  /** Every entry that touches the range, and the titles of their tasks. */
  const entriesOf = async (tx: Db, userId: string, range: ReportRange, filter: EntryFilter) => {
    const all: TimeEntry[] = []
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await entries.listFrom(tx, userId, {
        ...filter,
        from: toInstantText(range.start),
        to: toInstantText(range.end),
        dates: datesOf(range),
        limit: entriesAtOnce,
        cursor,
      })
      all.push(...page.items)
      refuseTooMany(all.length)
      cursor = page.nextCursor
    }
    const taskIds = [...new Set(all.flatMap(({ taskId }) => taskId ?? []))]
    return { entries: all, taskTitles: byId(await tasks.names(tx, userId, taskIds, filter.within)) }
  }

  return {
    tracked,
    linked,

    summary: (userId: string, query: SummaryQuery): Promise<Report> =>
      database.snapshot(async (tx) => {
        const report = await summaryOf(tx, userId, query)
        if (query.compare !== true) return report
        return comparedReport(report, await summaryOf(tx, userId, { ...query, ...daysBefore(query) }))
      }),

    detailed: (userId: string, { billable, ...query }: ReportDaysQuery & Within): Promise<DetailedReport> =>
      database.snapshot(async (tx) => {
        const { range, tracked: counted } = await wanted(tx, userId, { ...query, billable, by: 'day' })
        const { project, label, task, filter, within } = query
        const { zone, weekStart } = range
        const asked = { project, label, task, filter, zone, weekStart, within }
        const listed = await entriesOf(tx, userId, range, asked)
        return detailedOf(reportOf(range, counted), range, { ...listed, billable })
      }),

    weekly: (userId: string, query: WeeklyReportQuery & Within): Promise<WeeklyReport> =>
      database.snapshot(async (tx) => {
        const { range, tracked: counted } = await wanted(tx, userId, query)
        return weeklyOf({ ...range, by: query.by }, counted)
      }),

    hours: (userId: string, query: ReportDaysQuery & Within): Promise<HoursReport> =>
      database.snapshot(async (tx) => {
        const { range, tracked: counted } = await wanted(tx, userId, { ...query, by: 'day' })
        return hoursReportOf(range, counted)
      }),
  }
}
export type ReportsService = ReturnType<typeof createReportsService>

const byId = (rows: readonly { readonly id: string; readonly name: string }[]): Map<string, string> =>
  new Map(rows.map(({ id, name }) => [id, name]))
