/** Reminders in words. */
import type { Reminder } from '@goalixa/contracts/reminders'
import { language } from '../../../words/language.ts'
import type { WordsOf } from '../../../words/language.ts'
import { weekdayList } from '../../parts/weekdays.ts'
import type { ViewContext } from '../../view.ts'

export type ReminderWords = WordsOf<'reminders'>

export interface ReminderContext extends Pick<ViewContext, 'store' | 'act' | 'until'> {
  readonly words: ReminderWords
}

/** `every week on Mon and Thu` */
export function repeatText({ repeat, days, date }: Reminder, words: ReminderWords): string {
  if (repeat === 'weekly') return words.repeat.weekly(weekdayList(days))
  if (repeat === 'monthly')
    return words.repeat.monthly(new Intl.NumberFormat(language()).format(Number(date.slice(8))))
  return words.repeat[repeat]
}
