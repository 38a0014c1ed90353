import type { WordsOf } from '../../../words/language.ts'
import type { Answer } from './data.ts'
import type { Figures } from './figures.ts'

/** What each form of a report is drawn with. */
export interface Part {
  readonly words: WordsOf<'reports'>
  readonly figures: Figures
  readonly answer: Answer
}
