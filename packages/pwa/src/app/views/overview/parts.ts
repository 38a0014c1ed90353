import type { TemplateResult } from 'lit-html'
import type { WordsOf } from '../../../words/language.ts'
import type { ViewContext } from '../../view.ts'
import type { Overview } from './data.ts'

/** What the parts of the overview are given. */
export interface PartContext extends Pick<ViewContext, 'store' | 'act' | 'now'> {
  readonly words: WordsOf<'overview'>
  /** Draws once more, so that a box shows again what holds: a rule may have refused. */
  readonly redraw: () => void
}

export type Part = (overview: Overview) => TemplateResult | ''
