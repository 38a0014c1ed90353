/** Exports: what each format says of a row, the same from the server and from a device. */
import type { Settings } from '@goalixa/contracts/settings'
import type { TimeEntry } from '@goalixa/contracts/time-entries'
import { toInstantText } from '../calendar.ts'

/** The first fields of the JSON export; the lists come after it. */
export const exportHead = (settings: Settings, nowMs: number) => ({
  format: 'goalixa',
  version: 1,
  exportedAt: toInstantText(Math.floor(nowMs / 1000)),
  settings,
})

/** Columns of the CSV export. */
export const csvColumns = [
  'id',
  'start',
  'end',
  'tz',
  'duration_seconds',
  'client',
  'project',
  'task',
  'note',
  'labels',
  'billable',
  'source',
] as const

/** The fields of an entry, by {@link csvColumns}; `task` is the title of its task. */
export const csvRecord = (
  entry: TimeEntry,
  task: string | undefined,
): (string | number | null | undefined)[] => [
  entry.id,
  entry.start,
  entry.end,
  entry.zone,
  entry.durationSeconds,
  '',
  entry.project,
  task,
  entry.description,
  entry.labels.join(', '),
  entry.billable ? 'yes' : 'no',
  entry.source,
]
