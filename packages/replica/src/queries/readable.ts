/** Rows and values of registers as people name them: for lists of what was lost, ended or refused. */
import { toInstantText } from '@goalixa/domain/calendar'
import type { Span } from '@goalixa/domain/one-running-timer'
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
  const text = regs[{ timeEntries: 'description', tasks: 'title', weeklyGoals: 'title' }[table] ?? 'name']?.v
  const span = table === 'timeEntries' ? (regs['span']?.v as Span | undefined) : undefined
  return {
    table,
    id,
    name: typeof text === 'string' && text !== '' ? text : null,
    start: span === undefined ? null : toInstantText(span.start),
    isRemoved: regs['deleted']?.v === true,
  }
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
  taskId: 'task',
  parentId: 'parent',
  labelId: 'label',
  deleted: 'removed',
}
const memberTables: Readonly<Record<string, TableName>> = { label: 'labels', dependsOn: 'tasks' }
const referredTables: Readonly<Record<string, TableName>> = {
  projectId: 'projects',
  taskId: 'tasks',
  parentId: 'tasks',
  labelId: 'labels',
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
    const { start, end, zone } = value as unknown as Span
    return { start: toInstantText(start), end: end === null ? null : toInstantText(end), zone }
  }
  if (register === 'status' && typeof value === 'object' && 'status' in value) return value['status']!
  return value
}
