/** Imports: what another tool exported becomes one change, so that it is applied whole, and undone whole. */
import { AppError } from '@goalixa/contracts/errors'
import type { ImportFormat, ImportOverlap, ImportResult } from '@goalixa/contracts/imports'
import { absentValue } from '../absent-values.ts'
import type {
  ImportPlan,
  PlannedTask,
  PlannedTimeEntry,
  PlannedUntimedEntry,
  ReadOptions,
  Remark,
} from '../import/import-plan.ts'
import { readClockify } from '../import/clockify.ts'
import { readCsvTimes } from '../import/csv.ts'
import { readGoalixa } from '../import/goalixa.ts'
import { readKimai } from '../import/kimai.ts'
import { readSuperProductivity } from '../import/super-productivity.ts'
import { readTaskwarrior } from '../import/taskwarrior.ts'
import { byLine } from '../import/plan-rows.ts'
import { readTimewarrior } from '../import/timewarrior.ts'
import { readTodoist } from '../import/todoist.ts'
import { readToggl } from '../import/toggl.ts'
import { readWatson } from '../import/watson.ts'
import type { Row } from '../rows.ts'
import { membersOf, sameValue, valueOf } from '../rows.ts'
import { createProjectClients } from './import-clients.ts'
import { placeOf } from '../untimed.ts'
import type { PreviewState } from './import-preview.ts'
import { findOverlaps } from './import-overlaps.ts'
import { previewOf } from './import-preview.ts'
import { idsByName, knownIds } from './names.ts'
import type { Draft, NewId, Values, View } from './view.ts'
import { secondsOf } from './view.ts'
import { importWhole } from './whole-imports.ts'

const readers: Record<ImportFormat, (text: string, options: ReadOptions) => ImportPlan> = {
  timewarrior: readTimewarrior,
  taskwarrior: readTaskwarrior,
  goalixa: readGoalixa,
  toggl: readToggl,
  clockify: readClockify,
  kimai: readKimai,
  watson: readWatson,
  'super-productivity': readSuperProductivity,
  todoist: readTodoist,
  csv: readCsvTimes,
}

/** Their times and days are of a zone that the file does not say. */
const withoutZone: ReadonlySet<ImportFormat> = new Set([
  'toggl',
  'clockify',
  'kimai',
  'super-productivity',
  'csv',
])

interface Asked extends Omit<ReadOptions, 'zone'> {
  readonly zone?: string | undefined
  readonly strict: boolean
}

/**
 * What the file says.
 * @throws AppError `request.invalid` when a zone is needed and none is given; `import.unreadable`; `import.rows_refused` with `strict` for a bad
 * row
 */
export function readImport(
  format: ImportFormat,
  text: string,
  { strict, zone, ...options }: Asked,
): ImportPlan {
  if (zone === undefined && withoutZone.has(format)) {
    throw new AppError('request.invalid', `a file of ${format} does not say its time zone`, {
      fields: [{ path: 'query.zone', message: 'say in which zone the times were recorded: Europe/Berlin' }],
    })
  }
  const plan = readers[format](text, { ...options, zone: zone ?? 'UTC' })
  if (strict) refuseUnreadable(plan)
  return plan
}

interface Import {
  readonly format: ImportFormat
  readonly dryRun: boolean
  readonly plan: ImportPlan
  /** Bring back rows that are in the trash here. */
  readonly again?: boolean
  /** The zone that was read in, to be told. */
  readonly zone?: string | undefined
  /** Told now and then how many time entries are drafted, of how many. */
  readonly onDrafted?: ((rows: number, of: number) => void) | undefined
}

/**
 * Drafts the rows that are not here yet; a row that is here, changed or deleted since, stays as it is.
 * The caller of a dry run throws the draft away.
 */
