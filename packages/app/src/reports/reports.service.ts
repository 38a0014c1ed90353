/** Reports: reads what lies in the range from one snapshot and lets the domain make the totals. */
import { AppError } from '@goalixa/contracts/errors'
import type { Report, ReportBy } from '@goalixa/contracts/reports'
import { dayBuckets, monthBuckets, startOfDay, toInstantText, weekBuckets } from '@goalixa/domain/calendar'
import type { TrackedSpans } from '@goalixa/domain/totals'
import { totalsOf } from '@goalixa/domain/totals'
import type { Database, Db } from '@goalixa/service-kit/db'
import type { LabelsService } from '../labels/labels.service.ts'
import type { ProjectsService } from '../projects/projects.service.ts'
import type { SettingsService } from '../settings/settings.service.ts'
import type { TasksService } from '../tasks/tasks.service.ts'
import type { TimeEntriesService } from '../time-entries/time-entries.service.ts'

interface ReportsOptions {
  readonly database: Database
  readonly entries: TimeEntriesService
  readonly labels: LabelsService
  readonly projects: ProjectsService
  readonly tasks: TasksService
  readonly settings: SettingsService
  readonly now: () => number
}

interface ReportQuery {
  /** Civil dates; `to` is exclusive. */
  readonly from: string
  readonly to: string
  readonly by: ReportBy
  readonly zone?: string | undefined
  readonly weekStart?: number | undefined
  readonly project?: string | undefined
  readonly label?: readonly string[] | undefined
  readonly task?: string | undefined
}

/** A day is a line of the report: more of them than this is a mistake, not a report. */
const mostDays = 100_000
const mostDayLines = 4_000

export function createReportsService({
  database,
  entries,
  labels,
  projects,
  tasks,
  settings,
  now,
}: ReportsOptions) {
  return {
    summary: (userId: string, query: ReportQuery): Promise<Report> =>
      database.snapshot(async (tx) => {
        const { from, to, by } = query
        const days = daysOf(query)
        const wanted = await settings.get(tx, userId)
        const zone = query.zone ?? wanted.zone ?? 'UTC'
        const weekStart = query.weekStart ?? wanted.weekStart
        const range = {
          start: startOfDay(from, zone),
          end: startOfDay(to, zone),
          asOf: Math.floor(now() / 1000),
        }
        const [projectId] =
          query.project === undefined ? [] : await projects.requireIds(tx, userId, [query.project])
        const wantedLabels = await labels.requireIds(tx, userId, query.label ?? [])
        if (query.task !== undefined) await tasks.requireTasks(tx, userId, [query.task])
        const own = await entries.trackedSpans(tx, userId, range, { projectId, taskId: query.task })
        const { tracked, labelNames } = await withEffectiveLabels(tx, userId, own)
        const { totals, groups } = totalsOf(
          tracked.filter((group) => wantedLabels.every((id) => group.labelIds.includes(id))),
          {
            ...range,
            by,
            buckets: bucketsOf(by)(from, to, zone, weekStart),
            nameOf: await nameOf(tx, userId, by, own, labelNames),
          },
        )
        return {
          from,
          to,
          zone,
          weekStart,
          days,
          by,
          asOf: toInstantText(range.asOf),
          totals,
          groups: [...groups],
        }
      }),
  }

  /** An entry has its own labels, its task's and its project's; labels in the trash count no more. */
  async function withEffectiveLabels(tx: Db, userId: string, own: readonly TrackedSpans[]) {
    const labelNames = new Map((await labels.names(tx, userId)).map(({ id, name }) => [id, name]))
    const inherited = Map.groupBy(
      [...(await tasks.labelIds(tx, userId)), ...(await projects.labelIds(tx, userId))],
      ({ id }) => id,
    )
    const from = (id: string | null) =>
      id === null ? [] : (inherited.get(id) ?? []).map(({ labelId }) => labelId)
    const tracked = own.map((group) => {
      const all = new Set([...group.labelIds, ...from(group.taskId), ...from(group.projectId)])
      return { ...group, labelIds: [...all].filter((id) => labelNames.has(id)) }
    })
    return { tracked, labelNames }
  }

  async function nameOf(
    tx: Db,
    userId: string,
    by: ReportBy,
    tracked: readonly TrackedSpans[],
    labelNames: ReadonlyMap<string, string>,
  ): Promise<(id: string) => string> {
    if (by !== 'project' && by !== 'task') return (id) => labelNames.get(id) ?? id
    const taskIds = [...new Set(tracked.flatMap((group) => group.taskId ?? []))]
    const found = by === 'project' ? await projects.names(tx, userId) : await tasks.names(tx, userId, taskIds)
    const names = new Map(found.map(({ id, name }) => [id, name]))
    return (id) => names.get(id) ?? id
  }
}
export type ReportsService = ReturnType<typeof createReportsService>

const bucketsOf = (by: ReportBy) =>
  by === 'day' ? dayBuckets : by === 'week' ? weekBuckets : by === 'month' ? monthBuckets : () => []

/** Days of the range. @throws AppError `request.invalid` when it is empty or has too many */
function daysOf({ from, to, by }: ReportQuery): number {
  const days = Temporal.PlainDate.from(from).until(to).days
  const refuse = (path: string, message: string) => {
    throw new AppError('request.invalid', `query.${path}: ${message}`, {
      fields: [{ path: `query.${path}`, message }],
    })
  }
  if (days <= 0) refuse('to', 'it must be after from; the last day is not included')
  if (days > mostDays) refuse('to', `at most ${mostDays} days after from`)
  if (by === 'day' && days > mostDayLines)
    refuse('by', `at most ${mostDayLines} days can be listed; choose week or month`)
  return days
}
