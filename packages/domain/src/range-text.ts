/** A span as `parseRange` reads it back, to the second, in the same zone. */
import { toInstantText, zoned } from './calendar.ts'
import { localText, timeText } from './clock-times.ts'

/**
 * `2026-03-02 9:00 - 10:30`, or with the day of the end where it is another one. A time that the clock of the zone shows
 * twice is written in UTC, `2026-10-25T00:30:00Z`, and so is one that a person would not write, before the zone had
 * whole minutes. Instants are epoch seconds.
 */
export function formatRange({ start, end }: { start: number; end: number }, zone: string): string {
  const [from, to] = [zoned(start, zone), zoned(end, zone)]
  const plain = [from, to].every(isPlain)
  if (!plain) return `${toInstantText(start)} - ${toInstantText(end)}`
  const sameDay = from.toPlainDate().equals(to.toPlainDate())
  return `${localText(start, zone)} - ${sameDay ? timeText(to) : localText(end, zone)}`
}

/** Does the clock show this time once only? */
function isPlain(moment: Temporal.ZonedDateTime): boolean {
  const local = moment.toPlainDateTime()
  return (['earlier', 'later'] as const).every((disambiguation) =>
    local.toZonedDateTime(moment.timeZoneId, { disambiguation }).equals(moment),
  )
}
