/** Makes a plan of the rows of a timesheet, whatever tool it comes from: spans, projects, tasks, labels, ids. */
import { isZone } from '@goalixa/contracts/zones'
import { toInstantText } from '../calendar.ts'
import { createOrdinals, importedId } from './import-ids.ts'
import type {
  ImportPlan,
  PlannedTask,
  PlannedTimeEntry,
  PlannedUntimedEntry,
  ReadOptions,
  Remark,
  SkippedRow,
} from './import-plan.ts'
import type { WallTime } from './local-times.ts'
import { fitSpan, instantsOf } from './local-times.ts'
import { keepOneRunning } from './one-running.ts'
import { byLine } from './plan-rows.ts'
import { RowRefused, RowUnwanted, checkName, checkNames, checkText, show } from './row-fields.ts'

/** One row, as its tool says it. Texts are as they are in the file; empty ones say nothing. */
export interface TimesheetRow {
  /** What the tool calls the row, where it does; else what the row says makes its id. */
  readonly id?: string
  /** The id of the entry here, of a row that was exported here. */
  readonly entryId?: string
  /** The zone it was recorded in, where the row says it. */
  readonly zone?: string
  /** The day of a row that says how long and not when: it has no start and no end. */
  readonly untimedOn?: string
  /** Epoch seconds, or what a clock on the wall showed; null of a row without a start. */
  readonly start: number | WallTime | null
  /** Null while it runs; undefined when only the duration says it. */
  readonly end: number | WallTime | null | undefined
  readonly durationSeconds: number | null
  readonly email?: string
  readonly client?: string
  readonly project?: string
  readonly task?: string
  readonly description?: string
  readonly labels?: readonly string[]
  readonly billable?: boolean
}

export interface Timesheet {
  /** Reads one row; what is wrong with it is noted, and never thrown. */
  readonly add: (line: number, read: () => TimesheetRow) => void
  /** A row that cannot be read, or has no place here. */
  readonly skip: (row: SkippedRow) => void
  readonly note: (line: number, message: string) => void
  readonly plan: (ignoredFields: Readonly<Record<string, number>>) => ImportPlan
}

const maxDescription = 10_000
const maxTitle = 1000
/** Tools that print minutes round the duration. */
const toleranceSeconds = 60
const progressEvery = 2000

/** `tool`: part of the ids, never to be changed. */
export function createTimesheet(tool: string, options: ReadOptions): Timesheet {
  const { userId, zone, onProgress } = options
  const wanted = options.email?.trim().toLowerCase()
  const entries: PlannedTimeEntry[] = []
  const untimedEntries: PlannedUntimedEntry[] = []
  const tasks = new Map<string, PlannedTask>()
  const clients = new Map<string, { readonly line: number; readonly client: string }>()
  const lostClients = new Set<string>()
  const skipped: SkippedRow[] = []
  const notes: Remark[] = []
  const ordinalOf = createOrdinals()
  const entryIds = new Set<string>()
  let rows = 0

  const taskOf = (title: string, project: string | null, line: number): string | null => {
    if (title === '') return null
    // The same for every tool: who moves from one to the next has one task of that name in a project.
    const id = importedId(userId, 'task', project ?? '', title)
    if (!tasks.has(id)) tasks.set(id, namedTask(id, title, project, line))
    return id
  }
  /** A project has one client here: the first that is named. */
  const keepClient = (client: string, project: string | null, line: number) => {
    const key = `${client}\n${project}`
    if (client === '' || lostClients.has(key)) return
    const kept = project === null ? undefined : clients.get(project)
    if (project !== null && kept === undefined) return void clients.set(project, { line, client })
    if (kept?.client === client) return
    lostClients.add(key)
    const message =
      kept === undefined
        ? `the client ${show(client)} is not kept: its row has no project`
        : `the client ${show(client)} is not kept: the project ${show(project!)} has the client ${show(kept.client)}`
    notes.push({ line, message })
  }

  const read = (line: number, row: TimesheetRow) => {
    // Counted before anything can be refused: mending one row must not move the ids of others.
    const key = importedId(userId, tool, row.id ?? contentOf(row))
    const ordinal = ordinalOf(key)
    const email = (row.email ?? '').trim()
    if (wanted !== undefined && email !== '' && email.toLowerCase() !== wanted) {
      throw new RowUnwanted(`it belongs to ${show(email)}`)
    }
    const rowZone = row.zone === undefined ? zone : checkZone(row.zone)
    const when =
      row.untimedOn === undefined
        ? spanOf(row, rowZone)
        : { date: row.untimedOn, seconds: secondsOf(row.durationSeconds) }
    const description = checkText((row.description ?? '').trim(), 'the description', maxDescription)
    const project = checkName(row.project ?? '', 'the project') || null
    const labels = checkNames(row.labels ?? [], 'the tags')
    const title = checkTitle(row.task ?? '')
    const client = checkName(row.client ?? '', 'the client')
    if ('start' in when && when.end !== null && row.durationSeconds !== null) {
      const length = when.end - when.start
      const difference = Math.abs(length - row.durationSeconds)
      if (difference > toleranceSeconds) notes.push({ line, message: misfit(length, row.durationSeconds) })
    }
    const task = taskOf(title, project, line)
    const id = row.entryId ?? (ordinal === 0 ? key : importedId(userId, tool, key, ordinal))
    if (entryIds.has(id)) throw new RowRefused('a row with this id came before')
    entryIds.add(id)
    keepClient(client, project, line)
    const billable = row.billable === true
    const fields = { line, id, description, labels, project, task, zone: rowZone, billable }
    if ('start' in when) entries.push({ ...fields, ...when })
    else untimedEntries.push({ ...fields, ...when })
  }

  return {
    skip: (row) => {
      rows++
      skipped.push(row)
    },
    note: (line, message) => void notes.push({ line, message }),
    add: (line, readRow) => {
      if (++rows % progressEvery === 0) onProgress?.(rows)
      try {
        read(line, readRow())
      } catch (error) {
        if (!(error instanceof RowRefused)) throw error
        skipped.push({ line, message: error.message, unreadable: !(error instanceof RowUnwanted) })
      }
    },
    plan: (ignoredFields) => {
      const kept = keepOneRunning(entries)
      onProgress?.(rows)
      return {
        rows,
        timeEntries: kept.timeEntries,
        ...(untimedEntries.length === 0 ? {} : { untimedEntries }),
        tasks: [...tasks.values()],
        clients,
        skipped: byLine([...skipped, ...kept.skipped]),
        notes: byLine(notes),
        ignoredFields,
      }
    },
  }
}

