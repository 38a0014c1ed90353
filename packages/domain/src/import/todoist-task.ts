/** Reads one task of a project that Todoist exported. */
import { isZone } from '@goalixa/contracts/zones'
import { toInstantText } from '../calendar.ts'
import type { PlannedTask } from './import-plan.ts'
import { instantsOf, readDate, readTime } from './local-times.ts'
import { RowRefused, checkName, checkNames, checkText, show } from './row-fields.ts'
import type { TodoistCells } from './todoist.ts'

const maxTitle = 1000
const maxDescription = 60_000
/** 1 is the highest, and what an empty cell means. */
const priorities: Readonly<Record<string, PlannedTask['priority']>> = {
  '': 'high',
  1: 'high',
  2: 'medium',
  3: 'low',
  4: 'none',
}

type TodoistTask = Omit<PlannedTask, 'line' | 'id' | 'parent'> & {
  /** What cannot be kept. */
  readonly notes: readonly string[]
}

/** `zone`: of times without a zone of their own. @throws {RowRefused} */
export function readTodoistTask(cells: TodoistCells, project: string, zone: string): TodoistTask {
  const notes: string[] = []
  const { title, labels } = splitContent(cells('content'))
  const own = cells('timezone')
  const readDay = (text: string, what: string): string | null => {
    if (text === '') return null
    const day = readMoment(text, own !== '' && isZone(own) ? own : zone)
    if (day === null) notes.push(`the ${what} ${show(text)} is in words; it is kept in the description`)
    return day ?? words(what, text)
  }
  const date = readDay(cells('date'), 'date')
  const deadline = readDay(cells('deadline'), 'deadline')
  const inWords = [date, deadline].filter((day): day is string => day !== null && !isDay(day))
  const [when, until] = [dayOrNull(date), dayOrNull(deadline)]
  const description = [cells('description'), ...inWords].filter((part) => part !== '').join('\n')
  return {
    title,
    description: checkText(description, '"DESCRIPTION"', maxDescription),
    status: 'open',
    project: checkName(project, 'the name of the project') || null,
    labels,
    priority: readPriority(cells('priority')),
    due: until ?? when,
    scheduled: until === null ? null : when,
    waitUntil: null,
    expiresAt: null,
    dependsOn: [],
    recurrence: null,
    estimateSeconds: readEstimate(cells('duration'), cells('durationUnit')),
    createdAt: null,
    completedAt: null,
    notes,
  }
}

const words = (what: string, text: string): string =>
  `${what === 'date' ? 'Date' : 'Deadline'} in Todoist: ${text}`
const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d(T[\d:]+Z)?$/.test(text)
const dayOrNull = (text: string | null): string | null => (text !== null && isDay(text) ? text : null)

function splitContent(content: string): { title: string; labels: string[] } {
  const labels = [...content.matchAll(/(?:^|\s)@([^\s@]+)/g)].map((match) => match[1]!)
  const bare = content
    .replaceAll(/(^|\s)@[^\s@]+/g, '$1')
    .replaceAll(/\s+/g, ' ')
    .trim()
  // A leading asterisk makes a task that cannot be ticked off.
  const title = bare.replace(/^\* /, '')
  if (title === '') throw new RowRefused('"CONTENT" is empty')
  return { title: checkText(title, '"CONTENT"', maxTitle), labels: checkNames(labels, 'the labels') }
}

function readPriority(text: string): PlannedTask['priority'] {
  if (Object.hasOwn(priorities, text)) return priorities[text]!
  throw new RowRefused(`"PRIORITY" is none of 1 to 4: ${show(text)}`)
}

/** A day, or a day and a time, written with numbers; null when it is in words. */
function readMoment(text: string, zone: string): string | null {
  const match = /^(\d{4}-\d\d-\d\d)(?:[T ](\d{1,2}:\d\d(?::\d\d)?))?$/.exec(text)
  if (match === null) return null
  const date = readDate(match[1]!, 'the date', 'ymd')
  if (match[2] === undefined) return date
  return toInstantText(instantsOf({ date, time: readTime(match[2], 'the time') }, zone, 'the date')[0])
}

/** Minutes, or days of 24 hours; the unit of an absent duration is `None`. */
function readEstimate(text: string, unit: string): number | null {
  if (text === '' || text === 'None') return null
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1 || number > 1_000_000) {
    throw new RowRefused(`"DURATION" is not a number: ${show(text)}`)
  }
  return Math.min(1e9, number * (unit.toLowerCase() === 'day' ? 86_400 : 60))
}
