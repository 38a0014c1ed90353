/** Sheet of the hours of the week. */
import type { HoursReport } from '@goalixa/contracts/reports'
import type { Figures } from './report-figures.ts'
import { dayNames, rangeText, totalLines } from './report-heads.ts'
import type { Sheet } from './report-sheet.ts'

const shortDays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** A row for each hour that has time; the picture has the days as rows. */
export function hoursSheet(report: HoursReport, figures: Figures): Sheet {
  const order = Array.from({ length: 7 }, (_, at) => (report.weekStart - 1 + at) % 7)
  const secondsAt = (hour: number) => order.map((day) => report.hours[day]?.[hour] ?? 0)
  const used = Array.from({ length: 24 }, (_, hour) => hour).filter((hour) =>
    secondsAt(hour).some((seconds) => seconds > 0),
  )
  const most = Math.max(1, ...report.hours.flat())
  const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0)
  return {
    title: 'Hours of the week',
    range: rangeText(report),
    chart: {
      kind: 'heat',
      legend: 'nothing to most of the time',
      isTable: true,
      rows: order.map((day) => ({
        name: shortDays[day]!,
        cells: (report.hours[day] ?? []).map((seconds, hour) => ({
          name: `${shortDays[day]} ${hour}:00, ${figures.time(seconds)}`,
          level: seconds === 0 ? 0 : Math.max(1, Math.ceil((seconds / most) * 4)),
        })),
      })),
    },
    sections: [
      {
        heading: null,
        columns: [
          { head: 'HOUR' },
          ...order.map((day) => ({
            head: shortDays[day]!,
            spoken: dayNames[day]!,
            align: 'right' as const,
          })),
          { head: 'ALL', align: 'right' },
        ],
        rows: used.map((hour) => ({
          cells: [
            `${String(hour).padStart(2, '0')}:00`,
            ...secondsAt(hour).map(figures.clock),
            figures.clock(sum(secondsAt(hour))),
          ],
        })),
        foot: [
          [
            'all',
            ...order.map((day) => figures.clock(sum(report.hours[day] ?? []))),
            figures.clock(report.totals.attributedSeconds),
          ],
        ],
        empty: 'Nothing was tracked.',
      },
    ],
    totals: totalLines(report.totals, 'hour', figures),
    notes: figures.notes,
  }
}
