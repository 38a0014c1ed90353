/** Words for reports: the groups, both totals, and the lines that reconcile them. */
import type { Report } from '@goalixa/contracts/reports'
import { formatDuration } from '@goalixa/domain/durations'
import { pad, table } from './table.ts'
import { safeLine } from './safe-text.ts'
import type { Terminal } from './terminal.ts'
import { weekdayText } from './times.ts'

const weekdays = ['', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const barWidth = 24

export function reportWords(report: Report, terminal: Pick<Terminal, 'paint' | 'width'>): string {
  const days = report.days === 1 ? '1 day' : `${report.days} days`
  const last = Temporal.PlainDate.from(report.to).subtract({ days: 1 }).toString()
  const range =
    report.days > 1 ? `${weekdayText(report.from)} – ${weekdayText(last)}` : weekdayText(report.from)
  const heading = `${range} · ${days} · ${safeLine(report.zone)} · weeks start on ${weekdays[report.weekStart] ?? 'Monday'}`
  return [terminal.paint('bold', heading), groupTable(report, terminal), '', totalLines(report)].join('\n')
}

function groupTable(report: Report, terminal: Pick<Terminal, 'paint' | 'width'>): string {
  if (report.groups.length === 0) return 'Nothing was tracked.'
  const longest = Math.max(1, ...report.groups.map((group) => group.seconds))
  const rows = report.groups.map((group) => [
    group.name,
    formatDuration(group.seconds),
    `${Math.round(group.share * 100)} %`,
    // A pipe gets the figures alone.
    ...(terminal.width === undefined ? [] : [bar(group.seconds / longest)]),
  ])
  return table(
    [
      { head: report.by.toUpperCase(), flexible: true },
      { head: 'TIME', align: 'right' },
      { head: 'SHARE', align: 'right' },
      ...(terminal.width === undefined ? [] : [{ head: '' }]),
    ],
    rows,
    { width: terminal.width, paintHead: (head) => terminal.paint('dim', head) },
  )
}

/** Eighths of a character, so that small groups are still seen. */
export function bar(part: number, width: number = barWidth): string {
  const eighths = part <= 0 ? 0 : Math.max(1, Math.round(part * width * 8))
  const rest = eighths % 8
  return '█'.repeat(Math.floor(eighths / 8)) + (rest === 0 ? '' : String.fromCharCode(0x2590 - rest))
}

function totalLines({ by, totals }: Report): string {
  const { attributedSeconds, overlapSeconds, wallClockSeconds, untaggedSeconds, multiLabelSeconds } = totals
  const lines: [string, number][] = [
    ...(by === 'label'
      ? ([
          ['sum by label', attributedSeconds + multiLabelSeconds],
          ['- counted under several labels', multiLabelSeconds],
        ] satisfies [string, number][])
      : []),
    ['all entries', attributedSeconds],
    ['- overlap, counted more than once', overlapSeconds],
    ['= by the clock', wallClockSeconds],
    ['without a label', untaggedSeconds],
  ]
  const times = lines.map(([, seconds]) => formatDuration(seconds))
  const width = Math.max(...times.map((time) => time.length))
  const names = Math.max(...lines.map(([name]) => name.length))
  return lines
    .map(([name], index) => `${pad(name, names)}  ${pad(times[index] ?? '', width, 'right')}`)
    .join('\n')
}
