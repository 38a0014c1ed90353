/**
 * Untimed entries: so many seconds on a civil date, without a start and an end. They are another value of the register
 * `span`, so that an entry is always one or the other, whatever devices wrote apart from each other.
 */
import { AppError } from '@goalixa/contracts/errors'
import { civilDate, fromInstantText } from './calendar.ts'
import type { Span } from './one-running-timer.ts'
import type { Json, Row } from './rows.ts'
import { valueOf } from './rows.ts'

/** `date` is `YYYY-MM-DD` and moves with no zone (D10); `zone` is where it was recorded, as of every entry. */
export interface Untimed {
  readonly date: string
  readonly seconds: number
  readonly zone: string
}

/** So many seconds on a civil date. */
export type DaySeconds = Pick<Untimed, 'date' | 'seconds'>

/** Is this value of the register `span` that of an untimed entry? */
export const isUntimed = (span: unknown): span is Untimed =>
  typeof span === 'object' && span !== null && 'date' in span

/** What an untimed entry says; undefined of one that has a start. */
export function untimedOf(row: Row): Untimed | undefined {
  const span = valueOf(row, 'span')
  return isUntimed(span) ? span : undefined
}

/** Does the entry have a start? */
export const isTimed = <Entry extends { readonly start: string | null }>(
  entry: Entry,
): entry is Entry & { readonly start: string } => entry.start !== null

/**
 * Epoch seconds at which lists put an entry that has no times: noon of its day in UTC, which is a moment of this day
 * nearly everywhere.
 */
const placeOfDay = (date: string): number => fromInstantText(`${date}T12:00:00Z`)

/** Epoch seconds by which entries stand in lists: the start, or {@link placeOfDay}. */
export function placeOf(span: Json | undefined): number {
  return isUntimed(span) ? placeOfDay(span.date) : (span as unknown as Span).start
}

/** The same of an entry as it is answered. */
export const placeOfEntry = ({
  start,
  date,
}: {
  readonly start: string | null
  readonly date: string | null
}) => (start === null ? placeOfDay(date!) : fromInstantText(start))

/** Civil dates of a stretch of time, both inclusive; a side that is open is absent. */
export interface Dates {
  readonly first?: string | undefined
  readonly last?: string | undefined
}

/** The dates that `[from, to)`, epoch seconds, touches in a zone. */
export const datesTouched = (from: number | undefined, to: number | undefined, zone: string): Dates => ({
  first: from === undefined ? undefined : civilDate(from, zone),
  last: to === undefined ? undefined : civilDate(Math.max(from ?? to - 1, to - 1), zone),
})

/** The dates of a range of days, where `to` is exclusive: also those that a zone skipped. */
export const datesOf = ({ from, to }: { readonly from: string; readonly to: string }): Dates => ({
  first: from,
  last: Temporal.PlainDate.from(to).subtract({ days: 1 }).toString(),
})

export const isWithin = (date: string, { first, last }: Dates): boolean =>
  (first === undefined || date >= first) && (last === undefined || date <= last)

/** @throws AppError `time_entries.untimed` for an entry without times; `what` cannot be done with it */
export function refuseUntimed(row: Row, what: string): void {
  const untimed = untimedOf(row)
  if (untimed !== undefined) throw untimedError(untimed.date, what)
}

/** `Time of 2026-03-02 without start and end cannot be split`: `what` is the last word. */
export const untimedError = (date: string, what: string): AppError =>
  new AppError('time_entries.untimed', `Time of ${date} without a start and an end cannot be ${what}`)
