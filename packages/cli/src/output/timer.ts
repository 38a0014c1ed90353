/** Words for the timer, and for an entry in one line: without tables, which take a while to load. */
import type { TimeEntry, TimedEntry } from '@goalixa/contracts/time-entries'
import type { TimerStarted } from '@goalixa/contracts/timer'
import { formatDuration } from '@goalixa/domain/durations'
import { shortId } from './ids.ts'
import { safeLine } from './safe-text.ts'
import { clockText, dayText, momentText, weekdayText } from './times.ts'

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

export const stoppedWords = (entry: TimedEntry, zone: string): string =>
  `Stopped ${entryTitle(entry)} after ${formatDuration(entry.durationSeconds)}, ${clockText(entry.start, zone)} – ${endText(entry, zone)}  (${shortId(entry.id)})`

export const cancelledWords = (entry: TimeEntry): string =>
  `Thrown away: ${entryTitle(entry)}, ${formatDuration(entry.durationSeconds)}  (${shortId(entry.id)})`

export const loggedWords = (entry: TimeEntry): string =>
  `Logged ${formatDuration(entry.durationSeconds)} of ${entryTitle(entry)}${entry.date === null ? '' : ` on ${weekdayText(entry.date)}`}  (${shortId(entry.id)})`

export function statusWords(
  { running, todaySeconds }: { running: TimedEntry | null; todaySeconds: number },
  zone: string,
): string {
  const today = `Today: ${formatDuration(todaySeconds)}`
  if (running === null) return `No timer is running. ${today}`
  const since = `since ${clockText(running.start, zone)}, ${formatDuration(running.durationSeconds)}  (${shortId(running.id)})`
  return `Running ${entryTitle(running)} ${since}\n${today}`
}

/** `Mon 2026-03-02 09:00 +01:00 Europe/Berlin`, or `Mon 2026-03-02` of an untimed entry. */
export const whenText = ({ start, date }: Pick<TimeEntry, 'start' | 'date'>, zone: string): string =>
  start === null ? weekdayText(date!) : momentText(start, zone)

/** `running`, or the time, with its day when that is another one. */
export function endText(entry: Pick<TimedEntry, 'start' | 'end'>, zone: string): string {
  if (entry.end === null) return 'running'
  const time = clockText(entry.end, zone)
  const day = dayText(entry.end, zone)
  return day === dayText(entry.start, zone) ? time : `${day} ${time}`
}
