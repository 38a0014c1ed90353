/** The screen of `goalixa watch`: what runs, today, the goals of this week, and the connection. */
import { Box, Text } from 'ink'
import type { TextProps } from 'ink'
import { createElement as h } from 'react'
import type { ReactNode } from 'react'
import type { TimeEntry } from '@goalixa/contracts/time-entries'
import type { WeeklyGoal } from '@goalixa/contracts/weekly-goals'
import { civilDate, fromInstantText, startOfDay } from '@goalixa/domain/calendar'
import type { DateContext } from '@goalixa/domain/calendar'
import type { Connection } from '../connection.ts'
import { safeLine } from '../output/safe-text.ts'
import { clockText, dayText, weekdayText } from '../output/times.ts'
import {
  connectionWords,
  leftWords,
  minutesText,
  progressWords,
  sinceWords,
  stopwatchText,
} from '../output/watch.ts'
import { progressBar } from '../output/weekly-goals.ts'
import type { Snapshot } from '../snapshot.ts'
import { watchRows } from './watch-rows.ts'

export interface WatchScreenProps {
  readonly snapshot: Snapshot
  readonly connection: Connection
  /** The present, which moves on between two snapshots. */
  readonly dates: DateContext
  readonly columns: number
  readonly rows: number
  readonly colour: boolean
}

type Style = Pick<TextProps, 'color' | 'bold' | 'dimColor'>

/** One row: what does not fit is cut, so that a screen has as many rows as were planned. */
const line = (text: ReactNode, style: Style = {}) => h(Text, { wrap: 'truncate', ...style }, text)
const sides = (left: ReactNode, right: ReactNode) =>
  h(
    Box,
    { justifyContent: 'space-between' },
    h(Box, { flexShrink: 1, minWidth: 0 }, left),
    h(Box, { flexShrink: 0, marginLeft: 2 }, right),
  )
const column = (width: number, child: ReactNode, alignRight = false) =>
  h(Box, { width, flexShrink: 0, justifyContent: alignRight ? 'flex-end' : 'flex-start' }, child)
const rest = (child: ReactNode) => h(Box, { flexGrow: 1, flexShrink: 1, flexBasis: 0, minWidth: 0 }, child)
const gap = (key: string) => h(Box, { key, height: 1, flexShrink: 0 })

export function WatchScreen(props: WatchScreenProps): ReactNode {
  const { snapshot, columns, rows, colour } = props
  const style = (wanted: Style): Style => (colour ? wanted : {})
  const { entries } = snapshot.today
  const plan = watchRows({ rows, entries: entries.length, goals: snapshot.weeklyGoals.length })
  const shownGoals = snapshot.weeklyGoals.slice(0, plan.goals)
  const hasGoals = shownGoals.length > 0 || plan.goalsLeftOut
  const inside = { ...props, style }
  return h(
    Box,
    {
      flexDirection: 'column',
      width: columns,
      height: rows,
      paddingX: columns < 30 ? 0 : 1,
      overflow: 'hidden',
    },
    plan.header && h(Header, { ...inside, key: 'header' }),
    plan.gaps && gap('below the header'),
    h(Running, { ...inside, key: 'running' }),
    plan.gaps && gap('below what runs'),
    h(TodayHeading, { ...inside, key: 'today' }),
    ...entries.slice(0, plan.entries).map((entry) => h(EntryRow, { ...inside, entry, key: entry.id })),
    plan.entriesLeftOut &&
      h(LeftOut, { ...inside, count: entries.length - plan.entries, what: 'earlier', key: 'earlier' }),
    plan.gaps && hasGoals && gap('below today'),
    hasGoals && line('This week', style({ bold: true })),
    ...shownGoals.map((goal) => h(GoalRow, { ...inside, goal, key: goal.id })),
    plan.goalsLeftOut &&
      h(LeftOut, { ...inside, count: snapshot.weeklyGoals.length - plan.goals, what: 'more', key: 'more' }),
    h(Box, { key: 'space', flexGrow: 1 }),
    h(Footer, { ...inside, key: 'footer' }),
  )
}

interface PartProps extends WatchScreenProps {
  readonly style: (wanted: Style) => Style
}

function Header({ dates, style }: PartProps) {
  const now = new Date(dates.now * 1000).toISOString()
  const clock = clockText(now, dates.zone).slice(0, 5)
  return sides(
    line('Goalixa', style({ bold: true })),
    line(`${weekdayText(civilDate(dates.now, dates.zone))}  ${clock}`, style({ dimColor: true })),
  )
}

