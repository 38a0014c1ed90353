/** Words for what was taken back or done again. */
import type { DateContext } from '@goalixa/domain/calendar'
import type { TakenBack } from '../store.ts'
import { safeLine } from './safe-text.ts'
import { momentText } from './times.ts'

export function takenBackWords(verb: string, { intent, at, rows }: TakenBack, dates: DateContext): string {
  const counted = rows === 1 ? '1 row' : `${rows} rows`
  // What is done again is the undoing of an undo: its name would tell nothing.
  if (verb === 'Did again') return `${verb} what was undone on ${momentText(at, dates.zone)} (${counted})`
  return `${verb}: ${safeLine(intent)} of ${momentText(at, dates.zone)} (${counted})`
}
