/** Words for what was taken back or done again. */
import type { DateContext } from '@goalixa/domain/calendar'
import type { TakenBack } from '../store.ts'
import { deedWords } from './intents.ts'
import { momentText } from './times.ts'

const counted = (rows: number): string => (rows === 1 ? '1 row' : `${rows} rows`)

export const undoneWords = ({ intent, at, rows }: TakenBack, { zone }: DateContext): string =>
  `Took back: ${deedWords(intent)}, of ${momentText(at, zone)} (${counted(rows)})`

/** What is done again is the undoing of an undo: its name would tell nothing. */
export const redoneWords = ({ at, rows }: TakenBack, { zone }: DateContext): string =>
  `Did again what was undone on ${momentText(at, zone)} (${counted(rows)})`
