/** Rows and values of registers as people name them: for lists of what was lost, ended or refused. */
import { toInstantText } from '@goalixa/domain/calendar'
import type { Span } from '@goalixa/domain/one-running-timer'
import { isUntimed } from '@goalixa/domain/untimed'
import type { Json, Registers, TableName } from '@goalixa/domain/rows'
import type { Lookup } from './view.ts'
import { nameOf } from './view.ts'

/** Which row it is, also when it is in the trash or not here. */
export interface RowReference {
  /** `timeEntries`, `tasks` …, or a table that a newer version knows. */
  readonly table: string
  readonly id: string
  /** Its text, title or name; null when it has none. */
  readonly name: string | null
  /** Of a time entry: an RFC 3339 instant. */
  readonly start: string | null
  readonly isRemoved: boolean
}

export function referenceOf(table: string, id: string, regs: Registers): RowReference {
  const text =
    regs[
      {
        timeEntries: 'description',
        tasks: 'title',
        subgoals: 'title',
        weeklyGoals: 'title',
        dailyTodos: 'title',
        reminders: 'title',
        habitLogs: 'logDate',
        dailyTargets: 'logDate',
        taskChecks: 'checkDate',
      }[table] ?? 'name'
    ]?.v
  const span = table === 'timeEntries' ? (regs['span']?.v as Span | undefined) : undefined
  return {
    table,
    id,
    name: typeof text === 'string' && text !== '' ? text : null,
    start: span === undefined || isUntimed(span) ? null : toInstantText(span.start),
    isRemoved: regs['deleted']?.v === true,
  }
}

const ownerOf: Readonly<Record<string, readonly [register: string, table: TableName]>> = {
  habitLogs: ['habitId', 'habits'],
  taskChecks: ['taskId', 'tasks'],
}

/** The same; a day of a habit, or of a task, is called after both: `read, 2026-03-02`. */
export async function namedReferenceOf(
  lookup: Lookup,
  table: string,
  id: string,
  regs: Registers,
): Promise<RowReference> {
  const row = referenceOf(table, id, regs)
  const [register = '', owners] = ownerOf[table] ?? []
  const ownerId = regs[register]?.v
  if (owners === undefined || typeof ownerId !== 'string') return row
  const parts = [nameOf(await lookup.row(owners, ownerId)), row.name].filter((part) => part !== null)
  return { ...row, name: parts.length === 0 ? null : parts.join(', ') }
}

/** A register as the field that people know, such as `project`; of a membership also of what, such as a label's name. */
export interface Field {
  readonly field: string
  readonly of: string | null
}

const fields: Readonly<Record<string, string>> = {
  span: 'time',
  description: 'text',
  projectId: 'project',
  clientId: 'client',
  taskId: 'task',
  parentId: 'parent',
  labelId: 'label',
  autoLabelId: 'label',
  habitId: 'habit',
  subgoalId: 'subgoal',
  logDate: 'day',
  checkDate: 'day',
  previousId: 'previous task',
  recurrenceMode: 'counted from',
  recurrenceZone: 'zone of the repetition',
  goalId: 'goal',
  completedAt: 'done',
  doneAt: 'done',
  schedule: 'schedule',
  lastFiredAt: 'last told',
  snoozedUntil: 'snoozed until',
  deleted: 'removed',
}
const memberTables: Readonly<Record<string, TableName>> = {
  label: 'labels',
  dependsOn: 'tasks',
  project: 'projects',
  task: 'tasks',
}
const referredTables: Readonly<Record<string, TableName>> = {
  projectId: 'projects',
  clientId: 'clients',
  taskId: 'tasks',
  parentId: 'tasks',
  previousId: 'tasks',
  labelId: 'labels',
  autoLabelId: 'labels',
  habitId: 'habits',
  subgoalId: 'subgoals',
  goalId: 'goals',
}

export async function fieldOf(lookup: Lookup, table: string, register: string): Promise<Field> {
  const [membership, id] = register.split(':') as [string, string | undefined]
  const members = memberTables[membership]
  if (members !== undefined && id !== undefined)
    return { field: membership, of: nameOf(await lookup.row(members, id)) ?? id }
  // The text of a task is its title; its description is one.
  if (register === 'description' && table !== 'timeEntries') return { field: register, of: null }
  return { field: fields[register] ?? register, of: null }
}

/** Times as instants, rows by name, a status as its word; what is not known here stays as it is. */
export async function readableValue(
  lookup: Lookup,
  register: string,
  value: Json | undefined,
): Promise<Json> {
  if (value === undefined || value === null) return null
  const referred = referredTables[register]
  if (referred !== undefined && typeof value === 'string')
    return nameOf(await lookup.row(referred, value)) ?? value
  if (register === 'span') {
    if (isUntimed(value)) {
      const { date, seconds, zone } = value
      return { date, durationSeconds: seconds, zone }
    }
    const { start, end, zone } = value as unknown as Span
    return { start: toInstantText(start), end: end === null ? null : toInstantText(end), zone }
  }
  if (
    ['completedAt', 'doneAt', 'lastFiredAt', 'snoozedUntil'].includes(register) &&
    typeof value === 'number'
  )
    return toInstantText(value)
  if (register === 'status' && typeof value === 'object' && 'status' in value) return value['status']!
  return value
}
