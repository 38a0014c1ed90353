/** What an undo or a redo would write now, as people name it; nothing is written. */
import { absentValue } from '@goalixa/domain/absent-values'
import type { ReversalChoice } from '@goalixa/domain/reversal'
import type { Json } from '@goalixa/domain/rows'
import { sameValue } from '@goalixa/domain/rows'
import { mergedOf } from '../row-changes.ts'
import type { ReplicaReader } from '../storage.ts'
import { planReversal } from '../undo.ts'
import type { Deed, UndoResult } from '../undo.ts'
import type { Field, RowReference } from './readable.ts'
import { fieldOf, namedReferenceOf, readableValue } from './readable.ts'
import { createLookup } from './view.ts'

interface PlannedChange extends Field {
  readonly row: RowReference
  readonly from: Json
  readonly to: Json
}

export type ReversalPlan =
  | { readonly state: 'done'; readonly deed: Deed; readonly changes: readonly PlannedChange[] }
  | Exclude<UndoResult, { readonly state: 'done' }>

/** The deed that {@link planReversal} chooses, and each value that it would change. */
export async function readReversalPlan(
  reader: ReplicaReader,
  verb: 'undo' | 'redo',
  choice: ReversalChoice | undefined,
): Promise<ReversalPlan> {
  const lookup = createLookup(reader)
  for await (const { result, patches } of planReversal(reader, verb, choice)) {
    if (result.state !== 'done') return result
    const changes: PlannedChange[] = []
    for (const { table, rowId, values } of patches) {
      const row = await reader.row(table, rowId)
      const now = row === undefined ? {} : mergedOf(row)
      for (const [register, to] of Object.entries(values)) {
        const said = Object.hasOwn(now, register) ? now[register]!.v : absentValue(table, register)
        if (to === undefined || sameValue(said, to)) continue
        changes.push({
          row: await namedReferenceOf(lookup, table, rowId, row?.visible ?? now),
          ...(await fieldOf(lookup, table, register)),
          from: await readableValue(lookup, register, said),
          to: await readableValue(lookup, register, to),
        })
      }
    }
    // As when it is done: one that would change nothing is passed over.
    if (changes.length > 0 || choice !== undefined) return { state: 'done', deed: result.deed, changes }
  }
  return { state: 'nothing' }
}
