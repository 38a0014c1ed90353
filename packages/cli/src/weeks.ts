/** The week of a goal, from what a person typed. */
import type { DateContext } from '@goalixa/domain/calendar'
import { plainDate } from '@goalixa/domain/calendar'
import { parseDate } from '@goalixa/domain/dates'
import { plainText } from '@goalixa/domain/input-text'

const shifts: Readonly<Record<string, number>> = { last: -7, this: 0, next: 7 }

/** Today, as the civil date of the zone. */
export const todayOf = ({ now, zone }: DateContext): string => plainDate(now, zone).toString()

/**
 * A day of the week of `--week`: `this`, `last week`, `next week`, `2026-W10`, or any day that `parseDate` reads.
 * Which day its week begins with is for the rules to say. Throws `input.date`.
 */
export function weekDay(text: string, dates: DateContext): string {
  const [, which] = /^:?(this|last|next)(?: ?week)?$/.exec(plainText(text)) ?? []
  if (which === undefined) return parseDate(text, dates, 'future')
  return plainDate(dates.now, dates.zone).add({ days: shifts[which]! }).toString()
}

/** What is sent beside a goal: whose week is meant. */
export const weekAsked = (dates: DateContext, config: { readonly weekStart?: number | undefined }) => ({
  zone: dates.zone,
  ...(config.weekStart === undefined ? {} : { weekStart: config.weekStart }),
})
