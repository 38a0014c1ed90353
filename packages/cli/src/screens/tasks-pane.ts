/** What is to be done: tasks that are due, the to-dos of the day, other open tasks. */
import { Box } from 'ink'
import { createElement as h } from 'react'
import type { Task } from '@goalixa/contracts/tasks'
import { safeLine } from '../output/safe-text.ts'
import { clockText, dayText } from '../output/times.ts'
import { column, line, rest } from './line.ts'
import { listPane } from './pane.ts'
import type { PaneProps } from './pane.ts'
import type { TaskItem } from './panes.ts'

export function TasksPane(props: PaneProps) {
  const { items } = props
  const overdue = items.tasks.filter((item) => item.kind === 'task' && item.due === 'overdue').length
  return listPane(props, {
    title: 'Tasks',
    summary: items.tasks.length === 0 ? 'none open' : overdue === 0 ? '' : `${overdue} overdue`,
    list: items.tasks,
    row: (item) => h(TaskRow, { ...props, item }),
  })
}

function TaskRow({ item, snapshot, width, style }: PaneProps & { readonly item: TaskItem }) {
  const isTask = item.kind === 'task'
  const title = safeLine(isTask ? item.task.title : item.todo.title)
  const when = isTask ? whenText(item.task, item.due, snapshot) : 'to-do'
  const isLate = isTask && item.due === 'overdue'
  const isHigh = isTask && item.task.priority === 'high'
  const color = isLate ? ({ color: 'red' } as const) : ({ dimColor: true } as const)
  return h(
    Box,
    { flexGrow: 1 },
    column(4, line('[ ] ', style({ dimColor: true }))),
    isHigh && column(2, line('! ', style({ color: 'yellow', bold: true }))),
    rest(line(title)),
    width >= 26 && when !== '' && column(when.length + 1, line(` ${when}`, style(color))),
  )
}

/** `late 02-27`, `14:30`, `today`, `03-09`: short, and told apart without colours. */
function whenText(
  { due, scheduled }: Task,
  state: 'overdue' | 'today' | 'later',
  { zone, today }: PaneProps['snapshot'],
): string {
  const moment = due ?? scheduled
  if (moment === null) return ''
  const day = moment.includes('T') ? dayText(moment, zone) : moment
  const short = day.slice(0, 4) === today.date.slice(0, 4) ? day.slice(5) : day
  if (state === 'overdue') return `late ${short}`
  if (day !== today.date) return state === 'today' ? 'today' : short
  return moment.includes('T') ? clockText(moment, zone).slice(0, 5) : 'today'
}
