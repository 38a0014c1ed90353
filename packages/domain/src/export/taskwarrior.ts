/** Tasks for `task import`: a task keeps its UUID, a label is a tag, a line of the description an annotation. */
import type { Task } from '@goalixa/contracts/tasks'
import { fromInstantText, startOfDay, toInstantText } from '../calendar.ts'
import { taskwarriorRecurrence } from '../import/recurrence-rule.ts'
import { compactInstant } from './compact-instant.ts'
import type { Writer } from './export-source.ts'
import { jsonList } from './json-list.ts'
import { oneLine, oneLineNames } from './one-line.ts'

const priorities = { none: undefined, low: 'L', medium: 'M', high: 'H' } as const
/** A comma divides tags in Taskwarrior's files. */
const tagsOf = (labels: readonly string[]): string[] =>
  oneLineNames(labels.map((name) => name.replaceAll(',', ';')))

/** A day is its first moment in the zone. */
const moment = (text: string | null, zone: string): string | undefined =>
  text === null
    ? undefined
    : compactInstant(text.length === 10 ? toInstantText(startOfDay(text, zone)) : text)

/** `2026-03-02 text` is a note of that day, any other line one of the day the task was made. */
function annotationsOf({ description, createdAt }: Task, zone: string): object[] | undefined {
  const taken = new Set<number>()
  const lines = description.toWellFormed().split(/\r\n|[\n\r\u2028\u2029]/)
  const notes = lines.flatMap((line) => {
    const [, day, rest] =
      /^((?:19|[2-9]\d)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])) (.*)$/.exec(line) ?? []
    const isDay = day !== undefined && isDate(day)
    const text = oneLine(isDay ? rest! : line)
    if (text === '') return []
    // Taskwarrior keeps one note per second.
    let entry = isDay ? startOfDay(day, zone) : fromInstantText(createdAt)
    while (taken.has(entry)) entry++
    taken.add(entry)
    return [{ entry: compactInstant(toInstantText(entry)), description: text }]
  })
  return notes.length === 0 ? undefined : notes
}

function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

function toTask(task: Task, zone: string): object {
  const due = moment(task.due, zone)
  const isOpen = task.status === 'open'
  // Only an open task with a due date comes back there.
  const recur =
    task.recurrence === null || due === undefined || !isOpen ? null : taskwarriorRecurrence(task.recurrence)
  const tags = tagsOf(task.labels)
  return {
    uuid: task.id,
    description: oneLine(task.title),
    status: isOpen ? (recur === null ? 'pending' : 'recurring') : 'completed',
    entry: compactInstant(task.createdAt),
    modified: compactInstant(task.updatedAt),
    end: isOpen ? undefined : compactInstant(task.completedAt ?? task.updatedAt),
    due,
    scheduled: moment(task.scheduled, zone),
    wait: moment(task.waitUntil, zone),
    until: moment(task.expiresAt, zone),
    project: task.project === null ? undefined : oneLine(task.project),
    priority: priorities[task.priority],
    tags: tags.length === 0 ? undefined : tags,
    depends: task.dependsOn.length === 0 ? undefined : task.dependsOn,
    annotations: annotationsOf(task, zone),
    recur: recur ?? undefined,
  }
}

export const writeTaskwarrior: Writer = (source, { zone }) =>
  jsonList(
    (async function* () {
      for await (const tasks of source.tasks()) yield tasks.map((task) => toTask(task, zone))
    })(),
  )
