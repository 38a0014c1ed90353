/** Words for tasks. */
import type { Task } from '@goalixa/contracts/tasks'
import { formatDuration } from '@goalixa/domain/durations'
import type { Page } from '../store.ts'
import { shortId } from './ids.ts'
import { safeLine, safeText } from './safe-text.ts'
import { table } from './table.ts'
import type { Terminal } from './terminal.ts'
import { momentText, weekdayText } from './times.ts'

export const taskLine = (did: string, task: Task): string =>
  `${did} "${safeLine(task.title)}"  (${shortId(task.id)})`

const plusLabels = (labels: readonly string[]): string => labels.map((label) => `+${label}`).join(' ')

/** A due day stays a day; an exact due time is shown in the zone. */
const dueText = (due: string | null, zone: string): string =>
  due === null ? '' : due.includes('T') ? momentText(due, zone).slice(4, 20) : due

export function taskTable(
  { items }: Page<Task>,
  zone: string,
  terminal: Pick<Terminal, 'paint' | 'width'>,
): string {
  if (items.length === 0) return 'No tasks.'
  const rows = items.map((task) => [
    shortId(task.id),
    task.status,
    task.priority === 'none' ? '' : task.priority,
    dueText(task.due, zone),
    task.trackedSeconds === 0 ? '' : formatDuration(task.trackedSeconds),
    task.title,
    task.project ?? '',
    plusLabels(task.labels),
  ])
  return table(
    [
      { head: 'ID' },
      { head: 'STATUS' },
      { head: 'PRIORITY' },
      { head: 'DUE' },
      { head: 'TIME', align: 'right' },
      { head: 'TITLE', flexible: true },
      { head: 'PROJECT' },
      { head: 'LABELS' },
    ],
    rows,
    { width: terminal.width, paintHead: (head) => terminal.paint('dim', head) },
  )
}

export function taskWords(task: Task, zone: string): string {
  const day = (text: string) => (text.includes('T') ? momentText(text, zone) : weekdayText(text))
  const facts: [string, string | null][] = [
    ['status', task.status],
    ['project', task.project],
    ['labels', task.labels.length === 0 ? null : plusLabels(task.labels)],
    ['priority', task.priority === 'none' ? null : task.priority],
    ['due', task.due && day(task.due)],
    ['scheduled', task.scheduled && day(task.scheduled)],
    ['wait until', task.waitUntil && day(task.waitUntil)],
    ['expires', task.expiresAt && day(task.expiresAt)],
    ['repeats', task.recurrence],
    ['estimate', task.estimateSeconds === null ? null : formatDuration(task.estimateSeconds)],
    ['tracked', formatDuration(task.trackedSeconds)],
    ['parent', task.parentId],
    ['depends on', task.dependsOn.length === 0 ? null : task.dependsOn.join(', ')],
    ['completed', task.completedAt && momentText(task.completedAt, zone)],
    ['id', task.id],
  ]
  const lines = facts.flatMap(([name, value]) => (value === null ? [] : [`${name}: ${safeLine(value)}`]))
  return [
    safeLine(task.title),
    ...(task.description === '' ? [] : [safeText(task.description)]),
    ...lines,
  ].join('\n')
}
