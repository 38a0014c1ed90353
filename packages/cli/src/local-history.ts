/** Undo, redo and the state of sync, over the replica on this device. */
import { AppError } from '@goalixa/contracts/errors'
import { toInstantText } from '@goalixa/domain/calendar'
import type { Replica } from '@goalixa/replica/replica'
import type { ReversalPlan } from '@goalixa/replica/queries/reversal-plan'
import type { UndoResult } from '@goalixa/replica/undo'
import { createLocalRefused, listRefused } from './local-refused.ts'
import type { LocalReplica } from './local-replica.ts'
import type { WithReplica } from './local-rows.ts'
import type { HistoryChoice, ReversalPreview, Store, SyncState, TakenBack } from './store.ts'

export function createLocalHistory(withReplica: WithReplica): Store['history'] {
  const reverse = (verb: 'undo' | 'redo') => (choice?: HistoryChoice) =>
    // What another device did last is what a person means by the last thing done.
    withReplica(async (replica) => {
      const reversals = await import('@goalixa/replica/undo')
      return takenBack(await reversals[verb](replica, choice === undefined ? {} : { choice }))
    }, 'fresh')
  const preview = (verb: 'undo' | 'redo', choice?: HistoryChoice): Promise<ReversalPreview> =>
    withReplica(async (replica) => {
      const { readReversalPlan } = await import('@goalixa/replica/queries/reversal-plan')
      const plan = await replica.read((reader) => readReversalPlan(reader, verb, choice))
      return { ...takenBack(plan), changes: plan.state === 'done' ? [...plan.changes] : [] }
    }, 'fresh')
  return { undo: reverse('undo'), redo: reverse('redo'), preview }
}

export const createLocalSync = (
  withReplica: WithReplica,
  { syncNow, syncQuietly }: Pick<LocalReplica, 'syncNow' | 'syncQuietly'>,
): Store['sync'] => ({
  run: async () => {
    await syncNow()
    return withReplica(syncStateOf)
  },
  status: () => withReplica(syncStateOf, 'at once'),
  quietly: syncQuietly,
  ...createLocalRefused(withReplica),
})

/** @throws AppError `history.nothing`, `history.changed_since` */
function takenBack(result: UndoResult | ReversalPlan): TakenBack {
  if (result.state === 'nothing') throw new AppError('history.nothing')
  const { intent, at, lines } = result.deed
  if (result.state === 'done') return { intent, at: instantOf(at), rows: lines.length }
  const registers = result.changes.map(({ register }) => register).join(', ')
  throw new AppError(
    'history.changed_since',
    `${intent} cannot simply be taken back: ${registers} changed since`,
  )
}

async function syncStateOf(replica: Replica): Promise<SyncState> {
  const { pending, lastSync, skewMs } = await replica.status()
  return {
    pending,
    refused: await listRefused(replica),
    lastSyncAt: lastSync === null ? null : instantOf(lastSync.atMs),
    clockAheadSeconds: Math.round(skewMs / 1000),
  }
}

const instantOf = (ms: number): string => toInstantText(Math.floor(ms / 1000))
