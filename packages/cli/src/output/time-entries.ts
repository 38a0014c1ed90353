/** Words for time entries and the timer. */
import type { TimeEntry } from '@goalixa/contracts/time-entries'
import type { TimerStarted } from '@goalixa/contracts/timer'
import { formatDuration } from '@goalixa/domain/durations'
import type { Page } from '../store.ts'
import { shortId } from './ids.ts'
import { safeLine, safeText } from './safe-text.ts'
import { table } from './table.ts'
import type { Terminal } from './terminal.ts'
import { clockText, dayText, momentText, spanText } from './times.ts'

/** `"write report" · Thesis · +deep` */
export function entryTitle(entry: Pick<TimeEntry, 'description' | 'project' | 'labels'>): string {
  const text = entry.description === '' ? '(no text)' : `"${safeLine(entry.description)}"`
  const project = entry.project === null ? [] : [safeLine(entry.project)]
  return [text, ...project, ...entry.labels.map((label) => `+${safeLine(label)}`)].join(' · ')
}

export function startedWords(entry: TimerStarted, zone: string): string {
  const stopped = entry.stopped === null ? [] : [stoppedWords(entry.stopped, zone)]
  return [
    ...stopped,
    `Started ${entryTitle(entry)} at ${clockText(entry.start, zone)}  (${shortId(entry.id)})`,
  ].join('\n')
}

export const stoppedWords = (entry: TimeEntry, zone: string): string =>
  `Stopped ${entryTitle(entry)} after ${formatDuration(entry.durationSeconds)}, ${clockText(entry.start, zone)} – ${endText(entry, zone)}  (${shortId(entry.id)})`

export const cancelledWords = (entry: TimeEntry): string =>
  `Thrown away: ${entryTitle(entry)}, ${formatDuration(entry.durationSeconds)}  (${shortId(entry.id)})`

export const loggedWords = (entry: TimeEntry): string =>
  `Logged ${formatDuration(entry.durationSeconds)} of ${entryTitle(entry)}  (${shortId(entry.id)})`

export function statusWords(
  { running, todaySeconds }: { running: TimeEntry | null; todaySeconds: number },
  zone: string,
): string {
  const today = `Today: ${formatDuration(todaySeconds)}`
  if (running === null) return `No timer is running. ${today}`
  const since = `since ${clockText(running.start, zone)}, ${formatDuration(running.durationSeconds)}  (${shortId(running.id)})`
  return `Running ${entryTitle(running)} ${since}\n${today}`
}

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

/** `running`, or the time, with its day when that is another one. */
function endText(entry: TimeEntry, zone: string): string {
  if (entry.end === null) return 'running'
  const time = clockText(entry.end, zone)
  const day = dayText(entry.end, zone)
  return day === dayText(entry.start, zone) ? time : `${day} ${time}`
}
