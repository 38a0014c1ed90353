/** Days, weeks, months, quarters and years as civil dates, without any time zone. */

export type Period = 'day' | 'week' | 'month' | 'quarter' | 'year'

/** The first day of the period that holds `date`; `weekStart` is 1 (Monday) to 7 (Sunday). */
export function firstDayOf(period: Period, date: Temporal.PlainDate, weekStart: number): Temporal.PlainDate {
  switch (period) {
    case 'day':
      return date
    case 'week':
      return date.subtract({ days: (date.dayOfWeek - weekStart + 7) % 7 })
    case 'month':
      return date.with({ day: 1 })
    case 'quarter':
      return date.with({ month: date.month - ((date.month - 1) % 3), day: 1 })
    case 'year':
      return date.with({ month: 1, day: 1 })
  }
}

/** `date` moved by whole periods; a day that the target month lacks becomes its last day (31 Jan + 1 month = 28 Feb). */
export function addPeriods(date: Temporal.PlainDate, period: Period, count: number): Temporal.PlainDate {
  switch (period) {
    case 'day':
      return date.add({ days: count })
    case 'week':
      return date.add({ weeks: count })
    case 'month':
      return date.add({ months: count })
    case 'quarter':
      return date.add({ months: 3 * count })
    case 'year':
      return date.add({ years: count })
  }
}

/** The ISO week of a date as text, `2026-W10`. */
export function isoWeekName(date: Temporal.PlainDate): string {
  return `${date.yearOfWeek}-W${String(date.weekOfYear).padStart(2, '0')}`
}
