/** Pieces of work are ordinary time entries, written by the rules of the timer: they never overlap another. */
import { toInstantText } from '@goalixa/domain/calendar'
import { startTimer, stopTimer } from '@goalixa/domain/plans/timer'
import { findLive, said } from '@goalixa/domain/plans/view'
import type { Pomodoro } from '@goalixa/contracts/settings'
import { pomodoroAt, pomodoroBreak } from '@goalixa/domain/pomodoro'
import { zone } from '../store/dates.ts'
import type { Store } from '../store/store.ts'
import { readRunning } from '../timer/running.ts'
import { keepPomodoro, piecesDone, pomodoro } from './kept.ts'

interface Doer {
  readonly store: Store
  readonly userId: string
}

export async function beginWork({ store, userId }: Doer, taskId: string | null): Promise<void> {
  const drafted = await store.write('timer.start', async (view, draft, newId) => {
    const task = taskId === null ? undefined : await findLive(view, 'tasks', taskId)
    return startTimer(
      view,
      draft,
      {
        description: task === undefined ? '' : (said(task, 'title') as string),
        taskId: task === undefined ? null : task.id,
        zone: zone(),
        source: 'pomodoro',
      },
      newId,
    )
  })
  keepPomodoro({
    userId,
    phase: 'work',
    startedAt: Date.now(),
    done: piecesDone.value,
    taskId,
    entryId: drafted.id,
    isWaiting: false,
  })
}

/** Work ends now and its break begins; a break ends now. */
export async function skip(doer: Doer, settings: Pomodoro): Promise<void> {
  const now = pomodoro.value
  if (now === null) return
  if (now.phase !== 'work') return keepPomodoro({ ...now, isWaiting: true })
  await endEntry(doer, now.entryId, Date.now())
  keepPomodoro({ ...now, ...pomodoroBreak(now, settings, Date.now()), entryId: null })
}

/** All of it ends. */
export async function give({ store, userId }: Doer): Promise<void> {
  const now = pomodoro.value
  if (now?.phase === 'work') await endEntry({ store, userId }, now.entryId, Date.now())
  keepPomodoro(null)
}

/** What became due; answers what ended, if anything. For the one tab that leads. */
export async function goOn(doer: Doer, settings: Pomodoro): Promise<'work' | 'break' | undefined> {
  const now = pomodoro.value
  if (now === null) return undefined
  if (now.phase === 'work' && (await doer.store.read(readRunning))?.id !== now.entryId) {
    // Somebody stopped the timer or began something else: that holds.
    if (pomodoro.value === now) keepPomodoro({ ...now, entryId: null, isWaiting: true })
    return undefined
  }
  const { next, workEnds } = pomodoroAt(now, settings, Date.now())
  if (next === now) return undefined
  if (workEnds !== null) await endEntry(doer, now.entryId, workEnds)
  const done = now.done + (now.phase === 'work' ? 1 : 0)
  keepPomodoro({ ...now, ...(next ?? { done, isWaiting: true }), entryId: null })
  return now.phase === 'work' ? 'work' : 'break'
}

/** Only what still runs: what somebody has stopped stays as it is. */
async function endEntry({ store }: Doer, entryId: string | null, atMs: number): Promise<void> {
  if ((await store.read(readRunning))?.id !== entryId) return
  await store.write('timer.stop', (view, draft) =>
    stopTimer(view, draft, toInstantText(Math.floor(atMs / 1000))),
  )
}
