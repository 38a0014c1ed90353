/** Imports: what another tool exported becomes one change, so that it is applied whole, and undone whole. */
import { AppError } from '@goalixa/contracts/errors'
import type { ImportFormat, ImportResult } from '@goalixa/contracts/imports'
import { absentValue } from '../absent-values.ts'
import type { ImportPlan, PlannedTask, PlannedTimeEntry, ReadOptions } from '../import/import-plan.ts'
import { readTaskwarrior } from '../import/taskwarrior.ts'
import { readTimewarrior } from '../import/timewarrior.ts'
import type { Row } from '../rows.ts'
import { sameValue, valueOf } from '../rows.ts'
import { idsByName, knownIds } from './names.ts'
import type { Draft, NamedTable, NewId, Values, View } from './view.ts'

const readers: Record<ImportFormat, (text: string, options: ReadOptions) => ImportPlan> = {
  timewarrior: readTimewarrior,
  taskwarrior: readTaskwarrior,
}

/** What the file says. @throws AppError `import.unreadable`; `import.rows_refused` with `strict` for a bad row */
export function readImport(
  format: ImportFormat,
  text: string,
  { strict, ...options }: ReadOptions & { readonly strict: boolean },
): ImportPlan {
  const plan = readers[format](text, options)
  if (strict) refuseUnreadable(plan)
  return plan
}

interface Import {
  readonly format: ImportFormat
  readonly dryRun: boolean
  readonly plan: ImportPlan
}

/**
 * Drafts the rows that are not here yet; a row that is here, changed or deleted since, stays as it is.
 * The caller of a dry run throws the draft away.
 */
export async function importRows(
  view: View,
  draft: Draft,
  { format, dryRun, plan: read }: Import,
  newId: NewId,
): Promise<ImportResult> {
  const plan = await withoutSecondTimer(view, read)
  const created = { labels: 0, projects: 0 }
  const counting: Draft = {
    nowMs: draft.nowMs,
    patch(table, id, values) {
      if (table === 'labels' || table === 'projects') created[table]++
      draft.patch(table, id, values)
    },
  }
  const tasksHere = await rowsHere(view, 'tasks', plan.tasks)
  const entriesHere = await rowsHere(view, 'timeEntries', plan.timeEntries)
  const rows = [...plan.tasks, ...plan.timeEntries]
  // Only a new row may make a label or project: one that was removed here must not come back for rows that stay.
  const fresh = rows.filter(({ id }) => !tasksHere.has(id) && !entriesHere.has(id))
  const idsOf = async (table: NamedTable, namesOf: (row: Planned) => readonly string[]) =>
    new Map([
      ...(await knownIds(view, table, rows.flatMap(namesOf))),
      ...(await idsByName(view, counting, table, fresh.flatMap(namesOf), newId)),
    ])
  const labelIds = await idsOf('labels', (row) => row.labels)
  const projectIds = await idsOf('projects', (row) => (row.project === null ? [] : [row.project]))
  // A name without an id is in the trash by now: no row that is here can equal it.
  const references = (row: Planned): Values => ({
    ...(row.project === null ? {} : { projectId: projectIds.get(row.project) ?? row.project }),
    ...Object.fromEntries(row.labels.map((name) => [`label:${labelIds.get(name) ?? name}`, true])),
  })
  return {
    format,
    dryRun,
    rows: plan.rows,
    tasks: draftRows(draft, 'tasks', plan.tasks, tasksHere, (row) => ({
      ...taskValues(row),
      ...references(row),
    })),
    timeEntries: draftRows(draft, 'timeEntries', plan.timeEntries, entriesHere, (row) => ({
      createdAt: row.start,
      description: row.description,
      span: { start: row.start, end: row.end, zone: row.zone },
      source: `import:${format}`,
      ...references(row),
    })),
    projects: { created: created.projects },
    labels: { created: created.labels },
    skipped: plan.skipped.map(({ line, message }) => ({ line, message })),
    notes: [...plan.notes],
    ignoredFields: { ...plan.ignoredFields },
  }
}

type Planned = PlannedTask | PlannedTimeEntry

/** The rows of a plan that are here, also in the trash. */
async function rowsHere(
  view: View,
  table: 'tasks' | 'timeEntries',
  planned: readonly { readonly id: string }[],
): Promise<Map<string, Row>> {
  const found =
    planned.length === 0
      ? []
      : await view.rows(
          table,
          planned.map(({ id }) => id),
        )
  return new Map(found.map((row) => [row.id, row]))
}

function draftRows<Item extends Planned>(
  draft: Draft,
  table: 'tasks' | 'timeEntries',
  planned: readonly Item[],
  here: Awaited<ReturnType<typeof rowsHere>>,
  valuesOf: (row: Item) => Values,
) {
  const counts = { created: 0, unchanged: 0, kept: 0 }
  for (const row of planned) {
    const values = valuesOf(row)
    const known = here.get(row.id)
    if (known === undefined) draft.patch(table, row.id, values)
    counts[known === undefined ? 'created' : holds(known, values) ? 'unchanged' : 'kept']++
  }
  return counts
}

/** An open entry of the file must not stop the timer that runs here. */
async function withoutSecondTimer(view: View, plan: ImportPlan): Promise<ImportPlan> {
  const open = plan.timeEntries.find((entry) => entry.end === null)
  const running = open === undefined ? undefined : await view.running()
  if (open === undefined || running === undefined || running.id === open.id) return plan
  const message = 'it is still running, and a timer runs here: stop one of them'
  return {
    ...plan,
    timeEntries: plan.timeEntries.filter((entry) => entry !== open),
    skipped: [...plan.skipped, { line: open.line, unreadable: false, message }],
  }
}

/** Registers of a task that say something: what is empty stays unwritten. */
function taskValues(task: PlannedTask): Values {
  const { title, createdAt, due, scheduled, waitUntil, expiresAt, recurrence } = task
  const optional = { description: task.description || null, due, scheduled, waitUntil, expiresAt, recurrence }
  return {
    title,
    createdAt,
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== null)),
    ...(task.priority === 'none' ? {} : { priority: task.priority }),
    ...(task.status === 'open' ? {} : { status: { status: task.status, completedAt: task.completedAt } }),
    ...Object.fromEntries(task.dependsOn.map((id) => [`dependsOn:${id}`, true])),
  }
}

/** Does the row say what the file says, and nothing else? */
function holds(row: Row, values: Values): boolean {
  const registers = new Set([...Object.keys(row.regs), ...Object.keys(values)])
  return [...registers].every((register) => {
    const absent = absentValue(row.table, register)
    return sameValue(valueOf(row, register) ?? absent, values[register] ?? absent)
  })
}

function refuseUnreadable(plan: ImportPlan): void {
  const refused = plan.skipped.filter((remark) => remark.unreadable)
  const [first] = refused
  if (first === undefined) return
  throw new AppError('import.rows_refused', `line ${first.line}: ${first.message}; nothing was imported`, {
    fields: refused.slice(0, 50).map(({ line, message }) => ({ path: 'file', line, message })),
  })
}
