import { dateLocale } from '../../../words/date-locale.ts'
import type { WordsOf } from '../../../words/language.ts'
import type { ViewContext } from '../../view.ts'

/** What the parts of the planner are given. */
export interface PartContext extends Pick<ViewContext, 'store' | 'act' | 'go'> {
  readonly words: WordsOf<'planner'>
  /** Draws once more, so that a box shows again what holds: a rule may have refused. */
  readonly redraw: () => void
  /** What gets the focus when it is lost because its row went or was put elsewhere: the first of these that is there. */
  readonly keepFocus: (...selectors: readonly string[]) => void
}

export const addLine = '#planner-add'

/** Of a civil date. */
export const dayText = (date: string, style: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(dateLocale(), { ...style, timeZone: 'UTC' }).format(Date.parse(date))

/** A part of the row of a to-do: `box`, `title`, `up`, `down`, `more`. */
export const inRow = (id: string, part: string): string =>
  `[data-drag="${CSS.escape(id)}"] [data-part="${part}"]`
