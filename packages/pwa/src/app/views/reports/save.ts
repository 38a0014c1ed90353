import { reportCsv } from '@goalixa/domain/report-csv'
import { download } from '../../parts/download.ts'
import { addDays } from '../../store/dates.ts'
import type { Answer } from './data.ts'

/** What is shown, with exact seconds; for a spreadsheet no cell is a formula. */
export function saveCsv({ shown, days }: Answer, spreadsheet: boolean): void {
  if (shown === undefined || days === undefined) return
  const range = shown.form === 'goals' ? '' : `-${days.from}-${addDays(days.to, -1)}`
  const name = `goalixa-${shown.form}${range}.csv`
  download(name, reportCsv(shown.report, { spreadsheet }), 'text/csv;charset=utf-8')
}
