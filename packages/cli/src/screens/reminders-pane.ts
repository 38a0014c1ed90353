/** Reminders that are due. */
import { Box } from 'ink'
import { createElement as h } from 'react'
import { safeLine } from '../output/safe-text.ts'
import { clockText, dayText } from '../output/times.ts'
import { column, line, rest } from './line.ts'
import { listPane } from './pane.ts'
import type { PaneProps } from './pane.ts'

export function RemindersPane(props: PaneProps) {
  const { items, snapshot, style } = props
  const since = (instant: string | null): string => {
    if (instant === null) return ''
    const day = dayText(instant, snapshot.zone)
    return day === snapshot.today.date ? clockText(instant, snapshot.zone).slice(0, 5) : day.slice(5)
  }
  return listPane(props, {
    title: 'Reminders',
    summary: `${items.reminders.length} due`,
    list: items.reminders,
    row: (reminder) =>
      h(
        Box,
        { flexGrow: 1 },
        column(7, line(since(reminder.dueAt), style({ color: 'yellow' }))),
        rest(line(safeLine(reminder.title))),
      ),
  })
}