export async function importRows(
  view: View,
  draft: Draft,
  { format, dryRun, plan: read, again = false, zone, onDrafted }: Import,
  newId: NewId,
): Promise<ImportResult> {
  if (read.whole !== undefined) {
    const { rows, ignoredFields } = read
    return {
      format,
      dryRun,
      rows,
      ...(await importWhole(view, draft, read)),
      ignoredFields: { ...ignoredFields },
    }
  }
  const plan = await withoutSecondTimer(view, read)
  const created = { labels: 0, projects: 0, clients: 0 }
  const counting: Draft = {
    nowMs: draft.nowMs,
    patch(table, id, values) {
      // One that has its name already gets a client, no more.
      if ((table === 'labels' || table === 'projects' || table === 'clients') && values['name'] !== undefined)
        created[table]++
      draft.patch(table, id, values)
    },
  }
  const isNew: IsNew = (row) => row === undefined || (again && valueOf(row, 'deleted') === true)
  const references = createReferences(view, counting, plan.clients ?? new Map(), newId)
  const nowSeconds = secondsOf(draft)
  const overlapping = await findOverlaps(view, plan.timeEntries, nowSeconds)
  const overlaps: ImportOverlap[] = []
  const onFresh = (id: string) => {
    const overlap = overlapping.get(id)
    if (overlap !== undefined) overlaps.push(overlap)
  }
  const inPortions = { view, draft, isNew, references, onDrafted, onFresh }
  const tasks = await draftRows(inPortions, 'tasks', plan.tasks, (row, here) =>
    taskValues(row, here === undefined ? nowSeconds : valueOf(here, 'createdAt')),
  )
  const planned: (PlannedTimeEntry | PlannedUntimedEntry)[] = [
    ...plan.timeEntries,
    ...(plan.untimedEntries ?? []),
  ]
  const timeEntries = await draftRows(inPortions, 'timeEntries', planned, (row) => entryValues(row, format))
  const inTrash = tasks.inTrash + timeEntries.inTrash
  const stateOf = (id: string) => tasks.states.get(id) ?? timeEntries.states.get(id) ?? 'new'
  return {
    format,
    dryRun,
    rows: plan.rows,
    tasks: tasks.counts,
    timeEntries: timeEntries.counts,
    projects: { created: created.projects },
    labels: { created: created.labels },
    skipped: plan.skipped.map(({ line, message }) => ({ line, message })),
    notes: [...byLine([...plan.notes, ...references.notes])],
    ignoredFields: { ...plan.ignoredFields },
    ...(zone === undefined ? {} : { zone }),
    ...(plan.folded === undefined || plan.folded === 0 ? {} : { folded: plan.folded }),
    ...(created.clients === 0 ? {} : { clients: { created: created.clients } }),
    ...(inTrash === 0 ? {} : { inTrash }),
    ...(overlaps.length === 0
      ? {}
      : { overlaps: { count: overlaps.length, first: overlaps.slice(0, overlapsTold) } }),
    ...(dryRun ? { preview: previewOf(plan, stateOf) } : {}),
  }
}

type Planned = PlannedTask | PlannedTimeEntry | PlannedUntimedEntry

type IsNew = (here: Row | undefined) => boolean

/** Labels and projects by name, looked up and made portion by portion. */
function createReferences(
  view: View,
  draft: Draft,
  clients: NonNullable<ImportPlan['clients']>,
  newId: NewId,
) {
  const notes: Remark[] = []
  const projectClients = createProjectClients({ view, draft, clients, notes, newId })
  const known = { labels: new Map<string, string>(), projects: new Map<string, string>() }
  const learn = async (table: 'labels' | 'projects', names: readonly string[], fresh: readonly string[]) => {
    const ids = known[table]
    const unknown = (list: readonly string[]) => list.filter((name) => !ids.has(name))
    for (const [name, id] of await knownIds(view, table, unknown(names))) ids.set(name, id)
    for (const [name, id] of await idsByName(view, draft, table, unknown(fresh), newId)) ids.set(name, id)
  }
  const projectsOf = ({ project }: Planned) => (project === null ? [] : [project])
  return {
    notes,
    /** Only a fresh row may make a label or project: one that was removed here must not come back for rows that stay. */
    async learn(rows: readonly Planned[], fresh: readonly Planned[]): Promise<void> {
      const labelsOf = ({ labels }: Planned) => labels
      await learn('labels', rows.flatMap(labelsOf), fresh.flatMap(labelsOf))
      const freshProjects = fresh.flatMap(projectsOf)
      await learn('projects', rows.flatMap(projectsOf), [])
      // A client comes before the project that names it: an import may be sent in several parts.
      const clientIds = await projectClients.wanted(freshProjects, known.projects)
      await learn('projects', [], freshProjects)
      for (const [project, clientId] of clientIds)
        draft.patch('projects', known.projects.get(project)!, { clientId })
    },
    /** A name without an id is in the trash by now: no row that is here can equal it. */
    valuesOf: (row: Planned): Values => ({
      ...(row.project === null ? {} : { projectId: known.projects.get(row.project) ?? row.project }),
      ...Object.fromEntries(
        row.labels.map((name) => [`label:${known.labels.get(name) ?? name}`, true] as const),
      ),
    }),
  }
}

