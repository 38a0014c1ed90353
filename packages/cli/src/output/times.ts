/** Times as people read them, in the zone they look from. Instants are RFC 3339. */
import { fromInstantText, zoned } from '@goalixa/domain/calendar'
import { formatDuration } from '@goalixa/domain/durations'

const weekdays = ['', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const local = (instant: string, zone: string) => zoned(fromInstantText(instant), zone)
const two = (part: number): string => String(part).padStart(2, '0')

/** `2026-03-02` */
export const dayText = (instant: string, zone: string): string =>
  local(instant, zone).toPlainDate().toString()

/** `09:00`, or `09:00:30` when there are seconds. */
export function clockText(instant: string, zone: string): string {
  const { hour, minute, second } = local(instant, zone)
  return `${two(hour)}:${two(minute)}${second === 0 ? '' : `:${two(second)}`}`
}

/** `Mon 2026-03-02` of a civil date. */
export function weekdayText(date: string): string {
  return `${weekdays[Temporal.PlainDate.from(date).dayOfWeek]} ${date}`
}

/** `Mon 2026-03-02, 2h, without start and end` */
export const untimedText = (date: string, seconds: number): string =>
  `${weekdayText(date)}, ${formatDuration(seconds)}, without start and end`

/** `Mon 2026-03-02 09:00 +01:00 Europe/Berlin`: all that was understood of a moment. */
export function momentText(instant: string, zone: string): string {
  return `${weekdayText(dayText(instant, zone))} ${clockText(instant, zone)} ${local(instant, zone).offset} ${zone}`
}

/** `Mon 2026-03-02 09:00 – 10:30 +01:00 Europe/Berlin, 1h 30m`; the end's day and offset only when they differ. */
export function spanText(start: string, end: string, zone: string): string {
  const from = local(start, zone)
  const to = local(end, zone)
  const fromOffset = from.offset === to.offset ? '' : ` ${from.offset}`
  const toDay = dayText(start, zone) === dayText(end, zone) ? '' : `${weekdayText(dayText(end, zone))} `
  const length = formatDuration(fromInstantText(end) - fromInstantText(start))
  return `${weekdayText(dayText(start, zone))} ${clockText(start, zone)}${fromOffset} – ${toDay}${clockText(end, zone)} ${to.offset} ${zone}, ${length}`
}
