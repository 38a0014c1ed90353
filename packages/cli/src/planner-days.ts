/** The day of a plan, from what a person typed. Plans look ahead: a weekday is the next one. */
import type { DateContext } from '@goalixa/domain/calendar'
import { parseDate } from '@goalixa/domain/dates'
import { Flags } from '@oclif/core'
import { todayOf } from './weeks.ts'

/** The civil date; today when nothing was typed. Throws `input.date`. */
export const plannedDay = (text: string | undefined, dates: DateContext): string =>
  text === undefined || text === '' ? todayOf(dates) : parseDate(text, dates, 'future')

export const onDay = Flags.string({
  description: 'the day, such as tomorrow, friday or 2026-03-02; today unless said',
  helpValue: 'DATE',
})
