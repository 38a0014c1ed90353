/** The timer: start, stop, continue and cancel the one time entry that runs. */
import type { TimerContinue, TimerStart, TimerStarted } from '@goalixa/contracts/timer'
import type { DraftedEntry } from '@goalixa/domain/plans/time-entries'
import { cancelTimer, continueTimer, startTimer, stopTimer } from '@goalixa/domain/plans/timer'
import type { Db } from '@goalixa/service-kit/db'
import type { Actor, Operations } from '../operations/operations.service.ts'
import { intoProject } from '../operations/project-scope.ts'
import type { ViewOf } from '../operations/sql-view.ts'
import type { TimeEntriesService } from '../time-entries/time-entries.service.ts'

interface TimerOptions {
  readonly database: Db
  readonly operations: Operations
  readonly viewOf: ViewOf
  readonly entries: TimeEntriesService
  readonly newId: () => string
}

export function createTimerService({ database, operations, viewOf, entries, newId }: TimerOptions) {
  const answerStarted =
    (userId: string, { id, stopped }: DraftedEntry) =>
    async (db: Db): Promise<TimerStarted> => ({
      ...(await entries.getTimed(db, userId, id)),
      stopped: stopped === null ? null : await entries.getTimed(db, userId, stopped),
    })

  return {
    get: async (userId: string, within?: string) => ({
      running: (await entries.running(database, userId, within)) ?? null,
    }),

    start: (actor: Actor, input: TimerStart) =>
      operations.write(actor, 'timer.start', async (tx, draft) => {
        const view = viewOf(tx, actor.userId, actor.projectId)
        const into = intoProject(input, actor.projectId)
        return answerStarted(actor.userId, await startTimer(view, draft, { source: 'api', ...into }, newId))
      }),

    stop: (actor: Actor, at: string | undefined) =>
      operations.write(actor, 'timer.stop', async (tx, draft) => {
        const id = await stopTimer(viewOf(tx, actor.userId, actor.projectId), draft, at)
        return (after) => entries.getTimed(after, actor.userId, id)
      }),

    continue: (actor: Actor, input: TimerContinue) =>
      operations.write(actor, 'timer.continue', async (tx, draft) => {
        const view = viewOf(tx, actor.userId, actor.projectId)
        return answerStarted(
          actor.userId,
          await continueTimer(view, draft, { source: 'api', ...input }, newId),
        )
      }),

    /** Throws the running entry away; answers what it was. */
    cancel: (actor: Actor) =>
      operations.write(actor, 'timer.cancel', async (tx, draft) => {
        const id = await cancelTimer(viewOf(tx, actor.userId, actor.projectId), draft)
        const entry = await entries.getTimed(tx, actor.userId, id)
        return async () => entry
      }),
  }
}
export type TimerService = ReturnType<typeof createTimerService>
