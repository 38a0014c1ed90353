/**
 * Undo and redo: new operations made from history, so that they work offline, after a sync and on another device.
 * Which intents and what is written is decided in `domain/reversal`, as on the server.
 */
import type { ChangedSince, Deed as Told, ReversalChoice } from '@goalixa/domain/reversal'
import { deedsOf, redoable, reversalOf, undoable } from '@goalixa/domain/reversal'
import type { Json, Registers, TableName } from '@goalixa/domain/rows'
import type { Draft, Replica } from './replica.ts'
import { mergedOf } from './row-changes.ts'
import type { IntentLine, ReplicaReader } from './storage.ts'

/** All that one intent did: one operation, or several that share a group. */
export interface Deed extends Omit<Told, 'records'> {
  readonly pending: boolean
  readonly lines: readonly IntentLine[]
}

export type UndoResult =
  | { readonly state: 'done'; readonly deed: Deed; readonly operations: readonly string[] }
  /** Nothing was written: choose `rest` to leave these as they are, or `anyway` to go over them. */
  | { readonly state: 'changed_since'; readonly deed: Deed; readonly changes: readonly ChangedSince[] }
  | { readonly state: 'nothing' }

export interface UndoOptions {
  /** Of a deed to take back; without it the latest one. */
  readonly operation?: string
  readonly choice?: ReversalChoice
}

/** Latest first: what can be undone or redone here. */
export const listDeeds = (replica: Replica): Promise<Deed[]> => replica.read(readDeeds)

/** Takes back the latest deed, or the one that is named. @throws AppError `replica.unwritable` */
export const undo = (replica: Replica, { operation, choice }: UndoOptions = {}): Promise<UndoResult> =>
  reverse(replica, 'undo', choice, (deeds) => undoable(deeds, operation))

/** Does again what was undone last, unless something else was done since. */
export const redo = (replica: Replica, { choice }: Pick<UndoOptions, 'choice'> = {}): Promise<UndoResult> =>
  reverse(replica, 'redo', choice, redoable)

/** Reverses the first of the deeds for which there is something to write. */
async function reverse(
  replica: Replica,
  intent: 'undo' | 'redo',
  choice: UndoOptions['choice'],
  pick: (deeds: readonly Deed[]) => Deed[],
): Promise<UndoResult> {
  for (const target of await replica.read(async (reader) => pick(await readDeeds(reader)))) {
    const { result, operations } = await replica.write(
      intent,
      (draft, reader) => reverseOne(draft, reader, target, choice),
      {
        undoes: target.operation,
        mayDivide: true,
      },
    )
    if (result.state === 'changed_since') return result
    if (result.state === 'done' && (operations.length > 0 || choice !== undefined))
      return { ...result, operations }
  }
  return { state: 'nothing' }
}

export interface Planned {
  readonly result: UndoResult
  readonly patches: readonly {
    readonly table: string
    readonly rowId: string
    readonly values: Readonly<Record<string, Json | undefined>>
  }[]
}

/** What each deed in turn would write if it were reversed: the first that changes anything is the one. Writes nothing. */
export async function* planReversal(
  reader: ReplicaReader,
  intent: 'undo' | 'redo',
  choice: UndoOptions['choice'],
): AsyncGenerator<Planned> {
  const deeds = await readDeeds(reader)
  for (const target of intent === 'undo' ? undoable(deeds) : redoable(deeds)) {
    const patches: Planned['patches'][number][] = []
    const draft = {
      nowMs: 0,
      patch: (table: TableName, rowId: string, values: Planned['patches'][number]['values']) =>
        void patches.push({ table, rowId, values }),
    }
    yield { result: await reverseOne(draft, reader, target, choice), patches }
  }
}

/** Looks again, in the transaction that writes: meanwhile somebody may have been quicker. */
async function reverseOne(
  draft: Draft,
  reader: ReplicaReader,
  target: Deed,
  choice: UndoOptions['choice'],
): Promise<UndoResult> {
  const deed = (await readDeeds(reader)).find(({ operation }) => operation === target.operation)
  if (deed === undefined || deed.isTakenBack) return { state: 'nothing' }
  const rows = new Map<string, Registers>()
  for (const { table, rowId } of deed.lines) {
    const row = await reader.row(table, rowId)
    if (row !== undefined) rows.set(`${table} ${rowId}`, mergedOf(row))
  }
  const { changed, steps } = reversalOf(deed.lines, (table, rowId) => rows.get(`${table} ${rowId}`))
  if (changed.length > 0 && choice === undefined) return { state: 'changed_since', deed, changes: changed }
  for (const { table, rowId, values } of steps(choice)) draft.patch(table as TableName, rowId, values)
  return { state: 'done', deed, operations: [] }
}

const readDeeds = async (reader: ReplicaReader): Promise<Deed[]> =>
  deedsOf(await reader.intents())
    .map(({ records, ...told }): Deed => ({
      ...told,
      pending: records.some(({ pending }) => pending),
      lines: records.flatMap(({ lines }) => lines),
    }))
    .filter(({ lines }) => lines.some(({ changes }) => changes.some(({ outcome }) => outcome === 'won')))
