/** Counts what a person should be told once, whoever synchronised: values that lost, timers that were ended, refusals. */
import type { HistoryLine } from '@goalixa/contracts/sync'
import { isAutomaticEnd } from './automatic-ends.ts'
import { isOpen } from './conflicts.ts'
import type { Noticed } from './replica-state.ts'
import { noneNoticed } from './replica-state.ts'
import type { Conflict, ReplicaReader } from './storage.ts'

/** Once the rows are as they will be: what lost against an equal value is no loss. */
export async function countNoticed(
  reader: ReplicaReader,
  before: Noticed = noneNoticed,
  noted: readonly Conflict[],
  history: readonly HistoryLine[],
): Promise<Noticed> {
  let { conflicts, automaticEnds } = before
  for (const conflict of noted) if (await isOpen(reader, conflict)) conflicts += 1
  for (const { table, changes } of history) {
    if (table === 'timeEntries' && changes.some(isAutomaticEnd)) automaticEnds += 1
  }
  return { ...before, conflicts, automaticEnds }
}
