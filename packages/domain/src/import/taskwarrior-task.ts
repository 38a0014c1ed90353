/** Reads one row of `task export`, without looking at the others. */
import { validate as isUuid } from 'uuid'
import { civilDate, toInstantText } from '../calendar.ts'
import { dayOrInstant } from './compact-instant.ts'
import type { PlannedTask } from './import-plan.ts'
import { recurrenceRule } from './recurrence-rule.ts'
import * as row from './row-fields.ts'
import type { Fields } from './row-fields.ts'

const MAX_TITLE = 1000
const MAX_DESCRIPTION = 60_000

const statuses = new Set(['pending', 'waiting', 'recurring', 'completed', 'deleted'])
const priorities: Readonly<Record<string, PlannedTask['priority']>> = { H: 'high', M: 'medium', L: 'low' }

/** A task whose `dependsOn` still holds what the file says. */
export interface TaskRow {
  readonly task: PlannedTask
  /** Whether it is a recurring task; its occurrences are rows of their own. */
  readonly recurring: boolean
  /** The recurring task that it is an occurrence of, by UUID. */
  readonly parent: string | null
  /** What the row says that cannot be kept. */
  readonly notes: readonly string[]
}

/** Reads a row; days are days of the zone. @throws {RowRefused} when the task is deleted or cannot be read */
export function readTask(fields: Fields, line: number, zone: string): TaskRow {
  const { id, status, title } = readIdentity(fields)
  const notes: string[] = []
  const note = (message: string) => notes.push(message)
  const recurring = status === 'recurring'
  const day = (field: string) => {
    const seconds = row.readInstant(fields, field)
    return seconds === null ? null : dayOrInstant(seconds, zone)
  }
  const entry = row.readInstant(fields, 'entry')
  const modified = row.readInstant(fields, 'modified')
  const createdAt = entry ?? modified
  if (createdAt === null) throw new row.RowRefused('"entry" is missing')
  const task: PlannedTask = {
    line,
    id,
    title,
    description: readAnnotations(fields, zone),
    status: status === 'completed' ? 'done' : 'open',
    project: row.readName(fields, 'project') || null,
    labels: row.readNames(fields, 'tags'),
    priority: readPriority(fields, note),
    due: day('due'),
    scheduled: day('scheduled'),
    waitUntil: day('wait'),
    expiresAt: day('until'),
    dependsOn: readDepends(fields),
    recurrence: recurring ? readRecurrence(fields, note) : null,
    createdAt,
    completedAt: status === 'completed' ? readCompletedAt(fields, modified ?? createdAt, note) : null,
  }
  const activeSince = row.readInstant(fields, 'start')
  if (activeSince !== null && task.status === 'open') {
    note(`was active since ${toInstantText(activeSince)}; start it with: goalixa start`)
  }
  const parent = row.readText(fields, 'parent', Infinity).toLowerCase()
  return { task, recurring, parent: recurring || parent === '' ? null : parent, notes }
}

/** What a task cannot do without. */
function readIdentity(fields: Fields): { id: string; status: string; title: string } {
  const id = row.readText(fields, 'uuid', Infinity).toLowerCase()
  if (fields['uuid'] === undefined) throw new row.RowRefused('"uuid" is missing')
  if (!isUuid(id)) throw new row.RowRefused(`"uuid" is not a UUID: ${row.show(id)}`)
  const status = row.readText(fields, 'status', Infinity)
  if (!statuses.has(status)) {
    throw new row.RowRefused(`"status" is none of ${[...statuses].join(', ')}: ${row.show(status)}`)
  }
  const title = row.readText(fields, 'description', Infinity).trim()
  if (title === '') throw new row.RowRefused('"description" is missing or empty')
  if (status === 'deleted') throw new row.RowUnwanted(`the task ${row.show(title)} is deleted`)
  return { id, status, title: row.checkText(title, '"description"', MAX_TITLE) }
}

/** One line `2026-03-02 text` per annotation. */
function readAnnotations(fields: Fields, zone: string): string {
  const value = fields['annotations']
  if (value === undefined) return ''
  if (!Array.isArray(value)) throw new row.RowRefused(`"annotations" is not a list: ${row.show(value)}`)
  const lines = value.map((item: unknown) => {
    const annotation = row.readFields(item, 'an annotation')
    const entry = row.readInstant(annotation, 'entry')
    if (entry === null) throw new row.RowRefused('an annotation has no "entry"')
    return `${civilDate(entry, zone)} ${row.readText(annotation, 'description', Infinity)}`
  })
  return row.checkText(lines.join('\n'), 'the text of all "annotations"', MAX_DESCRIPTION)
}

/** A list of UUIDs; Taskwarrior before 2.6 writes them as one text with commas. */
function readDepends(fields: Fields): string[] {
  const value = fields['depends']
  const items: unknown[] = Array.isArray(value) ? value : row.readText(fields, 'depends', Infinity).split(',')
  const ids = items.map((item) => {
    if (typeof item === 'string') return item.trim().toLowerCase()
    throw new row.RowRefused(`"depends" holds something that is not a text: ${row.show(item)}`)
  })
  return [...new Set(ids)].filter((id) => id !== '')
}

function readPriority(fields: Fields, note: (message: string) => void): PlannedTask['priority'] {
  const text = row.readText(fields, 'priority', Infinity)
  if (text === '') return 'none'
  if (Object.hasOwn(priorities, text)) return priorities[text] ?? 'none'
  note(`the priority ${row.show(text)} is none of H, M, L and is left out`)
  return 'none'
}

function readRecurrence(fields: Fields, note: (message: string) => void): string | null {
  const text = row.readText(fields, 'recur', Infinity)
  const rule = recurrenceRule(text)
  if (rule === null) note(`the recurrence ${row.show(text)} is not known; the task is kept without it`)
  return rule
}

function readCompletedAt(fields: Fields, lastChange: number, note: (message: string) => void): number {
  const end = row.readInstant(fields, 'end')
  if (end === null) note('it is completed without "end"; the time of its last change is taken')
  return end ?? lastChange
}
