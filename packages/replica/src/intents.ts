/** What operations did: before-images of our own, replaced by the server's lines once they arrive. */
import type { HistoryLine } from '@goalixa/contracts/sync'
import type { Stamp } from '@goalixa/domain/clock'
import { compareStamps } from '@goalixa/domain/clock'
import type { IntentRecord, ReplicaWriter } from './storage.ts'

/** So many operations can be undone here. */
export const keepIntents = 200
/** Author of what rules across rows did. */
export const automatic = '!'

/** Sorts as text as stamps sort. */
export const orderOf = ([wallMs, counter, clientId]: Stamp): string =>
  `${String(wallMs).padStart(16, '0')} ${String(counter).padStart(10, '0')} ${clientId}`

/** The latest stamp that a person made. */
function stampOf(lines: readonly HistoryLine[]): Stamp {
  const stamps = lines.flatMap(({ changes }) => changes.map(({ stamp }) => stamp))
  const made = stamps.filter(([, , author]) => author !== automatic)
  return (made.length > 0 ? made : stamps).reduce(
    (latest, stamp) => (compareStamps(stamp, latest) > 0 ? stamp : latest),
    [0, 0, ''],
  )
}

/** Takes the server's lines in; answers the before-images they replace. */
export async function applyHistory(
  writer: ReplicaWriter,
  history: readonly HistoryLine[],
): Promise<Map<string, IntentRecord>> {
  const replaced = new Map<string, IntentRecord>()
  for (const [operation, lines] of Map.groupBy(history, (line) => line.operation)) {
    const known = await writer.intent(operation)
    if (known?.pending === true) replaced.set(operation, known)
    const before = known?.pending === false ? known.lines : []
    const fresh = lines.filter(({ seq }) => !before.some((line) => line.seq === seq))
    const [{ intent, undoes, at, group = null }] = lines as [HistoryLine]
    await writer.putIntent({
      operation,
      order: known?.pending === false ? known.order : orderOf(stampOf(lines)),
      intent,
      undoes,
      group: known?.group ?? group,
      at,
      pending: false,
      lines: [...before, ...fresh.map(({ seq, table, rowId, changes }) => ({ seq, table, rowId, changes }))],
    })
  }
  await writer.trimIntents(keepIntents)
  return replaced
}
