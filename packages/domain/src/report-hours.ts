/** At which hours of which weekdays time was tracked. */
import type { Bucket } from './calendar.ts'
import { zoned } from './calendar.ts'
import type { TrackedSpans } from './totals.ts'
import { bucketAt } from './totals.ts'

interface Hour {
  readonly start: number
  readonly end: number
  /** 0 to 23, as the clock shows it. */
  readonly hour: number
}

/**
 * `hours[weekday][hour]` in seconds, Monday first, for the days of a range in a zone. The hours add up to the
 * attributed seconds of these days, less the untimed ones: an hour that comes twice counts twice under its number, one that is skipped not.
 */
export function hoursOf(tracked: readonly TrackedSpans[], days: readonly Bucket[], zone: string): number[][] {
  const hours = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0))
  if (days.length === 0) return hours
  const known = new Map<number, readonly Hour[]>()
  const hoursOfDay = (at: number): readonly Hour[] => {
    const found = known.get(at) ?? cut(days[at]!, zone)
    known.set(at, found)
    return found
  }
  for (const { spans } of tracked) {
    for (let index = 0; index < spans.length; index += 2) {
      const [from, to] = [spans[index]!, spans[index + 1]!]
      for (let at = bucketAt(days, from); at < days.length && days[at]!.start < to; at++) {
        const weekday = hours[Temporal.PlainDate.from(days[at]!.key).dayOfWeek - 1]!
        for (const { start, end, hour } of hoursOfDay(at))
          weekday[hour]! += Math.max(0, Math.min(to, end) - Math.max(from, start))
      }
    }
  }
  return hours
}

/** Each stretch runs to the next full hour on the clock, to a change of the clock, or to the end of the day. */
function cut(day: Bucket, zone: string): Hour[] {
  const hours: Hour[] = []
  let change = changeAfter(day.start, zone)
  let { hour, minute, second } = zoned(day.start, zone)
  for (let start = day.start; start < day.end;) {
    const end = Math.min(day.end, change, start + 3600 - minute * 60 - second)
    hours.push({ start, end, hour })
    start = end
    if (start === change) {
      ;({ hour, minute, second } = zoned(start, zone))
      change = changeAfter(start, zone)
    } else [hour, minute, second] = [(hour + 1) % 24, 0, 0]
  }
  return hours
}

/** Epoch seconds of the next change of the clock. */
function changeAfter(instant: number, zone: string): number {
  const next = zoned(instant, zone).getTimeZoneTransition('next')
  return next === null ? Infinity : Math.max(instant + 1, Math.floor(next.epochMilliseconds / 1000))
}
