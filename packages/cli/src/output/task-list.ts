/** Lists of tasks: a table, in sections by day, or as a tree. */
import type { Task } from '@goalixa/contracts/tasks'
import { plainDate } from '@goalixa/domain/calendar'
import type { DateContext } from '@goalixa/domain/calendar'
import { formatDuration } from '@goalixa/domain/durations'
import { formatRecurrence } from '@goalixa/domain/recurrence-words'
import { shortId } from './ids.ts'
import { table, widthOf } from './table.ts'
import type { Column } from './table.ts'
import { plusLabels } from './tasks.ts'
import type { Terminal } from './terminal.ts'
import { dayText, momentText } from './times.ts'

/** A task where it stands in a list. */
export interface Line {
  readonly task: Task
  /** How far below the tasks that it is a part of. */
  readonly depth?: number
  /** Stands above the first line of a section. */
  readonly heading?: string
}

interface Described extends Column {
  /** Left out where nothing is in it or the terminal is too narrow for it: the greatest first. */
  readonly spare?: number
  readonly cell: (line: Line, dates: DateContext) => string
}

const columns: readonly Described[] = [
  { head: 'ID', cell: ({ task }) => shortId(task.id) },
  { head: 'STATUS', spare: 3, cell: ({ task }, dates) => statusText(task, dates) },
  { head: 'PRIORITY', spare: 4, cell: ({ task }) => (task.priority === 'none' ? '' : task.priority) },
  { head: 'DUE', spare: 1, cell: ({ task }, { zone }) => dueText(task.due, zone) },
  {
    head: 'TIME',
    align: 'right',
    spare: 5,
    cell: ({ task }) => (task.trackedSeconds === 0 ? '' : formatDuration(task.trackedSeconds)),
  },
  { head: 'TITLE', flexible: true, cell: ({ task, depth = 0 }) => `${'  '.repeat(depth)}${task.title}` },
  { head: 'EVERY', spare: 6, cell: ({ task }) => everyText(task) },
  { head: 'PROJECT', spare: 2, cell: ({ task }) => task.project ?? '' },
  { head: 'LABELS', spare: 7, cell: ({ task }) => plusLabels(task.labels) },
]

/** On a terminal only columns that say something, and as many as leave the titles room; elsewhere all of them. */
export function taskLines(
  lines: readonly Line[],
  dates: DateContext,
  terminal: Pick<Terminal, 'paint' | 'width'>,
): string {
  if (lines.length === 0) return 'No tasks.'
  const shown = terminal.width === undefined ? columns : fitting(lines, dates, terminal.width)
  const rows = lines.map((line) => shown.map(({ cell }) => cell(line, dates)))
  const drawn = table(shown, rows, {
    width: terminal.width,
    paintHead: (head) => terminal.paint('dim', head),
  }).split('\n')
  const [head, ...body] = drawn
  return [
    head!,
    ...body.flatMap((text, at) => {
      const heading = lines[at]?.heading
      return heading === undefined ? [text] : [terminal.paint('bold', heading), text]
    }),
  ].join('\n')
}

/** Titles want so much, or all that they have. */
const roomForTitles = 24

function fitting(lines: readonly Line[], dates: DateContext, width: number): readonly Described[] {
  const measured = columns.map((column) => {
    const cells = lines.map((line) => column.cell(line, dates))
    const longest = Math.max(...cells.map(widthOf))
    const isSaying = column.head === 'STATUS' ? cells.some((cell) => cell !== 'open') : longest > 0
    const wanted = column.flexible ? Math.min(longest, roomForTitles) : longest
    return { column, isSaying, width: Math.max(widthOf(column.head), wanted) + 2 }
  })
  let kept = measured.filter(({ isSaying }) => isSaying)
  const used = () => kept.reduce((sum, one) => sum + one.width, -2)
  while (used() > width) {
    const most = Math.max(...kept.map(({ column }) => column.spare ?? 0))
    if (most === 0) break
    kept = kept.filter(({ column }) => column.spare !== most)
  }
  return kept.map(({ column }) => column)
}

/** `blocked` while another task must be done before, `done today` until tomorrow (D11). */
function statusText({ status, blocked, checkedOn }: Task, { now, zone }: DateContext): string {
  if (status !== 'open') return status
  if (checkedOn === plainDate(now, zone).toString()) return 'done today'
  return blocked ? 'blocked' : status
}

/** A due day stays a day; an exact due time is shown in the zone. */
const dueText = (due: string | null, zone: string): string =>
  due === null ? '' : due.includes('T') ? momentText(due, zone).slice(4, 20) : due

const everyText = ({ recurrence, recurrenceMode }: Task): string =>
  recurrence === null ? '' : formatRecurrence({ recurrence, recurrenceMode })

/** Overdue, today, later and without a date; what was checked today is done for today. */
export function inSections(tasks: readonly Task[], { now, zone }: DateContext): Line[] {
  const today = plainDate(now, zone).toString()
  const sections: Record<string, Task[]> = { Overdue: [], Today: [], Later: [], 'No date': [] }
  for (const task of tasks) {
    const at = task.due ?? task.scheduled
    const day = at === null ? undefined : at.includes('T') ? dayText(at, zone) : at
    const section =
      day === undefined ? 'No date' : day < today ? 'Overdue' : day === today ? 'Today' : 'Later'
    sections[section]!.push(task)
  }
  return Object.entries(sections).flatMap(([heading, found]) =>
    found.map((task, at): Line => (at === 0 ? { task, heading } : { task })),
  )
}

/** Each below the task that it is a part of; one whose parent is not among them stands at the top. */
export function inTree(tasks: readonly Task[]): Line[] {
  const ids = new Set(tasks.map(({ id }) => id))
  const below = Map.groupBy(tasks, ({ parentId }) => (parentId !== null && ids.has(parentId) ? parentId : ''))
  const lines: Line[] = []
  const add = (parent: string, depth: number) => {
    for (const task of below.get(parent) ?? []) {
      lines.push({ task, depth })
      add(task.id, depth + 1)
    }
  }
  add('', 0)
  return lines
}
