import { AppError } from '@goalixa/contracts/errors'
import type { TimerStarted } from '@goalixa/contracts/timer'
import type { DraftedEntry } from '@goalixa/domain/plans/time-entries'
import { cancelTimer, continueTimer, startTimer, stopTimer } from '@goalixa/domain/plans/timer'
import { createShapes } from '@goalixa/replica/queries/shapes'
import { findRow, viewOf } from '@goalixa/replica/queries/view'
import type { Replica } from '@goalixa/replica/replica'
import type { LocalParts, Rule, WithReplica } from './local-rows.ts'
import { localTimedEntry, readItem, source, writeIntent } from './local-rows.ts'
import { readTimerContinue, readTimerStart, readTimerStop } from './plain-input.ts'
import type { Store } from './store.ts'

export function createLocalTimer({ newId, ...parts }: LocalParts): Omit<Store['timer'], 'status'> {
  const withReplica: WithReplica = (work) => parts.withReplica(work, 'at once')
  const write = <Result>(replica: Replica, verb: string, rule: Rule<Result>) =>
    writeIntent(replica, `timer.${verb}`, rule, newId)
  const started = async (replica: Replica, { id, stopped }: DraftedEntry): Promise<TimerStarted> => ({
    ...(await readItem(replica, localTimedEntry, id)),
    stopped: stopped === null ? null : await readItem(replica, localTimedEntry, stopped),
  })
  return {
    start: async (body) => {
      const input = await readTimerStart({ source, ...body })
      return withReplica(async (replica) =>
        started(
          replica,
          await write(replica, 'start', (view, draft) => startTimer(view, draft, input, newId)),
        ),
      )
    },
    stop: async (body) => {
      const { at } = await readTimerStop(body ?? {})
      return withReplica(async (replica) => {
        const id = await write(replica, 'stop', (view, draft) => stopTimer(view, draft, at))
        return readItem(replica, localTimedEntry, id)
      })
    },
    continue: async (body) => {
      const input = await readTimerContinue({ source, ...body })
      return withReplica(async (replica) =>
        started(
          replica,
          await write(replica, 'continue', (view, draft) => continueTimer(view, draft, input, newId)),
        ),
      )
    },
    // Answers what was thrown away: it is shaped in the transaction that removes it.
    cancel: () =>
      withReplica(async (replica) => {
        const { result } = await replica.write('timer.cancel', async (draft, reader) => {
          const id = await cancelTimer(viewOf(reader, replica.userId), draft)
          const row = await findRow(reader, 'timeEntries', id)
          if (row === undefined) throw new AppError('timer.not_running')
          return createShapes(reader, replica.now()).toTimedEntry(row)
        })
        return result
      }),
  }
}