interface Portions {
  readonly view: View
  readonly draft: Draft
  readonly isNew: IsNew
  readonly references: ReturnType<typeof createReferences>
  readonly onDrafted: Import['onDrafted']
  /** Told of each row that was not here. */
  readonly onFresh: (id: string) => void
}

/** Rows that are compared with what is here, and drafted, at once. */
const portion = 1_000
/** The first of those that overlap. */
const overlapsTold = 10
/** States that a preview may ask for. */
const statesKept = 100

async function draftRows<Item extends Planned>(
  { view, draft, isNew, references, onDrafted, onFresh }: Portions,
  table: 'tasks' | 'timeEntries',
  planned: readonly Item[],
  valuesOf: (row: Item, here: Row | undefined) => Values,
) {
  const counts = { created: 0, unchanged: 0, kept: 0 }
  const states = new Map<string, PreviewState>()
  let inTrash = 0
  for (let from = 0; from < planned.length; from += portion) {
    const rows = planned.slice(from, from + portion)
    const ids = rows.map(({ id }) => id)
    const here = new Map((await view.rows(table, ids)).map((row) => [row.id, row]))
    await references.learn(
      rows,
      rows.filter(({ id }) => isNew(here.get(id))),
    )
    for (const row of rows) {
      const known = here.get(row.id)
      const values = { ...valuesOf(row, known), ...references.valuesOf(row) }
      if (known === undefined || isNew(known)) {
        draft.patch(table, row.id, known === undefined ? values : broughtBack(known, values))
        counts.created++
        onFresh(row.id)
        continue
      }
      const state = holds(known, values) ? 'unchanged' : 'kept'
      counts[state]++
      if (valueOf(known, 'deleted') === true) inTrash++
      if (states.size < statesKept) states.set(row.id, state)
    }
    // Tasks refer to one another: they stay together.
    if (table !== 'timeEntries') continue
    await draft.flush?.()
    onDrafted?.(from + rows.length, planned.length)
  }
  return { counts, inTrash, states }
}

/** A row out of the trash that says what the file says, and is in no label that was removed with it. */
const broughtBack = (here: Row, values: Values): Values => ({
  ...Object.fromEntries(membersOf(here.regs, 'label').map((id) => [`label:${id}`, false])),
  ...values,
  deleted: false,
})

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
function taskValues(task: PlannedTask, createdAt: Values[string]): Values {
  const { title, due, scheduled, waitUntil, expiresAt, recurrence, estimateSeconds, parent } = task
  const optional = {
    description: task.description || null,
    due,
    scheduled,
    waitUntil,
    expiresAt,
    recurrence,
    estimateSeconds: estimateSeconds ?? null,
    parentId: parent ?? null,
  }
  return {
    title,
    createdAt: task.createdAt ?? createdAt,
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== null)),
    ...(task.priority === 'none' ? {} : { priority: task.priority }),
    ...(task.status === 'open' ? {} : { status: { status: task.status, completedAt: task.completedAt } }),
    ...Object.fromEntries(task.dependsOn.map((id) => [`dependsOn:${id}`, true])),
  }
}

function entryValues(entry: PlannedTimeEntry | PlannedUntimedEntry, format: ImportFormat): Values {
  const { zone, description, task, billable } = entry
  const span =
    'date' in entry
      ? { date: entry.date, seconds: entry.seconds, zone }
      : { start: entry.start, end: entry.end, zone }
  return {
    createdAt: placeOf(span),
    description,
    span,
    source: `import:${format}`,
    ...(task === undefined || task === null ? {} : { taskId: task }),
    ...(billable === true ? { billable: true } : {}),
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
