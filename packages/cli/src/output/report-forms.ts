/** A report in the form that was asked for. */
import { icalOf } from '@goalixa/domain/export/ical'
import type { Rounding } from '@goalixa/contracts/settings'
import { UsageError } from '../failure.ts'
import type { AnyReport } from '../report-documents.ts'
import { createFigures } from './report-figures.ts'
import { goalsSheet, habitsSheet } from './report-progress-sheets.ts'
import type { Sheet } from './report-sheet.ts'
import { hoursSheet } from './report-hours-sheet.ts'
import { detailedSheet, summarySheet, weeklySheet } from './report-sheets.ts'
import type { Paper } from './report-text.ts'
import { sheetText } from './report-text.ts'

export const reportForms = ['csv', 'markdown', 'ical', 'html'] as const
export type ReportForm = (typeof reportForms)[number] | 'text'

interface FormOptions {
  readonly form: ReportForm
  readonly spreadsheet: boolean
  readonly rounding: Rounding | undefined
  /** Of projects or labels, by the key of their group. */
  readonly colours: ReadonlyMap<string, string | null>
  readonly terminal: Paper
}

/** Without the line break at the end, except where the format says how lines end. */
export async function reportText(report: AnyReport, options: FormOptions): Promise<string> {
  const { form, spreadsheet, terminal } = options
  if (form === 'csv') return (await import('@goalixa/domain/report-csv')).reportCsv(report, { spreadsheet })
  if (form === 'ical') {
    if ('entries' in report) return icalOf({ entries: report.entries })
    throw new UsageError('A calendar holds entries', 'goalixa report detailed --ical')
  }
  const sheet = sheetOf(report, options)
  if (form === 'markdown') return (await import('./report-markdown.ts')).sheetMarkdown(sheet)
  if (form === 'html') return (await import('./report-html.ts')).sheetHtml(sheet)
  return sheetText(sheet, terminal)
}

const narrow = 80

function sheetOf(report: AnyReport, { form, rounding, colours, terminal }: FormOptions): Sheet {
  const figures = createFigures(rounding)
  const isNarrow = form === 'text' && terminal.width !== undefined && terminal.width < narrow
  if ('entries' in report) return detailedSheet(report, figures, isNarrow)
  if ('byDay' in report || 'hours' in report) {
    const hasSeconds = secondsOf(report).some((seconds) => seconds % 60 !== 0)
    const grid = createFigures(rounding, hasSeconds && rounding === undefined && !isNarrow)
    const notes =
      hasSeconds && rounding === undefined && isNarrow
        ? ['Seconds do not fit here and are cut off; lines add up with them, as --json shows.']
        : grid.notes
    const shown = { ...grid, notes }
    return 'byDay' in report ? weeklySheet(report, shown, colours) : hoursSheet(report, shown)
  }
  if ('goals' in report) return goalsSheet(report)
  if ('habits' in report) return habitsSheet(report)
  return summarySheet(report, figures, colours)
}

const secondsOf = (report: AnyReport): number[] => [
  ...('byDay' in report
    ? [
        ...report.groups.flatMap(({ daySeconds }) => daySeconds),
        ...report.byDay.map(({ totals }) => totals.wallClockSeconds),
      ]
    : []),
  ...('hours' in report ? report.hours.flat() : []),
]