/** @throws {RowRefused} */
function secondsOf(duration: number | null): number {
  if (duration !== null && duration >= 1 && duration <= mostSeconds) return duration
  throw new RowRefused('it has no start, and its duration is not between a second and a hundred days')
}
const mostSeconds = 8_640_000

function spanOf(
  { start, end, durationSeconds }: TimesheetRow,
  zone: string,
): { start: number; end: number | null } {
  if (start === null) throw new RowRefused('it has no start')
  const starts = typeof start === 'number' ? ([start] as const) : instantsOf(start, zone, 'the start')
  if (end === null) return { start: starts[0], end: null }
  if (end === undefined) {
    if (durationSeconds === null) throw new RowRefused('it has neither an end nor a duration')
    return { start: starts[0], end: starts[0] + durationSeconds }
  }
  const ends = typeof end === 'number' ? ([end] as const) : instantsOf(end, zone, 'the end')
  const span = fitSpan(starts, ends, durationSeconds)
  if (span.end >= span.start) return span
  throw new RowRefused(
    `it ends at ${toInstantText(span.end)}, before it starts at ${toInstantText(span.start)}`,
  )
}

/** What the row says, as one text: rows with the same are told apart by their order. */
function contentOf(row: TimesheetRow): string {
  const moment = (at: number | WallTime | null | undefined) =>
    typeof at === 'object' && at !== null ? `${at.date}T${at.time}` : (at ?? null)
  return JSON.stringify([
    row.untimedOn ?? moment(row.start),
    moment(row.end),
    row.end === undefined ? row.durationSeconds : null,
    (row.client ?? '').trim(),
    (row.project ?? '').trim(),
    (row.task ?? '').trim(),
    (row.description ?? '').trim(),
    (row.labels ?? []).toSorted(),
    row.billable === true,
    (row.email ?? '').trim().toLowerCase(),
  ])
}

/** @throws {RowRefused} unless there is such a zone */
function checkZone(name: string): string {
  if (name.length <= 64 && isZone(name)) return name
  throw new RowRefused(`there is no time zone ${show(name)}`)
}

function checkTitle(text: string): string {
  const title = checkText(text.normalize('NFC').trim(), 'the task', maxTitle)
  if (/[\r\n]/.test(title)) throw new RowRefused(`the task is not one line: ${show(title)}`)
  return title
}

const misfit = (span: number, duration: number): string =>
  `from start to end it is ${span} seconds, its duration says ${duration}; start and end are kept`

/** A task of which a timesheet says only the name. */
function namedTask(id: string, title: string, project: string | null, line: number): PlannedTask {
  return {
    line,
    id,
    title,
    description: '',
    status: 'open',
    project,
    labels: [],
    priority: 'none',
    due: null,
    scheduled: null,
    waitUntil: null,
    expiresAt: null,
    dependsOn: [],
    recurrence: null,
    createdAt: null,
    completedAt: null,
  }
}
