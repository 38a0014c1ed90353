/** Words for the summary of a report: the groups, both totals, and the lines that reconcile them. */
import type { Report } from '@goalixa/contracts/reports'
import { createFigures } from './report-figures.ts'
import { summarySheet } from './report-sheets.ts'
import type { Paper } from './report-text.ts'
import { sheetText } from './report-text.ts'

export const reportWords = (report: Report, terminal: Paper): string =>
  sheetText(summarySheet(report, createFigures()), terminal)

export { bar } from './report-charts.ts'
