/** Words for time entries that are looked at. */
import type { TimeEntry } from '@goalixa/contracts/time-entries'
import { formatDuration } from '@goalixa/domain/durations'
import { isTimed } from '@goalixa/domain/untimed'
import type { Page } from '../store.ts'
import { shortId } from './ids.ts'
import { safeLine, safeText } from './safe-text.ts'
import { table } from './table.ts'
import type { Terminal } from './terminal.ts'
import { endText, entryTitle, whenText } from './timer.ts'
import { clockText, dayText, momentText, spanText, untimedText } from './times.ts'

export function entryTable(
  { items }: Page<TimeEntry>,
  zone: string,
  terminal: Pick<Terminal, 'paint' | 'width'>,
): string {
  if (items.length === 0) return 'No time entries.'
  const rows = items.map((entry) => [
    shortId(entry.id),
    ...timesOf(entry, zone),
    formatDuration(entry.durationSeconds),
    entry.description,
    entry.project ?? '',
    entry.labels.map((label) => `+${label}`).join(' '),
  ])
  return table(
    [
      { head: 'ID' },
      { head: 'DATE' },
      { head: 'START' },
      { head: 'END' },
      { head: 'TIME', align: 'right' },
      { head: 'TEXT', flexible: true },
      { head: 'PROJECT' },
      { head: 'LABELS' },
    ],
    rows,
    { width: terminal.width, paintHead: (head) => terminal.paint('dim', head) },
  )
}

/** Day, start and end; an untimed entry has a day only. */
const timesOf = (entry: TimeEntry, zone: string): [day: string, start: string, end: string] =>
  isTimed(entry)
    ? [dayText(entry.start, zone), clockText(entry.start, zone), endText(entry, zone)]
    : [entry.date!, none, none]

const none = '—'

/** `Mon 2026-03-02 09:00 – 10:30 +01:00 Europe/Berlin, 1h 30m`, `…, running`, or `Mon 2026-03-02, 2h, without start and end`. */
function timeText(entry: TimeEntry, zone: string): string {
  if (!isTimed(entry)) return untimedText(entry.date!, entry.durationSeconds)
  return entry.end === null ? `${whenText(entry, zone)}, running` : spanText(entry.start, entry.end, zone)
}

export function entryWords(entry: TimeEntry, zone: string): string {
  return [
    `${entryTitle(entry)}${entry.billable ? ' · billable' : ''}`,
    `when: ${timeText(entry, zone)}`,
    ...(entry.description.includes('\n') ? [safeText(entry.description)] : []),
    ...(entry.taskId === null ? [] : [`task: ${entry.taskId}`]),
    `id: ${entry.id}`,
    `recorded in ${safeLine(entry.zone)} by ${safeLine(entry.source)}, changed ${momentText(entry.updatedAt, zone)}`,
  ].join('\n')
}
