/** Days, weeks and months of a report as they are read, in the language and the calendar of this device. */
import type { ReportBy } from '@goalixa/contracts/reports'
import { dateLocale } from '../../../words/date-locale.ts'
import { language } from '../../../words/language.ts'
import type { WordsOf } from '../../../words/language.ts'
import { addDays } from '../../store/dates.ts'

const styles = {
  full: { dateStyle: 'long' },
  medium: { dateStyle: 'medium' },
  long: { weekday: 'long' },
  short: { weekday: 'short' },
  day: { day: 'numeric' },
  dayOfMonth: { day: 'numeric', month: 'short' },
  month: { month: 'long', year: 'numeric' },
  monthAlone: { month: 'short' },
} satisfies Record<string, Intl.DateTimeFormatOptions>
type Style = keyof typeof styles

/** Months of a report are those of the Gregorian calendar, whatever calendar names its days. */
const isGregorian: ReadonlySet<Style> = new Set<Style>(['month', 'monthAlone'])

/** Kept, since making one takes longer than a hundred dates of it; a page has one language and one calendar. */
const formats = new Map<Style, Intl.DateTimeFormat>()

function formatOf(style: Style): Intl.DateTimeFormat {
  const locale = isGregorian.has(style) ? `${language()}-u-ca-gregory` : dateLocale()
  const format = formats.get(style) ?? new Intl.DateTimeFormat(locale, { ...styles[style], timeZone: 'UTC' })
  formats.set(style, format)
  return format
}

const utc = (date: string) => Temporal.PlainDate.from(date).toZonedDateTime('UTC').epochMilliseconds
const text = (style: Style, date: string): string => formatOf(style).format(utc(date))
const comma = () => (language() === 'fa' ? '، ' : ', ')

/** `March 2 – 8, 2026`; `to` is the day after the last. */
export function daysText({ from, to }: { readonly from: string; readonly to: string }): string {
  const last = addDays(to, -1)
  return last === from ? dayText(from) : formatOf('full').formatRange(utc(from), utc(last))
}

/** `Monday, March 2, 2026` */
export const dayText = (date: string): string => `${text('long', date)}${comma()}${text('full', date)}`

/** 1 Monday to 7 Sunday. */
export const weekdayText = (day: number, weekday: 'long' | 'short'): string =>
  // A week that begins on a Monday, as weeks are numbered.
  text(weekday, `2024-01-0${day}`)

/** Of a group: its name, that of nothing, or its day, week or month. */
export function groupName(
  by: ReportBy,
  { key, name }: { readonly key: string | null; readonly name: string },
  words: WordsOf<'reports'>,
): string {
  if (by === 'month') return text('month', key ?? name)
  if (by === 'week' || by === 'day')
    return `${text('short', key ?? name)}${comma()}${text('medium', key ?? name)}`
  return key === null ? words.none[by] : name
}

/** As a mark below a picture. */
export function shortName(by: 'day' | 'week' | 'month', date: string): string {
  if (by === 'month') return text('monthAlone', date)
  return by === 'day' ? `${text('short', date)} ${text('day', date)}` : text('dayOfMonth', date)
}
