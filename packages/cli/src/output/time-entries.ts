/** Words for time entries that are looked at. */
import type { TimeEntry } from '@goalixa/contracts/time-entries'
import { formatDuration } from '@goalixa/domain/durations'
import type { Page } from '../store.ts'
import { shortId } from './ids.ts'
import { safeLine, safeText } from './safe-text.ts'
import { table } from './table.ts'
import type { Terminal } from './terminal.ts'
import { endText, entryTitle } from './timer.ts'
import { clockText, dayText, momentText, spanText } from './times.ts'

export function entryTable(
  { items }: Page<TimeEntry>,
  zone: string,
  terminal: Pick<Terminal, 'paint' | 'width'>,
): string {
  if (items.length === 0) return 'No time entries.'
  const rows = items.map((entry) => [
    shortId(entry.id),
    dayText(entry.start, zone),
    clockText(entry.start, zone),
    endText(entry, zone),
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

export function entryWords(entry: TimeEntry, zone: string): string {
  const when =
    entry.end === null ? `${momentText(entry.start, zone)}, running` : spanText(entry.start, entry.end, zone)
  return [
    `${entryTitle(entry)}${entry.billable ? ' · billable' : ''}`,
    `when: ${when}`,
    ...(entry.description.includes('\n') ? [safeText(entry.description)] : []),
    ...(entry.taskId === null ? [] : [`task: ${entry.taskId}`]),
    `id: ${entry.id}`,
    `recorded in ${safeLine(entry.zone)} by ${safeLine(entry.source)}, changed ${momentText(entry.updatedAt, zone)}`,
  ].join('\n')
}
