/** Words for tasks. */
import type { Task } from '@goalixa/contracts/tasks'
import { formatDuration } from '@goalixa/domain/durations'
import { formatRecurrence } from '@goalixa/domain/recurrence-words'
import { shortId } from './ids.ts'
import { safeLine, safeText } from './safe-text.ts'
import { momentText, weekdayText } from './times.ts'

export const taskLine = (did: string, task: Task): string =>
  `${did} "${safeLine(task.title)}"  (${shortId(task.id)})`

export const plusLabels = (labels: readonly string[]): string => labels.map((label) => `+${label}`).join(' ')

/** What stands around a task: shown with it, and no part of it. */
export interface TaskSurroundings {
  readonly parent: Task | undefined
  readonly dependsOn: readonly Task[]
  readonly subtasks: readonly Task[]
}

export function taskWords(task: Task, zone: string, around?: TaskSurroundings): string {
  const day = (text: string) => (text.includes('T') ? momentText(text, zone) : weekdayText(text))
  const facts: [string, string | null][] = [
    ['status', task.blocked && task.status === 'open' ? 'open, blocked' : task.status],
    ['project', task.project],
    ['labels', task.labels.length === 0 ? null : plusLabels(task.labels)],
    ['priority', task.priority === 'none' ? null : task.priority],
    ['due', task.due && day(task.due)],
    ['scheduled', task.scheduled && day(task.scheduled)],
    ['wait until', task.waitUntil && day(task.waitUntil)],
    ['expires', task.expiresAt && day(task.expiresAt)],
    ['every', everyText(task)],
    ['checked', task.checkedOn && weekdayText(task.checkedOn)],
    ['estimate', task.estimateSeconds === null ? null : formatDuration(task.estimateSeconds)],
    ['tracked', trackedText(task)],
    ['part of', around?.parent === undefined ? task.parentId : namedTask(around.parent)],
    ['subtasks', around === undefined || around.subtasks.length === 0 ? null : progressText(around.subtasks)],
    ['depends on', dependsText(task, around?.dependsOn ?? [])],
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

const everyText = ({ recurrence, recurrenceMode, recurrenceZone }: Task): string | null =>
  recurrence === null
    ? null
    : `${formatRecurrence({ recurrence, recurrenceMode })}${recurrenceZone === null ? '' : `, ${recurrenceZone}`}`

/** With an estimate also how much of it is gone. */
function trackedText({ trackedSeconds, estimateSeconds }: Task): string {
  const tracked = formatDuration(trackedSeconds)
  if (estimateSeconds === null || estimateSeconds === 0) return tracked
  const left = estimateSeconds - trackedSeconds
  const rest = left < 0 ? `${formatDuration(-left)} over` : `${formatDuration(left)} left`
  return `${tracked}, ${Math.round((trackedSeconds / estimateSeconds) * 100)} % of the estimate, ${rest}`
}

const progressText = (subtasks: readonly Task[]): string =>
  `${subtasks.filter(({ status }) => status === 'done').length} of ${subtasks.length} done`

const namedTask = ({ id, title, status }: Task): string =>
  `"${safeLine(title)}" (${shortId(id)})${status === 'open' ? '' : `, ${status}`}`

/** Those that are in the trash have no title here. */
function dependsText({ dependsOn }: Task, known: readonly Task[]): string | null {
  if (dependsOn.length === 0) return null
  return dependsOn
    .map((id) => known.find((task) => task.id === id))
    .map((task, at) => (task === undefined ? dependsOn[at]! : namedTask(task)))
    .join('; ')
}

/** `Next: due Mon 2026-03-09 (3f2a9c)` */
export function nextLine({ id, due, scheduled }: Task, zone: string): string {
  const at = due ?? scheduled
  const day = at === null ? '' : at.includes('T') ? momentText(at, zone) : weekdayText(at)
  return `Next: ${due === null ? 'scheduled' : 'due'} ${day}  (${shortId(id)})`
}

/** `Checked "water the plants" for Mon 2026-03-02  (3f2a9c)` */
export const checkLine = (did: string, { id, title }: Task, date: string): string =>
  `${did} "${safeLine(title)}" for ${weekdayText(date)}  (${shortId(id)})`
