/** Time entries for Timewarrior: as `timew export` prints them, and as its data files keep them. */
import { civilDate, fromInstantText } from '../calendar.ts'
import { isTimed } from '../untimed.ts'
import { compactInstant } from './compact-instant.ts'
import type { ExportedEntry, Writer } from './export-source.ts'
import { jsonList } from './json-list.ts'
import { oneLine, oneLineNames } from './one-line.ts'

/** One interval as `timew export` prints it; without `end` it runs. */
export interface TimewarriorInterval {
  readonly id: number
  readonly start: string
  readonly end?: string
  readonly tags?: readonly string[]
  readonly annotation?: string
}

/** Timewarrior takes a lone # for the mark of a note, quoted or not. */
const tagsOf = (labels: readonly string[]): string[] =>
  oneLineNames(labels.map((name) => (oneLine(name) === '#' ? '＃' : name)))

function toInterval(entry: ExportedEntry & { readonly start: string }, id: number): TimewarriorInterval {
  const tags = tagsOf(entry.labels)
  const annotation = oneLine(entry.description)
  return {
    id,
    start: compactInstant(entry.start),
    ...(entry.end === null ? {} : { end: compactInstant(entry.end) }),
    ...(tags.length === 0 ? {} : { tags }),
    ...(annotation === '' ? {} : { annotation }),
  }
}

/** Latest first, as its own ids count; it has no place for time without a start. */
export const writeTimewarrior: Writer = (source) =>
  jsonList(
    (async function* () {
      let id = 0
      for await (const entries of source.entries())
        yield entries.filter(isTimed).map((entry) => toInterval(entry, ++id))
    })(),
  )

const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, (char) => `\\${char}`)}"`

/** One line of a data file, without its end. */
function dataLine({ start, end, tags = [], annotation }: TimewarriorInterval): string {
  const span = end === undefined ? `inc ${start}` : `inc ${start} - ${end}`
  const marked = tags.length === 0 ? '' : ` # ${tags.map(quoted).join(' ')}`
  const note = annotation === undefined ? '' : `${tags.length === 0 ? ' #' : ''} # ${quoted(annotation)}`
  return span + marked + note
}

/** Data files by their names such as `2026-02.data`: the month is that of the start in the zone, lines are sorted. */
export function timewarriorFiles(
  intervals: readonly TimewarriorInterval[],
  zone: string,
): Map<string, string> {
  const files = Map.groupBy(intervals, ({ start }) => {
    const [date, time] = start.split('T') as [string, string]
    const instant = `${date.replace(/(....)(..)(..)/, '$1-$2-$3')}T${time.replace(/(..)(..)(..)/, '$1:$2:$3')}`
    return `${civilDate(fromInstantText(instant), zone).slice(0, 7)}.data`
  })
  const text = (lines: readonly TimewarriorInterval[]) =>
    lines
      .map(dataLine)
      .toSorted((a, b) => (a < b ? -1 : 1))
      .join('\n')
  return new Map([...files].map(([name, lines]) => [name, `${text(lines)}\n`]))
}
