import type { WordsOf } from '../../../words/language.ts'
import type { ViewContext } from '../../view.ts'
import type { State } from './state.ts'

/** What the parts of the view are given. */
export interface PartContext extends Pick<ViewContext, 'store' | 'act'> {
  readonly words: WordsOf<'tasks'>
  /** Another state of the list: one entry of the history. */
  readonly to: (change: Partial<State>) => void
}
