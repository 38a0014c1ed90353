/** Exports: what each format is, the same from the server and from a device. */
import { AppError } from '@goalixa/contracts/errors'
import type { ExportFormat, ExportQuery } from '@goalixa/contracts/exports'
import type { Settings } from '@goalixa/contracts/settings'
import { toInstantText } from '../calendar.ts'

/** The first fields of the JSON export; the lists come after it, then all rows as they are kept. */
export const exportHead = (settings: Settings, nowMs: number) => ({
  format: 'goalixa',
  version: 1,
  exportedAt: toInstantText(Math.floor(nowMs / 1000)),
  settings,
})

const json = { mediaType: 'application/json; charset=utf-8', extension: 'json' }
const csv = { mediaType: 'text/csv; charset=utf-8; header=present', extension: 'csv' }

export const exportFiles: Readonly<Record<ExportFormat, { mediaType: string; extension: string }>> = {
  json,
  csv,
  ical: { mediaType: 'text/calendar; charset=utf-8', extension: 'ics' },
  timewarrior: json,
  taskwarrior: json,
  watson: json,
  toggl: csv,
  clockify: csv,
  kimai: csv,
}

/** @throws AppError `request.invalid` for what the format has no use for: nobody shall think it was heeded */
export function requireFitting(format: ExportFormat, query: ExportQuery): void {
  const refuse = (field: string, message: string) => {
    throw new AppError('request.invalid', message, { fields: [{ path: `query.${field}`, message }] })
  }
  if (query.spreadsheet && format !== 'csv') refuse('spreadsheet', 'only csv has a form for spreadsheets')
  if (query.history && format !== 'json') refuse('history', 'only json holds the history')
  if (format === 'json' || format === 'taskwarrior') {
    const why = format === 'json' ? 'json always holds everything' : 'tasks have no part of a time'
    if (query.from !== undefined) refuse('from', `${why}: leave from out`)
    if (query.to !== undefined) refuse('to', `${why}: leave to out`)
  }
}
