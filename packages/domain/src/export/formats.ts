/** The formats of an export beside JSON, and what each of them cannot hold. */
import type { ExportFormat } from '@goalixa/contracts/exports'
import type { Writer } from './export-source.ts'
import { writeCsv } from './csv.ts'
import { writeIcal } from './ical-calendar.ts'
import { writeTaskwarrior } from './taskwarrior.ts'
import { writeClockify, writeKimai, writeToggl } from './timesheets.ts'
import { writeTimewarrior } from './timewarrior.ts'
import { writeWatson } from './watson.ts'

export const writers: Readonly<Record<Exclude<ExportFormat, 'json'>, Writer>> = {
  csv: writeCsv,
  ical: writeIcal,
  timewarrior: writeTimewarrior,
  taskwarrior: writeTaskwarrior,
  watson: writeWatson,
  toggl: writeToggl,
  clockify: writeClockify,
  kimai: writeKimai,
}
