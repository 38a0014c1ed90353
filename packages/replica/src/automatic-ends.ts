/** Entries that ended because another was started elsewhere: each is told, and can be resumed with one write. */
import { AppError } from '@goalixa/contracts/errors'
import type { HistoryLine } from '@goalixa/contracts/sync'
import type { Span } from '@goalixa/domain/one-running-timer'
import { spanOf } from '@goalixa/domain/one-running-timer'
import { sameValue } from '@goalixa/domain/rows'
import { addDismissed, readDismissed } from './dismissed.ts'
import { automatic } from './intents.ts'
import type { Replica, Written } from './replica.ts'
import type { ReplicaReader } from './storage.ts'

export interface AutomaticEnd {
  readonly id: string
  readonly entryId: string
  /** The operation that made it necessary. */
  readonly operation: string
  readonly before: Span
  readonly after: Span
}

/** Did a rule, and nobody, end it? */
export const isAutomaticEnd = ({ register, stamp }: HistoryLine['changes'][number]): boolean =>
  register === 'span' && stamp[2] === automatic

/** Latest first; those that somebody has changed or put aside since are left out. */
export const listAutomaticEnds = (replica: Replica): Promise<AutomaticEnd[]> =>
  replica.read(readAutomaticEnds)

/** The same, inside a transaction. */
export async function readAutomaticEnds(reader: ReplicaReader): Promise<AutomaticEnd[]> {
  const dismissed = new Set(await readDismissed(reader))
  const ends: AutomaticEnd[] = []
  for (const { operation, lines } of await reader.intents()) {
    for (const { table, rowId, changes } of lines) {
      const ended = changes.find((change) => table === 'timeEntries' && isAutomaticEnd(change))
      const id = `${operation} ${table} ${rowId} end`
      if (ended === undefined || dismissed.has(id)) continue
      const row = await reader.row(table, rowId)
      if (row === undefined || row.visible['deleted']?.v === true) continue
      if (!sameValue(row.visible['span']?.v, ended.after)) continue
      ends.push({
        id,
        entryId: rowId,
        operation,
        before: ended.before as unknown as Span,
        after: ended.after as unknown as Span,
      })
    }
  }
  return ends
}

/** It has been seen. */
export const dismissAutomaticEnd = (replica: Replica, id: string): Promise<void> =>
  replica.storage.write((writer) => addDismissed(writer, id))

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
