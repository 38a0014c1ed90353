/** When an entry was, or how long on which day. */
import type { TimeEntry } from '@goalixa/contracts/time-entries'
import { toInstantText } from '@goalixa/domain/calendar'
import { spanOf } from '@goalixa/domain/one-running-timer'
import type { Row } from '@goalixa/domain/rows'
import { valueOf } from '@goalixa/domain/rows'
import { placeOf, untimedOf } from '@goalixa/domain/untimed'

/** Seconds; a running entry counts up to `now`, epoch seconds. */
export function lengthOf(row: Row, now: number): number {
  const untimed = untimedOf(row)
  if (untimed !== undefined) return untimed.seconds
  const { start, end } = spanOf(row)
  return (end ?? Math.max(start, now)) - start
}

export function timesOf(
  row: Row,
  now: number,
): Pick<TimeEntry, 'start' | 'end' | 'date' | 'durationSeconds' | 'zone'> {
  const durationSeconds = lengthOf(row, now)
  const untimed = untimedOf(row)
  if (untimed !== undefined)
    return { start: null, end: null, date: untimed.date, durationSeconds, zone: untimed.zone }
  const { start, end, zone } = spanOf(row)
  const [from, to] = [toInstantText(start), end === null ? null : toInstantText(end)]
  return { start: from, end: to, date: null, durationSeconds, zone }
}

/** Where the entry stands in lists. */
export const placeOfRow = (row: Row): number => placeOf(valueOf(row, 'span'))
