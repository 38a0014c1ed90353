/** The entries of today below a bar of the day. */
import { Box, Text } from 'ink'
import { createElement as h } from 'react'
import type { TimeEntry, TimedEntry } from '@goalixa/contracts/time-entries'
import { civilDate, fromInstantText, startOfDay } from '@goalixa/domain/calendar'
import { formatDuration } from '@goalixa/domain/durations'
import { isTimed } from '@goalixa/domain/untimed'
import { safeLine } from '../output/safe-text.ts'
import { clockText, dayText, weekdayText } from '../output/times.ts'
import { minutesText } from '../output/watch.ts'
import { column, line, rest } from './line.ts'
import type { Style } from './line.ts'
import { listPane } from './pane.ts'
import type { PaneProps } from './pane.ts'
import { hourMarks, timelineOf } from './timeline.ts'
import type { Cell, Stretch } from './timeline.ts'

/** Above the entries: the bar, and its hours where there is room for them. */
export const timelineRows = 2
/** With fewer rows the entries get what the hours would take. */
const hoursFrom = 5

const drawn: Readonly<Record<Cell, string>> = { tracked: '█', overlap: '▓', part: '▄', gap: '·', ahead: ' ' }
const plain: Readonly<Record<Cell, string>> = { tracked: '=', overlap: '#', part: '-', gap: '.', ahead: ' ' }
const styles: Readonly<Record<Cell, Style>> = {
  tracked: { color: 'green' },
  overlap: { color: 'yellow' },
  part: { color: 'green' },
  gap: { dimColor: true },
  ahead: {},
}

export function TodayPane(props: PaneProps) {
  const { snapshot, dates, items, rows } = props
  const { today, running, at, plan } = snapshot
  const isToday = today.date === civilDate(dates.now, dates.zone)
  const runs = running !== null && isToday && fromInstantText(running.start) <= dates.now
  const seconds = today.seconds + (runs ? Math.max(0, dates.now - fromInstantText(at)) : 0)
  const target = plan?.target ?? null
  const total = minutesText(seconds)
  return listPane(props, {
    title: isToday ? 'Today' : weekdayText(today.date),
    summary: target === null ? total : `${total} of ${formatDuration(target.seconds)}`,
    list: items.today,
    row: (entry) => h(EntryRow, { ...props, entry }),
    above: rows === 0 ? [] : bars(props),
  })
}

function dayOf({ snapshot: { today, zone } }: PaneProps): Stretch {
  const next = Temporal.PlainDate.from(today.date).add({ days: 1 }).toString()
  return { start: startOfDay(today.date, zone), end: startOfDay(next, zone) }
}

const stretchOf = ({ start, end }: TimedEntry, now: number): Stretch => ({
  start: fromInstantText(start),
  end: end === null ? Math.max(fromInstantText(start), now) : fromInstantText(end),
})

function bars(props: PaneProps) {
  const { items, dates, width, rows, drawings, style, snapshot } = props
  const stretches = items.today.filter(isTimed).map((entry) => stretchOf(entry, dates.now))
  const timeline = timelineOf(stretches, { day: dayOf(props), now: dates.now, width: Math.max(1, width - 2) })
  if (timeline === undefined) return []
  const letters = drawings ? drawn : plain
  const runs: { cell: Cell; count: number }[] = []
  for (const cell of timeline.cells) {
    const last = runs.at(-1)
    if (last?.cell === cell) last.count += 1
    else runs.push({ cell, count: 1 })
  }
  const bar = h(
    Text,
    { wrap: 'truncate' },
    '  ',
    ...runs.map(({ cell, count }, at) =>
      h(Text, { key: at, ...style(styles[cell]) }, letters[cell].repeat(count)),
    ),
  )
  if (rows < Math.min(hoursFrom, items.today.length + timelineRows)) return [bar]
  return [bar, line(`  ${hourMarks(timeline, snapshot.zone)}`, style({ dimColor: true }))]
}

function partOf(entry: TimedEntry, props: PaneProps): { times: string; seconds: number } {
  const { zone, today } = props.snapshot
  const day = dayOf(props)
  const { start, end } = stretchOf(entry, props.dates.now)
  const seconds = Math.max(0, Math.min(end, day.end) - Math.max(start, day.start))
  const clock = (text: string) => clockText(text, zone).slice(0, 5)
  const from = start < day.start ? '00:00' : clock(entry.start)
  const to =
    entry.end === null ? 'now  ' : dayText(entry.end, zone) === today.date ? clock(entry.end) : '24:00'
  return { times: `${from}–${to}`, seconds }
}

/** The part of an entry that lies in the day, so that the rows add up to what the day has. */
function EntryRow(props: PaneProps & { readonly entry: TimeEntry }) {
  const { entry, width, style } = props
  const isRunning = isTimed(entry) && entry.end === null
  const { times, seconds } = isTimed(entry)
    ? partOf(entry, props)
    : { times: '     —', seconds: entry.durationSeconds }
  const text = entry.description === '' ? '(no text)' : safeLine(entry.description)
  const owner = entry.project ?? (entry.labels[0] === undefined ? '' : `+${entry.labels[0]}`)
  return h(
    Box,
    { flexGrow: 1 },
    width >= 30 && column(12, line(times, style({ dimColor: true }))),
    column(7, line(minutesText(seconds)), true),
    column(2, line('  ')),
    rest(line(text, isRunning ? style({ color: 'green' }) : {})),
    width >= 56 && column(2, line('  ')),
    width >= 56 && column(14, line(safeLine(owner), style({ dimColor: true }))),
  )
}
