/** The timer: start, stop, continue and cancel the one time entry that runs. */
import { AppError } from '@goalixa/contracts/errors'
import type { TimeEntry } from '@goalixa/contracts/time-entries'
import type { TimerContinue, TimerStart, TimerStarted } from '@goalixa/contracts/timer'
import { fromInstantText, toInstantText } from '@goalixa/domain/calendar'
import type { Db } from '@goalixa/service-kit/db'
import type { Actor, Draft, Operations } from '../operations/operations.service.ts'
import type { TimeEntriesService } from '../time-entries/time-entries.service.ts'

interface TimerOptions {
  readonly database: Db
  readonly operations: Operations
  readonly entries: TimeEntriesService
  readonly newId: () => string
}

export function createTimerService({ database, operations, entries, newId }: TimerOptions) {
  const answerStarted =
    (userId: string, id: string, stoppedId: string | null) =>
    async (db: Db): Promise<TimerStarted> => ({
      ...(await entries.get(db, userId, id)),
      stopped: stoppedId === null ? null : await entries.get(db, userId, stoppedId),
    })

  const requireRunning = async (tx: Db, userId: string): Promise<TimeEntry> => {
    const entry = await entries.running(tx, userId)
    if (entry === undefined) throw new AppError('timer.not_running')
    return entry
  }

  const momentOf = (draft: Draft, at: string | undefined) =>
    at ?? toInstantText(Math.floor(draft.nowMs / 1000))

  return {
    get: async (userId: string) => ({ running: (await entries.running(database, userId)) ?? null }),

    start: (actor: Actor, { id = newId(), at, ...input }: TimerStart) =>
      operations.write(actor, 'timer.start', async (tx, draft) => {
        const entry = { ...input, start: momentOf(draft, at), end: null }
        const stopped = await entries.draftEntry(tx, draft, actor.userId, id, entry)
        return answerStarted(actor.userId, id, stopped)
      }),

    stop: (actor: Actor, at: string | undefined) =>
      operations.write(actor, 'timer.stop', async (tx, draft) => {
        const entry = await requireRunning(tx, actor.userId)
        const end = momentOf(draft, at)
        if (fromInstantText(end) < fromInstantText(entry.start)) {
          throw new AppError('time_entries.end_before_start', `it began at ${entry.start}, after ${end}`)
        }
        await entries.draftStop(tx, draft, actor.userId, fromInstantText(end))
        return (after) => entries.get(after, actor.userId, entry.id)
      }),

    continue: (actor: Actor, input: TimerContinue) =>
      operations.write(actor, 'timer.continue', async (tx, draft) => {
        const { entryId, at, ...given } = input
        const earlier =
          entryId === undefined
            ? await entries.latestEnded(tx, actor.userId)
            : await entries.get(tx, actor.userId, entryId)
        if (earlier === undefined) throw new AppError('timer.nothing_to_continue')
        const id = newId()
        const like = await entries.fieldsLike(tx, actor.userId, earlier)
        const entry = { ...like, ...given, start: momentOf(draft, at), end: null }
        const stopped = await entries.draftEntry(tx, draft, actor.userId, id, entry)
        return answerStarted(actor.userId, id, stopped)
      }),

    /** Throws the running entry away; answers what it was. */
    cancel: (actor: Actor) =>
      operations.write(actor, 'timer.cancel', async (tx, draft) => {
        const entry = await requireRunning(tx, actor.userId)
        draft.patch('timeEntries', entry.id, { deleted: true })
        return async () => entry
      }),
  }
}
export type TimerService = ReturnType<typeof createTimerService>
