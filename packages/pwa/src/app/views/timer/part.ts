import type { ReadonlySignal } from '@preact/signals-core'
import type { TimeEntry } from '@goalixa/contracts/time-entries'
import { durationText } from '../../timer/durations.ts'
import { dateLocale } from '../../../words/date-locale.ts'
import { language } from '../../../words/language.ts'
import type { WordsOf } from '../../../words/language.ts'
import type { ViewContext } from '../../view.ts'
import type { Range } from './data.ts'

export interface PartContext extends ViewContext {
  readonly words: WordsOf<'timer'>
  readonly range: ReadonlySignal<Range | undefined>
  readonly edit: (entry: TimeEntry) => Promise<void>
  /** Opens a new one, in epoch seconds. */
  readonly add: (start: number, end: number) => Promise<void>
}

export const isRunning = ({ start, end }: TimeEntry): boolean => start !== null && end === null

export const dayText = (date: string, style: 'long' | 'short'): string =>
  new Intl.DateTimeFormat(dateLocale(), {
    weekday: style,
    day: 'numeric',
    month: style,
    timeZone: 'UTC',
  }).format(Date.parse(date))

/** `09:00` of an epoch second in a zone. */
export const clockIn = (zone: string): ((seconds: number) => string) => {
  const format = new Intl.DateTimeFormat(language(), {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  })
  return (seconds) => format.format(seconds * 1000)
}

export const spanText = (
  { start, end, durationSeconds }: TimeEntry,
  clock: (seconds: number) => string,
): string =>
  start === null
    ? durationText(durationSeconds)
    : `${clock(Date.parse(start) / 1000)}–${end === null ? '' : clock(Date.parse(end) / 1000)}`
