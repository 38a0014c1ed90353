/** Imports: what another tool exported becomes one operation, so it is applied whole, and undone whole. */
import { AppError } from '@goalixa/contracts/errors'
import type { ImportFormat, ImportResult } from '@goalixa/contracts/imports'
import type {
  ImportPlan,
  PlannedTask,
  PlannedTimeEntry,
  ReadOptions,
} from '@goalixa/domain/import/import-plan'
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
  readonly tables: { readonly tasks: StoredTable<'tasks'>; readonly timeEntries: StoredTable<'timeEntries'> }
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

  /** The rows of a plan that are here, also in the trash. */
  const rowsHere = async (
    tx: Db,
    userId: string,
    table: StoredTable,
    planned: readonly { readonly id: string }[],
  ) =>
    new Map(
      (
        await table.read(
          tx,
          userId,
          planned.map(({ id }) => id),
        )
      ).map((row) => [row.id, row]),
    )

  /** Drafts the rows that are not here yet; a row that is here, changed or deleted since, stays as it is. */
  const draftRows = <Planned extends { readonly id: string }>(
    draft: Draft,
    table: StoredTable<'tasks' | 'timeEntries'>,
    planned: readonly Planned[],
    present: ReadonlyMap<string, StoredRow>,
    valuesOf: (row: Planned) => Record<string, Json>,
  ) => {
    const counts = { created: 0, unchanged: 0, kept: 0 }
    for (const row of planned) {
      const values = valuesOf(row)
      const here = present.get(row.id)
      if (here === undefined) draft.patch(table.name, row.id, values)
      counts[here === undefined ? 'created' : holds(table, here, values) ? 'unchanged' : 'kept']++
    }
    return counts
  }

  const draftPlan = async (tx: Db, draft: Draft, userId: string, format: ImportFormat, plan: ImportPlan) => {
    const tasksHere = await rowsHere(tx, userId, tables.tasks, plan.tasks)
    const entriesHere = await rowsHere(tx, userId, tables.timeEntries, plan.timeEntries)
    const rows = [...plan.tasks, ...plan.timeEntries]
    // Only a new row may make a label or project: one that was removed here must not come back for rows that stay as they are.
    const fresh = [
      ...plan.tasks.filter(({ id }) => !tasksHere.has(id)),
      ...plan.timeEntries.filter(({ id }) => !entriesHere.has(id)),
    ]
    const labelIds = new Map([
      ...(await labels.knownIds(
        tx,
        userId,
        rows.flatMap((row) => row.labels),
      )),
      ...(await labels.idsFor(
        tx,
        draft,
        userId,
        fresh.flatMap((row) => row.labels),
      )),
    ])
    const projectIds = new Map([
      ...(await projects.knownIds(
        tx,
        userId,
        rows.flatMap((row) => row.project ?? []),
      )),
      ...(await projects.idsFor(
        tx,
        draft,
        userId,
        fresh.flatMap((row) => row.project ?? []),
      )),
    ])
    // A name without an id is in the trash by now: no row that is here can equal it.
    const references = (row: PlannedTask | PlannedTimeEntry) => ({
      ...(row.project === null ? {} : { projectId: projectIds.get(row.project) ?? row.project }),
      ...Object.fromEntries(row.labels.map((name) => [`label:${labelIds.get(name) ?? name}`, true])),
    })
    return {
      tasks: draftRows(draft, tables.tasks, plan.tasks, tasksHere, (row) => ({
        ...taskValues(row),
        ...references(row),
      })),
      timeEntries: draftRows(draft, tables.timeEntries, plan.timeEntries, entriesHere, (row) => ({
        createdAt: row.start,
        description: row.description,
        span: { start: row.start, end: row.end, zone: row.zone },
        source: `import:${format}`,
        ...references(row),
      })),
    }
  }

  /** An open entry of the file must not stop the timer that runs here. */
  const withoutSecondTimer = async (tx: Db, userId: string, plan: ImportPlan): Promise<ImportPlan> => {
    const open = plan.timeEntries.find((entry) => entry.end === null)
    const running = open === undefined ? undefined : await entries.running(tx, userId)
    if (open === undefined || running === undefined || running.id === open.id) return plan
    return {
      ...plan,
      timeEntries: plan.timeEntries.filter((entry) => entry !== open),
      skipped: [
        ...plan.skipped,
        {
          line: open.line,
          unreadable: false,
          message: 'it is still running, and a timer runs here: stop one of them',
        },
      ],
    }
  }

  const run = async (
    tx: Db,
    draft: Draft,
    userId: string,
    format: ImportFormat,
    read: ImportPlan,
    dryRun: boolean,
  ): Promise<ImportResult> => {
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
    create(
      actor: Actor,
      format: ImportFormat,
      text: string,
      { dryRun, strict, partial, zone }: ImportOptions,
    ): Promise<ImportResult> {
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
  const {
    title,
    description,
    priority,
    due,
    scheduled,
    waitUntil,
    expiresAt,
    recurrence,
    createdAt,
    completedAt,
    status,
  } = task
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

/** Does the row say what the file says, and nothing else? */
function holds(table: StoredTable, row: StoredRow, values: Record<string, Json>): boolean {
  const registers = new Set([...Object.keys(row.regs), ...Object.keys(values)])
  return [...registers].every((register) =>
    sameValue(valueOf(row, register) ?? table.absent(register), values[register] ?? table.absent(register)),
  )
}

function refuseUnreadable(plan: ImportPlan): void {
  const refused = plan.skipped.filter((remark) => remark.unreadable)
  if (refused.length === 0) return
  const [first] = refused
  throw new AppError('import.rows_refused', `line ${first!.line}: ${first!.message}; nothing was imported`, {
    fields: refused.slice(0, 50).map(({ line, message }) => ({ path: 'file', line, message })),
  })
}
