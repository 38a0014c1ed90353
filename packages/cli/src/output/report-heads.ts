/** What stands above and below the figures of every report of days. */
import type { Report, ReportTotals } from '@goalixa/contracts/reports'
import type { Figures } from './report-figures.ts'
import type { Sheet } from './report-sheet.ts'
import { weekdayText } from './times.ts'

/** Monday first. */
export const dayNames = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const

/** `Mon 2026-03-02 – Sun 2026-03-08 · 7 days · Europe/Berlin · weeks start on Monday` */
export function rangeText(report: Pick<Report, 'from' | 'to' | 'days' | 'zone' | 'weekStart'>): string {
  const days = report.days === 1 ? '1 day' : `${report.days} days`
  return `${daysText(report)} · ${days} · ${report.zone} · weeks start on ${dayNames[report.weekStart - 1] ?? 'Monday'}`
}

/** `Mon 2026-03-02 – Sun 2026-03-08`; `to` is exclusive. */
export function daysText({ from, to, days }: Pick<Report, 'from' | 'to' | 'days'>): string {
  const last = Temporal.PlainDate.from(to).subtract({ days: 1 }).toString()
  return days > 1 ? `${weekdayText(from)} – ${weekdayText(last)}` : weekdayText(from)
}

/** Both totals, and all that lies between them. */
export function totalLines(totals: ReportTotals, by: string, { time }: Figures): Sheet['totals'] {
  const { attributedSeconds, overlapSeconds, wallClockSeconds, untaggedSeconds } = totals
  const { untimedSeconds, multiLabelSeconds, billableSeconds } = totals
  const lines: [string, number][] = [
    ...(by === 'label'
      ? ([
          ['sum by label', attributedSeconds + multiLabelSeconds],
          ['- counted under several labels', multiLabelSeconds],
        ] satisfies [string, number][])
      : []),
    ['all entries', attributedSeconds],
    ['- overlap, counted more than once', overlapSeconds],
    ['- untimed, without start and end', untimedSeconds],
    ['= by the clock', wallClockSeconds],
    ['without a label', untaggedSeconds],
    ...(billableSeconds === 0
      ? []
      : ([
          ['billable', billableSeconds],
          ['not billable', attributedSeconds - billableSeconds],
        ] satisfies [string, number][])),
  ]
  return lines.map(([name, seconds]) => [name, time(seconds)])
}
