/** Words for a day of the planner: the target with its bar, the to-dos by number, and the tasks that are due. */
import type { CarriedOver, DailyTarget, DailyTodo, DayPlan } from '@goalixa/contracts/planner'
import type { Task } from '@goalixa/contracts/tasks'
import { formatDuration } from '@goalixa/domain/durations'
import { shortId } from './ids.ts'
import { safeLine } from './safe-text.ts'
import { table } from './table.ts'
import type { Terminal } from './terminal.ts'
import { clockText, dayText, weekdayText } from './times.ts'
import { progressBar } from './weekly-goals.ts'

type Paper = Pick<Terminal, 'paint' | 'width'>

export const todoLine = (did: string, todo: DailyTodo): string =>
  `${did} "${safeLine(todo.title)}" · ${weekdayText(todo.logDate)}  (${shortId(todo.id)})`

export const targetLine = (target: DailyTarget): string =>
  `Target of ${weekdayText(target.logDate)}: ${formatDuration(target.seconds)}`

export function carriedWords({ to, items }: CarriedOver): string {
  if (items.length === 0) return 'Nothing to carry over.'
  const count = items.length === 1 ? '1 to-do' : `${items.length} to-dos`
  return [
    `Carried ${count} over to ${weekdayText(to)}:`,
    ...items.map((todo) => `  ${safeLine(todo.title)}`),
  ].join('\n')
}

function targetWords({ target, trackedSeconds }: DayPlan, terminal: Paper): string {
  const tracked = formatDuration(trackedSeconds)
  if (target === null) return `Tracked ${tracked}`
  const left = target.leftSeconds === 0 ? 'reached' : `${formatDuration(target.leftSeconds)} left`
  const words = `Tracked ${tracked} of ${formatDuration(target.seconds)}, ${left}`
  if (terminal.width === undefined) return words
  const bar = progressBar({ trackedSeconds, targetSeconds: target.seconds }, 20)
  return `${terminal.paint(target.leftSeconds === 0 ? 'green' : 'cyan', bar)}  ${words}`
}

function todoTable(todos: readonly DailyTodo[], terminal: Paper): string {
  const rows = todos.map((todo, at) => [
    String(at + 1),
    todo.doneAt === null ? '[ ]' : '[x]',
    todo.task === null || todo.task === todo.title ? todo.title : `${todo.title} (${todo.task})`,
    shortId(todo.id),
  ])
  return table(
    [{ head: '#', align: 'right' }, { head: '' }, { head: 'TO-DO', flexible: true }, { head: 'ID' }],
    rows,
    { width: terminal.width, paintHead: (head) => terminal.paint('dim', head) },
  )
}

const whenText = (moment: string | null, { date, zone }: DayPlan): string => {
  if (moment === null) return ''
  if (moment.length === 10) return moment === date ? '' : moment
  const day = dayText(moment, zone)
  return day === date ? clockText(moment, zone) : day
}

function taskTable(tasks: readonly Task[], plan: DayPlan, terminal: Paper): string {
  const rows = tasks.map((task) => [
    shortId(task.id),
    whenText(task.due ?? task.scheduled, plan),
    task.title,
    task.project ?? '',
  ])
  return table(
    [{ head: 'ID' }, { head: 'WHEN' }, { head: 'TASK', flexible: true }, { head: 'PROJECT' }],
    rows,
    { width: terminal.width, paintHead: (head) => terminal.paint('dim', head) },
  )
}

/** The page of a day. */
export function planWords(plan: DayPlan, terminal: Paper): string {
  const { date, todos, due, overdue, undoneBefore } = plan
  const section = (title: string, body: string) => [terminal.paint('bold', title), body].join('\n')
  const done = todos.filter(({ doneAt }) => doneAt !== null).length
  return [
    [terminal.paint('bold', weekdayText(date)), targetWords(plan, terminal)].join('\n'),
    todos.length === 0
      ? 'No to-dos.'
      : section(`To-dos, ${done} of ${todos.length} done`, todoTable(todos, terminal)),
    ...(due.length === 0 ? [] : [section('Due', taskTable(due, plan, terminal))]),
    ...(overdue.length === 0 ? [] : [section('Overdue', taskTable(overdue, plan, terminal))]),
    ...(undoneBefore === 0
      ? []
      : [`${undoneBefore} not done the day before: goalixa plan carry --on ${date}`]),
  ].join('\n\n')
}
