/** Days and weeks of a zone, as the services are asked for them. */

/** Civil dates; `to` is exclusive. */
export interface Range {
  readonly from: string
  readonly to: string
}

/** The day that it is in the zone at a moment, `YYYY-MM-DD`. */
export const dayAt = (epochMs: number, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(Math.floor(epochMs))
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .toString()

/** The day alone. */
export const dayRange = (day: string): Range => ({ from: day, to: plusDays(day, 1) })

/** The week in which the day lies. `weekStart`: 1 Monday to 7 Sunday. */
export function weekRange(day: string, weekStart = 1): Range {
  const { dayOfWeek } = Temporal.PlainDate.from(day)
  const from = plusDays(day, -((dayOfWeek - weekStart + 7) % 7))
  return { from, to: plusDays(from, 7) }
}

export const plusDays = (day: string, days: number): string =>
  Temporal.PlainDate.from(day).add({ days }).toString()

/** The moment at which the day begins in the zone, RFC 3339 in UTC. */
export const startOf = (day: string, zone: string): string =>
  Temporal.PlainDate.from(day).toZonedDateTime(zone).toInstant().toString({ smallestUnit: 'second' })
