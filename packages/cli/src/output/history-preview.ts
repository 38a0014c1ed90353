/** Words for what an undo or a redo would do. */
import type { DateContext } from '@goalixa/domain/calendar'
import type { ReversalPreview } from '../store.ts'
import { fieldWords, valueWords } from './fields.ts'
import { deedWords } from './intents.ts'
import { rowWords } from './rows.ts'
import { momentText } from './times.ts'

/** More are only counted. */
const shown = 20

export function previewWords(
  verb: 'undo' | 'redo',
  { intent, at, changes }: ReversalPreview,
  { zone }: DateContext,
): string {
  const lines = changes.slice(0, shown).map((change) => `  ${changeWords(change, zone)}`)
  const rest = changes.length > shown ? [`  and ${changes.length - shown} more`] : []
  const when = momentText(at, zone)
  // What is done again is the undoing of an undo: its name would tell nothing.
  const deed =
    verb === 'redo'
      ? `This would do again what was undone on ${when}`
      : `This would take back: ${deedWords(intent)}, of ${when}`
  return [`Nothing was changed. ${deed}`, ...lines, ...rest].join('\n')
}

function changeWords({ row, field, of, from, to }: ReversalPreview['changes'][number], zone: string): string {
  const name = rowWords(row, zone)
  if (field === 'removed') return `${name}: ${to === true ? 'goes to the trash' : 'comes back'}`
  return `${name}: ${fieldWords({ field, of })} ${valueWords(field, from, zone)} -> ${valueWords(field, to, zone)}`
}
