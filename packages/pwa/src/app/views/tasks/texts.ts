/** Dates as people read them, and the moment that typed ones are read against. */
import type { DateContext } from '@goalixa/domain/calendar'
import { fromInstantText, startOfDay } from '@goalixa/domain/calendar'
import { dateLocale } from '../../../words/date-locale.ts'
import { weekStart, zone } from '../../store/dates.ts'
import type { Store } from '../../store/store.ts'

export const dateContext = ({ replica }: Pick<Store, 'replica'>): DateContext => ({
  now: Math.floor(replica.now() / 1000),
  zone: zone(),
  weekStart: weekStart(),
})

/** A civil date, or an instant with its time. */
export function momentText(moment: string): string {
  const isDay = moment.length === 10
  const seconds = isDay ? startOfDay(moment, zone()) : fromInstantText(moment)
  return new Intl.DateTimeFormat(dateLocale(), {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(isDay ? {} : ({ hour: '2-digit', minute: '2-digit' } as const)),
    timeZone: zone(),
  }).format(seconds * 1000)
}
