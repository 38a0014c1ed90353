/** Entries that ended because another was started elsewhere: each is told, and can be resumed with one write. */
import { AppError } from '@goalixa/contracts/errors'
import type { Span } from '@goalixa/domain/one-running-timer'
import { spanOf } from '@goalixa/domain/one-running-timer'
import { sameValue } from '@goalixa/domain/rows'
import { automatic } from './intents.ts'
import type { Replica, Written } from './replica.ts'

export interface AutomaticEnd {
  readonly entryId: string
  /** The operation that made it necessary. */
  readonly operation: string
  readonly before: Span
  readonly after: Span
}

/** Latest first; those that somebody has changed since are left out. */
export const listAutomaticEnds = (replica: Replica): Promise<AutomaticEnd[]> =>
  replica.read(async (reader) => {
    const ends: AutomaticEnd[] = []
    for (const { operation, lines } of await reader.intents()) {
      for (const { table, rowId, changes } of lines) {
        const ended = changes.find(
          ({ register, stamp }) => table === 'timeEntries' && register === 'span' && stamp[2] === automatic,
        )
        if (ended === undefined) continue
        const row = await reader.row(table, rowId)
        if (row === undefined || !sameValue(row.visible['span']?.v, ended.after)) continue
        ends.push({
          entryId: rowId,
          operation,
          before: ended.before as unknown as Span,
          after: ended.after as unknown as Span,
        })
      }
    }
    return ends
  })

/** The entry runs on as if it had never ended, and the one that runs now ends. @throws AppError `time_entries.not_found` */
export const resumeEntry = (replica: Replica, entryId: string): Promise<Written<void>> =>
  replica.write('timeEntries.resume', async (draft, reader) => {
    const row = await reader.row('timeEntries', entryId)
    if (row === undefined || row.visible['span'] === undefined || row.visible['deleted']?.v === true) {
      throw new AppError('time_entries.not_found')
    }
    const now = Math.floor(draft.nowMs / 1000)
    for (const running of await reader.runningEntries()) {
      if (running.id === entryId) continue
      const span = spanOf(running)
      draft.patch('timeEntries', running.id, { span: { ...span, end: Math.max(span.start, now) } })
    }
    const span = row.visible['span'].v as unknown as Span
    draft.patch('timeEntries', entryId, { span: { ...span, end: null } })
  })
