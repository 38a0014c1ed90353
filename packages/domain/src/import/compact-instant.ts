/** The way Timewarrior and Taskwarrior write instants. */
import { toInstantText, zoned } from '../calendar.ts'

const COMPACT = /^\d{8}T\d{6}Z$/

/**
 * Epoch seconds of `20260302T090000Z`; null when it is not written so, when the date or time does not exist,
 * or when it is not in the years 1900 to 9999.
 */
export function parseCompactInstant(text: string): number | null {
  if (!COMPACT.test(text)) return null
  const number = (from: number, to: number) => Number(text.slice(from, to))
  const [year, month, day] = [number(0, 4), number(4, 6), number(6, 8)] as const
  const [hour, minute, second] = [number(9, 11), number(11, 13), number(13, 15)] as const
  if (year < 1900 || hour > 23 || minute > 59 || second > 59) return null
  const milliseconds = Date.UTC(year, month - 1, day, hour, minute, second)
  const date = new Date(milliseconds)
  // Date.UTC carries over: 30 February becomes 2 March.
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? milliseconds / 1000 : null
}

/**
 * The date of an instant that is the first of its day in the zone, for so a date without a time is kept in the
 * other tool; else the instant, `2026-03-02T09:00:00Z`.
 */
export function dayOrInstant(seconds: number, zone: string): string {
  const local = zoned(seconds, zone)
  const isFirst = local.startOfDay().epochMilliseconds === local.epochMilliseconds
  return isFirst ? local.toPlainDate().toString() : toInstantText(seconds)
}
