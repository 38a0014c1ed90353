/** What people do with the timer, by the rules of the domain. */
import { continueTimer, startTimer, stopTimer } from '@goalixa/domain/plans/timer'
import { zone } from '../store/dates.ts'
import type { Store } from '../store/store.ts'
import { quickWords } from './quick-words.ts'

const source = 'pwa'

/** @param words the text, with labels as `+name` */
export const start = (store: Store, words: string) =>
  store.write('timer.start', (view, draft, newId) =>
    startTimer(view, draft, { ...quickWords(words), zone: zone(), source }, newId),
  )

export const stop = (store: Store) =>
  store.write('timer.stop', (view, draft) => stopTimer(view, draft, undefined))

/** The latest unless one is named. */
export const carryOn = (store: Store, entryId?: string) =>
  store.write('timer.continue', (view, draft, newId) =>
    continueTimer(
      view,
      draft,
      { ...(entryId === undefined ? {} : { entryId }), zone: zone(), source },
      newId,
    ),
  )
