/** Sheets of the reports that add up time: groups, entries, a grid of days, hours. */
import type { DetailedReport, Report, ReportEntry, WeeklyReport } from '@goalixa/contracts/reports'
import { columnsOf } from './report-charts.ts'
import type { Figures } from './report-figures.ts'
import { dayNames, daysText, rangeText, totalLines } from './report-heads.ts'
import type { Section, Sheet, SheetRow } from './report-sheet.ts'
import { clockText, weekdayText } from './times.ts'

/** Colours by the key of a group. */
type Colours = ReadonlyMap<string, string | null>

const percent = (share: number): string => `${Math.round(share * 100)} %`

export function summarySheet(report: Report, figures: Figures, colours: Colours = new Map()): Sheet {
  const isCalendar = report.by === 'day' || report.by === 'week' || report.by === 'month'
  return {
    title: `Summary by ${report.by}`,
    range: rangeText(report),
    chart: isCalendar ? columnsOf(report.groups, figures) : undefined,
    sections: [
      report.comparison === undefined ? groups(report, figures, colours) : compared(report, figures),
    ],
    totals: [
      ...totalLines(report.totals, report.by, figures),
      ...(report.comparison === undefined ? [] : comparisonLines(report.comparison, figures)),
    ],
    notes: figures.notes,
  }
}

function groups(report: Report, { time }: Figures, colours: Colours): Section {
  const longest = Math.max(1, ...report.groups.map((group) => group.seconds))
  return {
    heading: null,
    columns: [
      { head: report.by.toUpperCase(), flexible: true },
      { head: 'TIME', align: 'right' },
      { head: 'SHARE', align: 'right' },
    ],
    rows: report.groups.map((group) => ({
      cells: [group.name, time(group.seconds), percent(group.share)],
      bar: group.seconds / longest,
      colour: colours.get(group.key ?? ''),
    })),
    foot: [],
    empty: 'Nothing was tracked.',
  }
}

function compared({ by, comparison }: Report, { time, change }: Figures): Section {
  return {
    heading: null,
    columns: [
      { head: by.toUpperCase(), flexible: true },
      { head: 'TIME', align: 'right' },
      { head: 'BEFORE', align: 'right' },
      { head: 'CHANGE', align: 'right' },
    ],
    rows: (comparison?.groups ?? []).map((group) => ({
      cells: [group.name, time(group.seconds), time(group.previousSeconds), change(group.differenceSeconds)],
    })),
    foot: [],
    empty: 'Nothing was tracked, and nothing before.',
  }
}

const comparisonLines = (
  comparison: NonNullable<Report['comparison']>,
  { time, change }: Figures,
): Sheet['totals'] => [
  [`all entries of ${daysText(comparison)}`, time(comparison.totals.attributedSeconds)],
  ['change', change(comparison.differenceSeconds)],
]

/** A section for each day that has entries; an entry over midnight stands in both days, cut. Narrow: what, project and labels in one column. */
export function detailedSheet(report: DetailedReport, figures: Figures, isNarrow = false): Sheet {
  const pieces = Map.groupBy(
    report.entries.flatMap((entry) => entry.parts.map((part) => ({ entry, part }))),
    ({ part }) => part.date,
  )
  const sections = report.groups.flatMap((day): Section[] => {
    const found = pieces.get(day.key ?? '')
    if (found === undefined) return []
    return [
      {
        heading: `${weekdayText(day.name)} · ${figures.time(day.seconds)}`,
        columns: [
          { head: 'FROM – TO' },
          { head: 'TIME', align: 'right' },
          { head: 'WHAT', flexible: true },
          ...(isNarrow ? [] : [{ head: 'PROJECT' }, { head: 'LABELS' }]),
        ],
        rows: found.map(({ entry, part }) => ({
          cells: [
            partText(entry, part, report.zone),
            figures.time(part.seconds),
            ...(isNarrow
              ? [
                  [whatText(entry), entry.project ?? '', marksOf(entry)]
                    .filter((text) => text !== '')
                    .join(' · '),
                ]
              : [whatText(entry), entry.project ?? '', marksOf(entry)]),
          ],
        })),
        foot: [],
      },
    ]
  })
  return {
    title: 'Every entry',
    range: rangeText(report),
    chart: columnsOf(report.groups, figures),
    sections: sections.length > 0 ? sections : [nothing],
    totals: totalLines(report.totals, 'day', figures),
    notes: figures.notes,
  }
}

const marksOf = ({ labels, billable }: ReportEntry): string =>
  [...labels.map((name) => `+${name}`), ...(billable ? ['billable'] : [])].join(' ')

const nothing: Section = {
  heading: null,
  columns: [{ head: '' }],
  rows: [],
  foot: [],
  empty: 'Nothing was tracked.',
}

type Part = ReportEntry['parts'][number]

/** `09:00 – 10:30`, `09:00 – now`, or `—` of an untimed entry. */
function partText(entry: ReportEntry, part: Part, zone: string): string {
  if (part.start === null || part.end === null) return '—'
  return `${clockText(part.start, zone)} – ${isRunning(entry, part) ? 'now' : clockText(part.end, zone)}`
}

const isRunning = (entry: ReportEntry, part: Part): boolean =>
  entry.end === null && part === entry.parts.at(-1)

const whatText = ({ description, task }: ReportEntry): string =>
  [description, task].filter((text) => text !== null && text !== '').join(' · ') || '(no description)'

/** Rows and columns both add up; the lines below the rows say how, for each day and for all of them. */
export function weeklySheet(report: WeeklyReport, figures: Figures, colours: Colours = new Map()): Sheet {
  const { clock } = figures
  const line = (name: string, of: (totals: WeeklyReport['totals']) => number): string[] => [
    name,
    ...report.byDay.map(({ totals }) => clock(of(totals))),
    clock(of(report.totals)),
  ]
  const rows = report.groups.map((group): SheetRow => ({
    cells: [group.name, ...group.daySeconds.map(clock), clock(group.seconds)],
    colour: colours.get(group.key ?? ''),
  }))
  return {
    title: `Week by ${report.by}`,
    range: rangeText(report),
    chart: columnsOf(
      report.byDay.map(({ date, totals }) => ({ name: date, seconds: totals.attributedSeconds })),
      figures,
    ),
    sections: [
      {
        heading: null,
        columns: [
          { head: report.by.toUpperCase(), flexible: true },
          ...report.byDay.map(({ date }) => ({
            head: weekdayText(date).slice(0, 3),
            spoken: dayNames[Temporal.PlainDate.from(date).dayOfWeek - 1]!,
            align: 'right' as const,
          })),
          { head: 'ALL', align: 'right' },
        ],
        rows,
        foot: [
          ...(report.by === 'label'
            ? [
                line('sum', (totals) => totals.attributedSeconds + totals.multiLabelSeconds),
                line('- several', (totals) => totals.multiLabelSeconds),
              ]
            : []),
          line('all', (totals) => totals.attributedSeconds),
          line('- overlap', (totals) => totals.overlapSeconds),
          line('- untimed', (totals) => totals.untimedSeconds),
          line('= clock', (totals) => totals.wallClockSeconds),
        ],
        empty: 'Nothing was tracked.',
      },
    ],
    totals: totalLines(report.totals, report.by, figures),
    notes: figures.notes,
  }
}
