/** Times of a report as they are read: exact, or rounded for display; in the language of this device. */
import { html } from 'lit-html'
import type { TemplateResult } from 'lit-html'
import { roundSeconds } from '@goalixa/domain/rounding'
import { language } from '../../../words/language.ts'
import type { WordsOf } from '../../../words/language.ts'
import { durationText } from '../../timer/durations.ts'
import { cellText } from '../timesheet/cell.ts'
import type { Answer } from './data.ts'

export interface Figures {
  /** `1h 30m` */
  readonly text: (seconds: number) => string
  readonly time: (seconds: number) => TemplateResult
  /** `+1h 30m` */
  readonly change: (seconds: number) => string
  /** `1:30`; `·` for nothing. */
  readonly clock: (seconds: number) => TemplateResult
  readonly percent: (share: number) => string
  readonly number: (count: number) => string
  /** What is said of rounding, if anything was rounded. */
  readonly note: string
}

/** Each figure is rounded by itself, from its exact seconds. */
export function figuresOf(
  { rounding, state }: Pick<Answer, 'rounding' | 'state'>,
  words: WordsOf<'reports'>,
): Figures {
  const rule = state.isExact ? null : rounding
  const shown = (seconds: number) => (rule === null ? seconds : roundSeconds(seconds, rule))
  const text = (seconds: number) => durationText(shown(seconds))
  const percent = new Intl.NumberFormat(language(), { style: 'percent' })
  const number = new Intl.NumberFormat(language())
  return {
    text,
    time: (seconds) => html`<span class="gx-time" data-seconds=${seconds}>${text(seconds)}</span>`,
    change: (seconds) => {
      if (shown(seconds) === 0) return '±0'
      const signed = `${seconds > 0 ? '+' : ''}${text(seconds)}`
      // Right to left as one text, so that the sign stands before it.
      return language() === 'fa' ? `\u2067\u200f${signed}\u2069` : signed
    },
    clock: (seconds) =>
      html`<span class="gx-time" data-seconds=${seconds}>${cellText(shown(seconds)) || '·'}</span>`,
    percent: (share) => percent.format(share),
    number: (count) => number.format(count),
    note: rule === null ? '' : words.rounded(durationText(rule.seconds), rule.mode),
  }
}
