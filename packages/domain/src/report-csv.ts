/** Reports as CSV (RFC 4180): exact seconds, names of columns that stay, one record for each line of the report. */
import type { Goal } from '@goalixa/contracts/goals'
import type { HeatMapDay } from '@goalixa/contracts/habit-days'
import type { Habit } from '@goalixa/contracts/habits'
import type { DetailedReport, HoursReport, Report, WeeklyReport } from '@goalixa/contracts/reports'

type Cell = string | number | boolean | null
type Records = readonly (readonly Cell[])[]

interface GoalsReport {
  readonly goals: readonly Goal[]
}
interface HabitsReport {
  readonly habits: readonly (Habit & { readonly days: readonly HeatMapDay[] })[]
}
type CsvReport = Report | DetailedReport | WeeklyReport | HoursReport | GoalsReport | HabitsReport

/**
 * A report of any form as the terminal and the browser save it. `spreadsheet`: with a BOM, and with ' before what a
 * sheet would calculate.
 */
export function reportCsv(
  report: CsvReport,
  { spreadsheet = false }: { spreadsheet?: boolean } = {},
): string {
  const quoted = (cell: Cell): string => {
    const text = typeof cell === 'string' && spreadsheet ? harmless(cell) : String(cell ?? '')
    return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  const lines = recordsOf(report).map((record) => `${record.map(quoted).join(',')}\r\n`)
  return `${spreadsheet ? '\ufeff' : ''}${lines.join('')}`
}

/** What a spreadsheet takes for a formula, also behind the blanks that it drops. */
const harmless = (text: string): string => (/^\s*[=+\-@]|^[\t\r\n]/.test(text) ? `'${text}` : text)

function recordsOf(report: CsvReport): Records {
  if ('entries' in report) return detailed(report)
  if ('byDay' in report) return weekly(report)
  if ('hours' in report) return hours(report)
  if ('goals' in report) return goals(report)
  if ('habits' in report) return habits(report)
  return summary(report)
}

function summary({ by, groups, comparison }: Report): Records {
  if (comparison === undefined)
    return [
      [by, 'seconds', 'share', 'key'],
      ...groups.map((group) => [group.name, group.seconds, group.share, group.key]),
    ]
  return [
    [by, 'seconds', 'previous_seconds', 'difference_seconds', 'key'],
    ...comparison.groups.map((group) => [
      group.name,
      group.seconds,
      group.previousSeconds,
      group.differenceSeconds,
      group.key,
    ]),
  ]
}

const detailed = ({ entries }: DetailedReport): Records => [
  [
    'date',
    'start',
    'end',
    'seconds',
    'description',
    'task',
    'project',
    'labels',
    'billable',
    'running',
    'zone',
    'id',
  ],
  ...entries.flatMap((entry) =>
    entry.parts.map((part) => [
      part.date,
      part.start,
      part.end,
      part.seconds,
      entry.description,
      entry.task,
      entry.project,
      entry.labels.join(', '),
      entry.billable,
      entry.end === null && entry.start !== null,
      entry.zone,
      entry.id,
    ]),
  ),
]

const weekly = ({ by, byDay, groups, totals }: WeeklyReport): Records => [
  [by, ...byDay.map(({ date }) => date), 'seconds', 'key'],
  ...groups.map((group) => [group.name, ...group.daySeconds, group.seconds, group.key]),
  ['all entries', ...byDay.map((day) => day.totals.attributedSeconds), totals.attributedSeconds, null],
  ['untimed', ...byDay.map((day) => day.totals.untimedSeconds), totals.untimedSeconds, null],
  ['by the clock', ...byDay.map((day) => day.totals.wallClockSeconds), totals.wallClockSeconds, null],
]

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

const hours = (report: HoursReport): Records => [
  ['weekday', 'hour', 'seconds'],
  ...report.hours.flatMap((day, at) => day.map((seconds, hour) => [weekdays[at]!, hour, seconds])),
]

const goals = (report: GoalsReport): Records => [
  ['goal', 'status', 'progress', 'tracked_seconds', 'target_seconds', 'target_date', 'seconds_per_day', 'id'],
  ...report.goals.map((goal) => [
    goal.name,
    goal.status,
    goal.progress,
    goal.trackedSeconds,
    goal.targetSeconds,
    goal.targetDate,
    goal.pacing?.secondsPerDay ?? null,
    goal.id,
  ]),
]

const habits = (report: HabitsReport): Records => [
  ['habit', 'date', 'state', 'amount', 'level', 'id'],
  ...report.habits.flatMap((habit) =>
    habit.days.map((day) => [habit.name, day.date, day.state, day.amount, day.level, habit.id]),
  ),
]
