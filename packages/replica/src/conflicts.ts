/** Values that lost against one whose author did not know them: readable, and taken back with one write. */
import type { HistoryLine } from '@goalixa/contracts/sync'
import { absentValue } from '@goalixa/domain/absent-values'
import type { TableName } from '@goalixa/domain/rows'
import { restoreIntent } from '@goalixa/domain/reversal'
import { sameValue, valueOf } from '@goalixa/domain/rows'
import { addDismissed, readDismissed } from './dismissed.ts'
import { automatic, orderOf } from './intents.ts'
import { mergedOf } from './row-changes.ts'
import type { Replica, Written } from './replica.ts'
import type { Conflict, IntentRecord, ReplicaReader, ReplicaWriter } from './storage.ts'

const keepConflicts = 1_000

/**
 * Two ways to tell: the server says that a value lost; or the server's `before` of our own change is not what we saw
 * when we made it, so our change went over a value that we did not know.
 * @param replaced our own before-images, by operation
 * @returns those that were not known yet
 */
export async function noteConflicts(
  writer: ReplicaWriter,
  history: readonly HistoryLine[],
  replaced: ReadonlyMap<string, IntentRecord>,
): Promise<Conflict[]> {
  const noted: Conflict[] = []
  let won: ReadonlyMap<string, ReadonlySet<string>> | undefined
  for (const line of history) {
    if (line.intent === restoreIntent) continue
    const { operation, table, rowId, at, changes } = line
    const seen = replaced.get(operation)?.lines.find((one) => one.table === table && one.rowId === rowId)
    for (const change of changes) {
      const { register, stamp, outcome, before, after } = change
      if (stamp[2] === automatic) continue
      const base = {
        id: `${operation} ${table} ${rowId} ${register}`,
        order: orderOf(stamp),
        table,
        rowId,
        register,
        at,
      }
      const own = seen?.changes.find((one) => one.register === register)
      if (outcome === 'lost') {
        won ??= await wonBy(writer)
        // A value that came before under another name of its author has lost nothing.
        if ([...(won.get(writtenAs(line, change)) ?? [])].some((other) => other !== operation)) continue
        noted.push({ ...base, lost: after, operation })
      } else if (own !== undefined && wasUnknown(table, own, change)) {
        noted.push({ ...base, lost: before!, operation: null })
      }
    }
  }
  if (noted.length === 0) return []
  const known = new Set([...(await readDismissed(writer)), ...(await writer.conflicts()).map(({ id }) => id)])
  const fresh = noted.filter(({ id }) => !known.has(id))
  for (const conflict of fresh) await writer.putConflict(conflict)
  await writer.trimConflicts(keepConflicts)
  return fresh
}

type Change = HistoryLine['changes'][number]

/** Did our change go over a value that we had not seen? */
function wasUnknown(table: string, own: Change, { register, before, after }: Change): boolean {
  const seen = own.before ?? absentValue(table, register)
  return before !== undefined && !sameValue(seen, before) && !sameValue(before, after)
}

/** A value by where, when and in which order it was written, whoever its author is called. */
const writtenAs = (
  { table, rowId }: Pick<HistoryLine, 'table' | 'rowId'>,
  { register, stamp }: Change,
): string => [table, rowId, register, stamp[0], stamp[1]].join(' ')

/** The operations that wrote each of the values that won. */
async function wonBy(reader: ReplicaReader): Promise<Map<string, Set<string>>> {
  const known = new Map<string, Set<string>>()
  for (const { operation, lines } of await reader.intents()) {
    for (const line of lines) {
      for (const change of line.changes) {
        if (change.outcome === 'lost') continue
        const key = writtenAs(line, change)
        known.set(key, (known.get(key) ?? new Set()).add(operation))
      }
    }
  }
  return known
}

/** Latest first; those whose value is there again are settled and left out. */
export const listConflicts = (replica: Replica): Promise<Conflict[]> => replica.read(readConflicts)

/** The same, inside a transaction. */
export async function readConflicts(reader: ReplicaReader): Promise<Conflict[]> {
  const open: Conflict[] = []
  for (const conflict of await reader.conflicts()) if (await isOpen(reader, conflict)) open.push(conflict)
  return open
}

/** Is the row there, and its value another one than the one that lost? */
export async function isOpen(
  reader: ReplicaReader,
  { table, rowId, register, lost }: Conflict,
): Promise<boolean> {
  const row = await reader.row(table, rowId)
  return row !== undefined && !sameValue(valueOf({ regs: row.visible }, register), lost)
}

/** Writes the value that lost; undefined when there is no such conflict, or its row is gone. */
export async function takeBack(replica: Replica, id: string): Promise<Written<Conflict> | undefined> {
  const conflict = (await replica.read((reader) => reader.conflicts())).find((one) => one.id === id)
  if (conflict === undefined) return undefined
  const { table, rowId, register, lost } = conflict
  const row = await replica.read((reader) => reader.row(table, rowId))
  if (row === undefined || !Object.hasOwn(mergedOf(row), register)) return undefined
  const written = await replica.write('conflicts.take_back', (draft) => {
    draft.patch(table as TableName, rowId, { [register]: lost })
    return conflict
  })
  await dismissConflict(replica, id)
  return written
}

/** It has been seen; the value stays in the history. It does not come back when the history is loaded again. */
export const dismissConflict = (replica: Replica, id: string): Promise<void> =>
  replica.storage.write(async (writer) => {
    await writer.deleteConflict(id)
    await addDismissed(writer, id)
  })
