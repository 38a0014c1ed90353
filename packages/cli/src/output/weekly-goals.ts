/** Words for weekly goals: how far each has come, and what is left. */
import type { WeeklyGoal } from '@goalixa/contracts/weekly-goals'
import { formatDuration } from '@goalixa/domain/durations'
import { isoWeekName } from '@goalixa/domain/periods'
import type { Page } from '../store.ts'
import { shortId } from './ids.ts'
import { bar } from './reports.ts'
import { safeLine } from './safe-text.ts'
import { pad, table } from './table.ts'
import type { Terminal } from './terminal.ts'
import { weekdayText } from './times.ts'

type Paper = Pick<Terminal, 'paint' | 'width'>
type Progress = Pick<WeeklyGoal, 'trackedSeconds' | 'targetSeconds'>

const barWidth = 10

/** `2026-W10` for a week that begins on Monday, else its first day. */
export function weekText(weekStart: string): string {
  const first = Temporal.PlainDate.from(weekStart)
  return first.dayOfWeek === 1 ? isoWeekName(first) : weekStart
}

/** Rounded down, so that 100 % is never said before it is reached. */
const percentText = ({ trackedSeconds, targetSeconds }: Progress): string =>
  `${Math.floor((trackedSeconds / targetSeconds) * 100)} %`

/** What is left, or that nothing is; beyond the target, by how much. */
export function leftText({ trackedSeconds, targetSeconds }: Progress): string {
  const left = targetSeconds - trackedSeconds
  if (left > 0) return `${formatDuration(left)} left`
  return left === 0 ? 'reached' : `${formatDuration(-left)} over`
}

/** Full at the target; what is missing shows as dots. */
export function progressBar({ trackedSeconds, targetSeconds }: Progress, width: number = barWidth): string {
  const done = bar(Math.min(1, trackedSeconds / targetSeconds), width)
  return done + '·'.repeat(Math.max(0, width - done.length))
}

export const weeklyGoalLine = (did: string, goal: WeeklyGoal): string =>
  `${did} weekly goal "${safeLine(goal.title)}" · ${weekText(goal.weekStart)} · ${formatDuration(goal.targetSeconds)}${goal.label === null ? '' : ` · +${safeLine(goal.label)}`}  (${shortId(goal.id)})`

/** A label that is in the trash has no name any more, and is on no entry. */
const labelText = ({ label, labelId }: WeeklyGoal): string =>
  label === null ? (labelId === null ? '' : '(removed)') : `+${label}`

/** A goal that is in the trash has no name any more. */
const goalFact = ({ goal, goalId }: WeeklyGoal): [string, string][] =>
  goalId === null ? [] : [['goal', goal ?? '(removed)']]

export function weeklyGoalTable({ items }: Page<WeeklyGoal>, terminal: Paper): string {
  if (items.length === 0) return 'No weekly goals.'
  // A pipe, and a terminal without room for both, get the figures alone.
  const bars = (terminal.width ?? 0) < 72 ? [] : [{ head: '' }]
  const rows = items.map((goal) => [
    shortId(goal.id),
    weekText(goal.weekStart),
    goal.title,
    labelText(goal),
    formatDuration(goal.trackedSeconds),
    formatDuration(goal.targetSeconds),
    ...bars.map(() => progressBar(goal)),
    percentText(goal),
    leftText(goal),
  ])
  return table(
    [
      { head: 'ID' },
      { head: 'WEEK' },
      { head: 'TITLE', flexible: true },
      { head: 'LABEL' },
      { head: 'TIME', align: 'right' },
      { head: 'TARGET', align: 'right' },
      ...bars,
      { head: 'DONE', align: 'right' },
      { head: 'LEFT', align: 'right' },
    ],
    rows,
    { width: terminal.width, paintHead: (head) => terminal.paint('dim', head) },
  )
}

export function weeklyGoalWords(goal: WeeklyGoal, terminal: Paper): string {
  const last = Temporal.PlainDate.from(goal.weekStart).add({ days: 6 }).toString()
  const facts: [string, string][] = [
    ['week', `${weekText(goal.weekStart)}, ${weekdayText(goal.weekStart)} – ${weekdayText(last)}`],
    ['label', goal.labelId === null ? 'none: all time counts' : labelText(goal)],
    ...goalFact(goal),
    ['tracked', `${formatDuration(goal.trackedSeconds)} of ${formatDuration(goal.targetSeconds)}`],
    ['done', `${percentText(goal)}, ${leftText(goal)}`],
    ['id', goal.id],
  ]
  const drawn =
    terminal.width === undefined
      ? []
      : [terminal.paint(goal.status === 'completed' ? 'green' : 'cyan', progressBar(goal, 24))]
  return [
    terminal.paint('bold', safeLine(goal.title)),
    ...drawn,
    ...facts.map(([name, value]) => `${pad(`${name}:`, 9)}${safeLine(value)}`),
  ].join('\n')
}
