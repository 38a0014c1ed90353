/** Words for entries that are split, joined, moved, resized or filled, and for the gaps between them. */
import type { JoinedTimeEntry, SplitTimeEntry, TimeEntryGaps } from '@goalixa/contracts/time-entries-surgery'
import type { TimedEntry } from '@goalixa/contracts/time-entries'
import { fromInstantText, toInstantText } from '@goalixa/domain/calendar'
import { formatDuration } from '@goalixa/domain/durations'
import type { Stretch } from '@goalixa/domain/overlap-policies'
import { formatRange } from '@goalixa/domain/range-text'
import { shortId } from './ids.ts'
import { table } from './table.ts'
import type { Terminal } from './terminal.ts'
import { endText, entryTitle } from './timer.ts'
import { clockText, dayText, momentText, spanText, weekdayText } from './times.ts'

/** `Mon 2026-03-02 09:00 – 10:30 +01:00 Europe/Berlin, 1h 30m`, or `…, running`. */
export const stretchWords = ({ start, end }: Stretch, zone: string): string =>
  end === null
    ? `${momentText(toInstantText(start), zone)}, running`
    : spanText(toInstantText(start), toInstantText(end), zone)

export function splitWords({ items }: SplitTimeEntry, zone: string): string {
  const [first] = items
  return [
    `Split ${first === undefined ? '' : entryTitle(first)} into ${items.length}`,
    ...items.map((part) => `- ${timesOf(part, zone)}`),
  ].join('\n')
}

export function joinedWords(entry: JoinedTimeEntry, zone: string): string {
  const filled = entry.filledSeconds === 0 ? [] : [`${formatDuration(entry.filledSeconds)} filled`]
  const once =
    entry.overlapSeconds === 0 ? [] : [`${formatDuration(entry.overlapSeconds)} of overlap counts once`]
  const about = [...filled, ...once].join(', ')
  const joined = `Joined ${entry.removed.length + 1} entries to ${entryTitle(entry)}`
  return `${joined}, ${timesOf(entry, zone)}${about === '' ? '' : `; ${about}`}`
}

/** `Moved "text", 09:00 – 10:30, 1h 30m  (3f2a9c)` */
export const placedWords = (verb: string, entry: TimedEntry, zone: string): string =>
  `${verb} ${entryTitle(entry)}, ${timesOf(entry, zone)}`

const timesOf = (entry: TimedEntry, zone: string): string =>
  `${clockText(entry.start, zone)} – ${endText(entry, zone)}, ${formatDuration(entry.durationSeconds)}  (${shortId(entry.id)})`

export function gapsWords(
  { items, totalSeconds, zone, from, to }: TimeEntryGaps,
  terminal: Pick<Terminal, 'paint' | 'width'>,
): string {
  if (items.length === 0) return `No gaps ${daysText(from, to)}.`
  const rows = items.map((gap) => [
    weekdayText(gap.date),
    clockText(gap.start, zone),
    dayText(gap.end, zone) === gap.date ? clockText(gap.end, zone) : '24:00',
    formatDuration(gap.durationSeconds),
  ])
  const head = [
    { head: 'DATE' },
    { head: 'START' },
    { head: 'END' },
    { head: 'FREE', align: 'right' } as const,
  ]
  return [
    table(head, rows, { width: terminal.width, paintHead: (text) => terminal.paint('dim', text) }),
    `${items.length === 1 ? '1 gap' : `${items.length} gaps`}, ${formatDuration(totalSeconds)}, in ${zone}`,
  ].join('\n')
}

/** What to type for the first of them; empty when there is none. */
export function gapHint({ items: [gap], zone }: Pick<TimeEntryGaps, 'items' | 'zone'>): string {
  if (gap === undefined) return ''
  const stretch = { start: fromInstantText(gap.start), end: fromInstantText(gap.end) }
  return `to fill one: goalixa log ${formatRange(stretch, zone)} "text"`
}

const daysText = (from: string, to: string): string => {
  const last = Temporal.PlainDate.from(to).subtract({ days: 1 }).toString()
  return last === from ? `on ${weekdayText(from)}` : `from ${weekdayText(from)} to ${weekdayText(last)}`
}
