/** What of the time is shown and how: all of it in the address. */
import type { Place } from '../../../bridge/paths.ts'
import { isDate } from '../../parts/is-date.ts'
import { addDays, todayIn, weekOf, zone } from '../../store/dates.ts'

export type Segment = 'list' | 'calendar'
export type Period = 'day' | 'week'

export interface Shown {
  readonly segment: Segment
  readonly period: Period
  /** Undefined for today, whatever day that is. */
  readonly date: string | undefined
}

export function shownAt({ query }: Place): Shown {
  return {
    segment: query.get('show') === 'calendar' ? 'calendar' : 'list',
    period: query.get('by') === 'week' ? 'week' : 'day',
    date: isDate(query.get('date')) ? query.get('date')! : undefined,
  }
}

export function pathOf({ segment, period, date }: Shown): string {
  const query = new URLSearchParams({
    ...(segment === 'list' ? {} : { show: segment }),
    ...(period === 'day' ? {} : { by: period }),
    ...(date === undefined ? {} : { date }),
  }).toString()
  return query === '' ? '/timer' : `/timer?${query}`
}

/** Days: `to` is the one after the last. */
export function rangeOf(
  { period, date }: Shown,
  nowMs: number,
): { readonly from: string; readonly to: string } {
  const day = date ?? todayIn(zone(), nowMs).today
  return period === 'week' ? weekOf(day) : { from: day, to: addDays(day, 1) }
}