function Running({ snapshot: { running }, dates, style }: PartProps) {
  if (running === null) {
    return h(
      Box,
      { flexDirection: 'column' },
      line('■ No timer is running'),
      line('  goalixa start "what you do"', style({ dimColor: true })),
    )
  }
  const text = running.description === '' ? '(no text)' : safeLine(running.description)
  const elapsed = stopwatchText(dates.now - fromInstantText(running.start))
  const details = [...ownersOf(running), sinceWords(running, dates)].join(' · ')
  return h(
    Box,
    { flexDirection: 'column' },
    sides(line(`▶ ${text}`, style({ bold: true, color: 'green' })), line(elapsed, style({ bold: true }))),
    line(`  ${details}`, style({ dimColor: true })),
  )
}

const ownersOf = ({ project, labels }: TimeEntry): string[] => [
  ...(project === null ? [] : [safeLine(project)]),
  ...(labels.length === 0 ? [] : [labels.map((label) => `+${safeLine(label)}`).join(' ')]),
]

function TodayHeading({ snapshot, dates, style }: PartProps) {
  const { today, running, at } = snapshot
  const isToday = today.date === civilDate(dates.now, dates.zone)
  const since = Math.max(0, dates.now - fromInstantText(at))
  const runs = running !== null && isToday && fromInstantText(running.start) <= dates.now
  return sides(
    line(isToday ? 'Today' : weekdayText(today.date), style({ bold: true })),
    line(minutesText(today.seconds + (runs ? since : 0)), style({ bold: true })),
  )
}

/** The part of an entry that lies in the day, so that the rows add up to what the day has. */
function EntryRow({ entry, snapshot, dates, columns, style }: PartProps & { entry: TimeEntry }) {
  const { date } = snapshot.today
  const { zone } = snapshot
  const dayStart = startOfDay(date, zone)
  const dayEnd = startOfDay(Temporal.PlainDate.from(date).add({ days: 1 }).toString(), zone)
  const start = Math.max(dayStart, fromInstantText(entry.start))
  const end = Math.min(dayEnd, entry.end === null ? Math.max(start, dates.now) : fromInstantText(entry.end))
  const clock = (text: string) => clockText(text, zone).slice(0, 5)
  const from = fromInstantText(entry.start) < dayStart ? '00:00' : clock(entry.start)
  const to = entry.end === null ? 'now  ' : dayText(entry.end, zone) === date ? clock(entry.end) : '24:00'
  const isRunning = entry.end === null
  const text = entry.description === '' ? '(no text)' : safeLine(entry.description)
  return h(
    Box,
    {},
    columns >= 34 && column(14, line(`  ${from}–${to}`, style({ dimColor: true }))),
    column(8, line(minutesText(end - start)), true),
    h(Box, { width: 2, flexShrink: 0 }),
    rest(line(text, isRunning ? style({ color: 'green' }) : {})),
    columns >= 60 &&
      h(
        Box,
        { flexShrink: 0, marginLeft: 2, width: 20 },
        line(ownersOf(entry)[0] ?? '', style({ dimColor: true })),
      ),
  )
}

function GoalRow({ goal, columns, style }: PartProps & { goal: WeeklyGoal }) {
  const isWide = columns >= 70
  const width = isWide ? 18 : Math.max(6, Math.floor(columns / 5))
  const isReached = goal.status === 'completed'
  return h(
    Box,
    {},
    rest(line(`  ${safeLine(goal.title)}`)),
    h(
      Box,
      { flexShrink: 0, marginLeft: 2, width },
      line(progressBar(goal, width), style({ color: isReached ? 'green' : 'cyan' })),
    ),
    isWide && column(17, line(progressWords(goal)), true),
    column(isWide ? 15 : 14, line(leftWords(goal), isReached ? style({ color: 'green' }) : {}), true),
  )
}

function LeftOut({ count, what, style }: PartProps & { count: number; what: string }) {
  return line(`  and ${count} ${what}`, style({ dimColor: true }))
}

function Footer({ connection, snapshot, columns, style }: PartProps) {
  const isLive = connection === 'live'
  const words = connectionWords(connection, snapshot)
  return sides(
    line(`${isLive ? '●' : '○'} ${words}`, style({ color: isLive ? 'green' : 'yellow' })),
    line(columns < 30 ? 'q' : 'q leaves', style({ dimColor: true })),
  )
}
