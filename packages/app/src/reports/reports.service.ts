/** Reports: reads what lies in the range from one snapshot and lets the domain make the totals. */
import type { Report, ReportBy } from '@goalixa/contracts/reports'
import { requireNamedIds } from '@goalixa/domain/plans/names'
import type { ReportRange, ReportRangeQuery, Tracked } from '@goalixa/domain/plans/reports'
import { reportOf, reportRange } from '@goalixa/domain/plans/reports'
import { requireTasks } from '@goalixa/domain/plans/tasks'
import type { Database, Db } from '@goalixa/service-kit/db'
import type { LabelsService } from '../labels/labels.service.ts'
import type { ViewOf } from '../operations/sql-view.ts'
import type { ProjectsService } from '../projects/projects.service.ts'
import type { SettingsService } from '../settings/settings.service.ts'
import type { TasksService } from '../tasks/tasks.service.ts'
import type { TimeEntriesService } from '../time-entries/time-entries.service.ts'

interface ReportsOptions {
  readonly database: Database
  readonly viewOf: ViewOf
  readonly entries: TimeEntriesService
  readonly labels: LabelsService
  readonly projects: ProjectsService
  readonly tasks: TasksService
  readonly settings: SettingsService
  readonly now: () => number
}

interface ReportQuery extends ReportRangeQuery {
  readonly project?: string | undefined
  readonly label?: readonly string[] | undefined
  readonly task?: string | undefined
}

export function createReportsService(options: ReportsOptions) {
  const { database, viewOf, entries, labels, projects, tasks, settings, now } = options

  /** Labels of tasks and projects, by the id of these. */
  const inheritedLabels = async (tx: Db, userId: string): Promise<Tracked['inherited']> => {
    const all = [...(await tasks.labelIds(tx, userId)), ...(await projects.labelIds(tx, userId))]
    const byOwner = Map.groupBy(all, ({ id }) => id)
    return new Map([...byOwner].map(([id, found]) => [id, found.map(({ labelId }) => labelId)]))
  }

  const groupNames = async (tx: Db, userId: string, by: ReportBy, own: Tracked['own']) => {
    if (by === 'project') return projects.names(tx, userId)
    return by === 'task'
      ? tasks.names(tx, userId, [...new Set(own.flatMap((group) => group.taskId ?? []))])
      : []
  }

  /** What counts in a range, of everything or of one project or task. In a transaction only. */
  const tracked = async (
    tx: Db,
    userId: string,
    range: ReportRange,
    of: { readonly projectId?: string | undefined; readonly taskId?: string | undefined } = {},
  ): Promise<Pick<Tracked, 'own' | 'inherited' | 'labelNames'>> => ({
    own: await entries.trackedSpans(tx, userId, range, { projectId: of.projectId, taskId: of.taskId }),
    inherited: await inheritedLabels(tx, userId),
    labelNames: byId(await labels.names(tx, userId)),
  })

  return {
    tracked,

    summary: (userId: string, query: ReportQuery): Promise<Report> =>
      database.snapshot(async (tx) => {
        const view = viewOf(tx, userId)
        const range = reportRange(query, await settings.get(tx, userId), now())
        const [projectId] =
          query.project === undefined ? [] : await requireNamedIds(view, 'projects', [query.project])
        const wantedLabels = await requireNamedIds(view, 'labels', query.label ?? [])
        if (query.task !== undefined) await requireTasks(view, [query.task])
        const counted = await tracked(tx, userId, range, { projectId, taskId: query.task })
        return reportOf(range, {
          ...counted,
          wantedLabels,
          names: byId(await groupNames(tx, userId, query.by, counted.own)),
        })
      }),
  }
}
export type ReportsService = ReturnType<typeof createReportsService>

const byId = (rows: readonly { readonly id: string; readonly name: string }[]): Map<string, string> =>
  new Map(rows.map(({ id, name }) => [id, name]))
