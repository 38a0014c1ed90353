/** Reads dates and times as spreadsheets write them: no zone, and days and months in either order. */
import { unreadable } from './csv-rows.ts'
import { RowRefused, show } from './row-fields.ts'

/** The order of year, month and day. */
export type DateOrder = 'ymd' | 'dmy' | 'mdy'

/** What a calendar and a clock on the wall show. */
export interface WallTime {
  /** `2026-03-02`. */
  readonly date: string
  /** `09:00:00`. */
  readonly time: string
}

const numeric = /^(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})$/

/** Looks at one date after the other; what it has seen says which order the file is in. */
export function createOrderFinder() {
  let dayFirst = false
  let monthFirst = false
  let undecided = false
  return {
    look(text: string): void {
      const match = numeric.exec(text.trim())
      if (match === null || match[1]!.length === 4) return
      const [first, second] = [Number(match[1]), Number(match[3])]
      // With dots the day comes first wherever they are in use.
      if (match[2] === '.' || (first > 12 && second <= 12)) dayFirst = true
      else if (second > 12 && first <= 12) monthFirst = true
      else if (first !== second) undecided = true
    },
    /** @throws {AppError} `import.unreadable` when nothing shows it, or rows contradict each other */
    required(): DateOrder {
      if (dayFirst !== monthFirst) return dayFirst ? 'dmy' : 'mdy'
      if (!dayFirst && !undecided) return 'dmy'
      const reason = dayFirst
        ? 'some dates of this file can only have the day first, others only the month'
        : 'nothing in this file shows whether the day or the month comes first'
      const hint = 'add --date-format dmy (2/3 is 2 March) or --date-format mdy'
      throw unreadable(1, `${reason}; nothing was imported`, hint)
    },
  }
}

/** Thrown by {@link readDate} where the order decides and is not known yet; it never leaves a reader. */
export class OrderNeeded extends Error {}

/** `2026-03-02` of `03/02/2026`, `2.3.26` or `2026-03-02`. @throws {RowRefused} when there is no such date; {OrderNeeded} */
export function readDate(text: string, what: string, order: DateOrder | undefined): string {
  const match = numeric.exec(text.trim())
  const refused = () => new RowRefused(`${what} is not a date that exists: ${show(text)}`)
  if (match === null) throw refused()
  const [first, second, third] = [Number(match[1]), Number(match[3]), Number(match[4])]
  const yearFirst = match[1]!.length === 4
  if (!yearFirst && match[4]!.length === 3) throw refused()
  if (!yearFirst && order === undefined) throw new OrderNeeded()
  const [year, month, day] = yearFirst
    ? [first, second, third]
    : order === 'mdy' && match[2] !== '.'
      ? [fullYear(third), first, second]
      : [fullYear(third), second, first]
  const date = new Date(Date.UTC(year, month - 1, day))
  if (year < 1900 || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) throw refused()
  return date.toISOString().slice(0, 10)
}

const fullYear = (year: number): number => (year >= 100 ? year : year < 70 ? 2000 + year : 1900 + year)

const clock = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([ap])?\.?\s?(?:m\.?)?$/i

/** `09:00:00` of `9:00`, `09:00:00` or `9:00:00 AM`. @throws {RowRefused} */
export function readTime(text: string, what: string): string {
  const match = clock.exec(text.trim())
  const refused = () => new RowRefused(`${what} is not a time, as in 09:00: ${show(text)}`)
  if (match === null) throw refused()
  const half = match[4]?.toLowerCase()
  let hour = Number(match[1])
  if (half !== undefined) {
    if (hour < 1 || hour > 12) throw refused()
    hour = (hour % 12) + (half === 'p' ? 12 : 0)
  }
  const [minute, second] = [Number(match[2]), Number(match[3] ?? 0)]
  if (hour > 23 || minute > 59 || second > 59) throw refused()
  return [hour, minute, second].map((part) => String(part).padStart(2, '0')).join(':')
}

/** Seconds of `1:30:00`, `1:30` (hours and minutes), `1.5` (hours) or `1,5`; null when empty. @throws {RowRefused} */
export function readDuration(text: string, what: string): number | null {
  const trimmed = text.trim()
  if (trimmed === '') return null
  const parts = /^(\d{1,5}):(\d{2})(?::(\d{2}))?$/.exec(trimmed)
  if (parts !== null) return Number(parts[1]) * 3600 + Number(parts[2]) * 60 + Number(parts[3] ?? 0)
  if (/^\d{1,6}(?:[.,]\d+)?$/.test(trimmed)) return Math.round(Number(trimmed.replace(',', '.')) * 3600)
  throw new RowRefused(`${what} is not a duration, as in 1:30:00: ${show(text)}`)
}

/**
 * The instants, in epoch seconds, at which clocks of the zone show this: two where the clock is set back.
 * @throws {RowRefused} where it is set forward over it
 */
export function instantsOf(
  { date, time }: WallTime,
  zone: string,
  what: string,
): readonly [number, ...number[]] {
  const wall = Temporal.PlainDateTime.from(`${date}T${time}`)
  const earlier = wall.toZonedDateTime(zone, { disambiguation: 'earlier' })
  const later = wall.toZonedDateTime(zone, { disambiguation: 'later' })
  const [first, second] = [earlier.epochMilliseconds / 1000, later.epochMilliseconds / 1000]
  if (first === second) return [first]
  if (!earlier.toPlainDateTime().equals(wall)) {
    throw new RowRefused(
      `${what} does not exist in ${zone}, where the clock was set forward over it: ${date} ${time}`,
    )
  }
  return [first, second]
}

/**
 * Start and end of a span between two wall times; where a clock is set back, those whose distance is closest to the
 * duration. Without a duration the first start, and the first end that is not before it.
 */
export function fitSpan(
  starts: readonly [number, ...number[]],
  ends: readonly [number, ...number[]],
  durationSeconds: number | null,
): { readonly start: number; readonly end: number } {
  const spans = starts.flatMap((start) => ends.map((end) => ({ start, end })))
  const misfit = ({ start, end }: { start: number; end: number }) =>
    end < start ? Infinity : durationSeconds === null ? 0 : Math.abs(end - start - durationSeconds)
  return spans.reduce((best, span) => (misfit(span) < misfit(best) ? span : best))
}
