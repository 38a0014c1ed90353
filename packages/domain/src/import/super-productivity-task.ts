/** Reads one task of a backup of Super Productivity; all its times are milliseconds. */
import { toInstantText } from '../calendar.ts'
import type { PlannedTask } from './import-plan.ts'
import { readDate } from './local-times.ts'
import { RowRefused, checkName, checkNames, checkText, show } from './row-fields.ts'
import type { Fields } from './row-fields.ts'
import type { Backup } from './super-productivity-backup.ts'

const maxTitle = 1000
const maxDescription = 60_000
/** Its own list of today, and the project of tasks that have none. */
const [todayTag, inbox] = ['TODAY', 'INBOX_PROJECT']

type BackupTask = Omit<PlannedTask, 'line' | 'id' | 'parent'> & {
  /** As the backup has it. */
  readonly id: string
  readonly parent: string | null
}

/** @throws {RowRefused} */
export function readBackupTask(
  fields: Fields,
  { projects, tags }: Pick<Backup, 'projects' | 'tags'>,
): BackupTask {
  const id = fields['id']
  if (typeof id !== 'string' || id === '') throw new RowRefused('"id" is missing')
  const title = textOf(fields, 'title')
    .replaceAll(/\s*[\r\n]+\s*/g, ' ')
    .trim()
  if (title === '') throw new RowRefused('"title" is missing or empty')
  const done = fields['isDone'] === true
  const createdAt = secondsOf(fields, 'created')
  const projectId = textOf(fields, 'projectId')
  const tagIds = Array.isArray(fields['tagIds']) ? (fields['tagIds'] as unknown[]) : []
  const labels = tagIds.flatMap((tag) => (tag === todayTag ? [] : (tags.get(String(tag)) ?? [])))
  const planned = dayOf(fields, 'dueWithTime', 'dueDay')
  const deadline = dayOf(fields, 'deadlineWithTime', 'deadlineDay')
  const estimate = fields['timeEstimate']
  return {
    id,
    title: checkText(title, '"title"', maxTitle),
    description: checkText(textOf(fields, 'notes'), '"notes"', maxDescription),
    status: done ? 'done' : 'open',
    project: projectId === inbox ? null : checkName(projects.get(projectId) ?? '', 'the project') || null,
    labels: checkNames(labels, '"tagIds"'),
    priority: priorityOf(fields['priority']),
    due: deadline ?? planned,
    scheduled: deadline === null ? null : planned,
    waitUntil: null,
    expiresAt: null,
    dependsOn: [],
    recurrence: null,
    estimateSeconds:
      typeof estimate === 'number' && estimate > 0 ? Math.min(1e9, Math.round(estimate / 1000)) : null,
    createdAt,
    completedAt: done ? (secondsOf(fields, 'doneOn') ?? createdAt ?? 0) : null,
    parent: textOf(fields, 'parentId') || null,
  }
}

const words: Readonly<Record<string, PlannedTask['priority']>> = {
  1: 'low',
  2: 'medium',
  3: 'high',
  low: 'low',
  medium: 'medium',
  high: 'high',
}
function priorityOf(value: unknown): PlannedTask['priority'] {
  const key = typeof value === 'string' || typeof value === 'number' ? String(value).toLowerCase() : ''
  return Object.hasOwn(words, key) ? words[key]! : 'none'
}

function textOf(fields: Fields, field: string): string {
  const value = fields[field]
  if (value === undefined || value === null) return ''
  if (typeof value === 'string') return value
  throw new RowRefused(`"${field}" is not a text: ${show(value)}`)
}

/** Whole seconds of milliseconds in the years 1970 to 9999; null when absent. @throws {RowRefused} */
function secondsOf(fields: Fields, field: string): number | null {
  const value = fields[field]
  if (value === undefined || value === null) return null
  if (typeof value === 'number' && value >= 0 && value < 253_402_300_800_000) return Math.floor(value / 1000)
  throw new RowRefused(`"${field}" is not a time in milliseconds: ${show(value)}`)
}

/** The instant wins over the day. @throws {RowRefused} */
function dayOf(fields: Fields, instant: string, day: string): string | null {
  const seconds = secondsOf(fields, instant)
  if (seconds !== null) return toInstantText(seconds)
  const text = textOf(fields, day)
  return text === '' ? null : readDate(text, `"${day}"`, 'ymd')
}
