/** Imports: what another tool exported becomes one operation, so it is applied whole, and undone whole. */
import { AppError } from '@goalixa/contracts/errors'
import type { ImportFormat, ImportResult } from '@goalixa/contracts/imports'
import type { ImportPlan, PlannedTask, PlannedTimeEntry, ReadOptions } from '@goalixa/domain/import/import-plan'
import { readTaskwarrior } from '@goalixa/domain/import/taskwarrior'
import { readTimewarrior } from '@goalixa/domain/import/timewarrior'
import type { Json } from '@goalixa/domain/rows'
import { sameValue, valueOf } from '@goalixa/domain/rows'
import type { Database, Db } from '@goalixa/service-kit/db'
import type { LabelsService } from '../labels/labels.service.ts'
import type { Actor, Draft, Operations } from '../operations/operations.service.ts'
import type { StoredRow, StoredTable } from '../operations/stored-table.ts'
import type { ProjectsService } from '../projects/projects.service.ts'
import type { TimeEntriesService } from '../time-entries/time-entries.service.ts'

interface ImportsOptions {
  readonly database: Database
  readonly operations: Operations
  readonly labels: LabelsService
  readonly projects: ProjectsService
  readonly entries: TimeEntriesService
  readonly tables: { readonly tasks: StoredTable; readonly timeEntries: StoredTable }
  readonly now: () => number
}

interface ImportOptions {
  readonly dryRun: boolean
  readonly strict: boolean
  readonly partial: boolean
  readonly zone: string
}

const readers: Record<ImportFormat, (text: string, options: ReadOptions) => ImportPlan> = {
  timewarrior: readTimewarrior,
  taskwarrior: readTaskwarrior,
}

export function createImportsService(options: ImportsOptions) {
  const { database, operations, labels, projects, entries, tables, now } = options

  /** Drafts the rows that are not here yet; a row that is here, changed or deleted since, stays as it is. */
  const draftRows = async <Planned extends { readonly id: string }>(
    tx: Db,
    draft: Draft,
    userId: string,
    table: StoredTable,
    planned: readonly Planned[],
    valuesOf: (row: Planned) => Record<string, Json>,
  ) => {
    const present = new Map((await table.read(tx, userId, planned.map(({ id }) => id))).map((row) => [row.id, row]))
    const counts = { created: 0, unchanged: 0, kept: 0 }
    for (const row of planned) {
      const values = valuesOf(row)
      const here = present.get(row.id)
      if (here === undefined) draft.patch(table.name, row.id, values)
      counts[here === undefined ? 'created' : holds(here, values) ? 'unchanged' : 'kept']++
    }
    return counts
  }

  const draftPlan = async (tx: Db, draft: Draft, userId: string, format: ImportFormat, plan: ImportPlan) => {
    const rows = [...plan.tasks, ...plan.timeEntries]
    const labelIds = await labels.idsFor(tx, draft, userId, rows.flatMap((row) => row.labels))
    const projectIds = await projects.idsFor(tx, draft, userId, rows.flatMap((row) => row.project ?? []))
    const references = (row: PlannedTask | PlannedTimeEntry) => ({
      ...(row.project === null ? {} : { projectId: projectIds.get(row.project)! }),
      ...Object.fromEntries(row.labels.map((name) => [`label:${labelIds.get(name)}`, true])),
    })
    const tasks = await draftRows(tx, draft, userId, tables.tasks, plan.tasks, (row) => ({
      ...taskValues(row),
      ...references(row),
    }))
    const timeEntries = await draftRows(tx, draft, userId, tables.timeEntries, plan.timeEntries, (row) => ({
      createdAt: row.start,
      description: row.description,
      span: { start: row.start, end: row.end, zone: row.zone },
      source: `import:${format}`,
      ...references(row),
    }))
    return { tasks, timeEntries }
  }

  /** An open entry of the file must not stop the timer that runs here. */
  const withoutSecondTimer = async (tx: Db, userId: string, plan: ImportPlan): Promise<ImportPlan> => {
    const open = plan.timeEntries.find((entry) => entry.end === null)
    const running = open === undefined ? undefined : await entries.running(tx, userId)
    if (open === undefined || running === undefined || running.id === open.id) return plan
    return {
      ...plan,
      timeEntries: plan.timeEntries.filter((entry) => entry !== open),
      skipped: [...plan.skipped, { line: open.line, unreadable: false, message: 'it is still running, and a timer runs here: stop one of them' }],
    }
  }

  const run = async (tx: Db, draft: Draft, userId: string, format: ImportFormat, read: ImportPlan, dryRun: boolean): Promise<ImportResult> => {
    const plan = await withoutSecondTimer(tx, userId, read)
    const created = { labels: 0, projects: 0 }
    const counting: Draft = {
      ...draft,
      patch(table, id, values) {
        if (table === 'labels' || table === 'projects') created[table]++
        draft.patch(table, id, values)
      },
    }
    const counts = await draftPlan(tx, counting, userId, format, plan)
    return {
      format,
      dryRun,
      rows: plan.rows,
      ...counts,
      projects: { created: created.projects },
      labels: { created: created.labels },
      skipped: plan.skipped.map(({ line, message }) => ({ line, message })),
      notes: [...plan.notes],
      ignoredFields: { ...plan.ignoredFields },
    }
  }

  return {
    /** @throws AppError `import.unreadable`; `import.rows_refused` with `strict` when a row cannot be read */
    create(actor: Actor, format: ImportFormat, text: string, { dryRun, strict, partial, zone }: ImportOptions): Promise<ImportResult> {
      const plan = readers[format](text, { userId: actor.userId, zone, partial })
      if (strict) refuseUnreadable(plan)
      if (dryRun) {
        const discard: Draft = { nowMs: now(), patch: () => undefined }
        return database.snapshot((tx) => run(tx, discard, actor.userId, format, plan, true))
      }
      return operations.write(actor, `imports.${format}`, async (tx, draft) => {
        const result = await run(tx, draft, actor.userId, format, plan, false)
        return async () => result
      })
    },
  }
}
export type ImportsService = ReturnType<typeof createImportsService>

/** Registers of a task that say something: what is empty stays unwritten. */
function taskValues(task: PlannedTask): Record<string, Json> {
  const { title, description, priority, due, scheduled, waitUntil, expiresAt, recurrence, createdAt, completedAt, status } = task
  const optional = { description: description || null, due, scheduled, waitUntil, expiresAt, recurrence }
  return {
    title,
    createdAt,
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== null)),
    ...(priority === 'none' ? {} : { priority }),
    ...(status === 'open' ? {} : { status: { status, completedAt } }),
    ...Object.fromEntries(task.dependsOn.map((id) => [`dependsOn:${id}`, true])),
  }
}

const holds = (row: StoredRow, values: Record<string, Json>): boolean =>
  valueOf(row, 'deleted') !== true && Object.entries(values).every(([register, value]) => sameValue(valueOf(row, register), value))

function refuseUnreadable(plan: ImportPlan): void {
  const refused = plan.skipped.filter((remark) => remark.unreadable)
  if (refused.length === 0) return
  const [first] = refused
  throw new AppError('import.rows_refused', `line ${first!.line}: ${first!.message}; nothing was imported`, {
    fields: refused.slice(0, 50).map(({ line, message }) => ({ path: 'file', line, message })),
  })
}
