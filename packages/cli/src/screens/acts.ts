/** What keys do, through the same store as the commands: on this device first, offline too. */
import type { DateContext } from '@goalixa/domain/calendar'
import { projectOf } from '../patches.ts'
import { findTask } from '../find-rows.ts'
import { crossing, doubtsOf, readAt } from '../moments.ts'
import { checkedWords } from '../output/habits.ts'
import { redoneWords, undoneWords } from '../output/history.ts'
import { todoLine } from '../output/planner.ts'
import { reminderLine } from '../output/reminders.ts'
import { taskLine } from '../output/tasks.ts'
import { startedWords, stoppedWords } from '../output/timer.ts'
import type { Store } from '../store.ts'
import { todayOf } from '../weeks.ts'
import { readStartLine } from '../start-line.ts'

export type Act =
  | { readonly do: 'leave' | 'stop' | 'undo' | 'redo' }
  | { readonly do: 'start'; readonly line: string }
  | { readonly do: 'startTask'; readonly id: string; readonly title: string }
  /** The latest entry unless said. */
  | { readonly do: 'continue'; readonly entryId?: string }
  | { readonly do: 'checkHabit'; readonly id: string; readonly isDone: boolean }
  | { readonly do: 'doneTask' | 'doneTodo' | 'doneReminder'; readonly id: string }

/** What was done, or why somebody should say yes first. */
export type Outcome = { readonly words: string } | { readonly doubt: string }

interface ActsOptions {
  readonly store: Store
  readonly dates: () => DateContext
}

/** `isSure`: nothing is asked any more. @throws AppError, UsageError */
export function createActs({ store, dates }: ActsOptions) {
  return async (act: Act, isSure: boolean): Promise<Outcome> => {
    const now = dates()
    const { zone } = now
    switch (act.do) {
      case 'leave':
        return { words: '' }
      case 'start':
        return start(store, act.line, now, isSure)
      case 'startTask':
        return started(await store.timer.start({ description: act.title, taskId: act.id, zone }), zone)
      case 'stop':
        return { words: stoppedWords(await store.timer.stop({}), zone) }
      case 'continue':
        return started(await store.timer.continue({ entryId: act.entryId, zone }), zone)
      case 'checkHabit': {
        const date = todayOf(now)
        const day = act.isDone
          ? await store.habits.uncheck(act.id, date, { zone })
          : await store.habits.check(act.id, date, { state: 'done' }, { zone })
        return { words: checkedWords(act.isDone ? 'Unchecked' : 'Checked', day, date) }
      }
      case 'doneTask':
        return { words: taskLine('Done:', await store.tasks.done(act.id)) }
      case 'doneTodo':
        return { words: todoLine('Done:', await store.planner.doneTodo(act.id)) }
      case 'doneReminder':
        return { words: reminderLine('Done:', await store.reminders.done(act.id), zone) }
      case 'undo':
        return { words: undoneWords(await store.history.undo(), now) }
      case 'redo':
        return { words: redoneWords(await store.history.redo(), now) }
    }
  }
}

async function start(store: Store, line: string, dates: DateContext, isSure: boolean): Promise<Outcome> {
  const { text, labels, flags } = await readStartLine(line)
  const { moment, at } = readAt(flags.at, dates)
  if (moment !== undefined && !isSure) {
    const overlaps = await crossing({ store, start: moment.instant, dates, flags: {} })
    const doubts = [
      ...doubtsOf({ start: moment.instant, end: dates.now }, dates),
      ...(overlaps?.doubts ?? []),
    ]
    if (doubts.length > 0) return { doubt: doubts.join('; ') }
  }
  const { zone } = dates
  const taskId = flags.task === undefined ? undefined : (await findTask(store, flags.task)).id
  const input = { description: text, ...projectOf(flags.project), labels, taskId, billable: flags.billable }
  return started(await store.timer.start({ ...input, at, zone }), zone)
}

/** The timer that ran before has its own line; here the new one is what counts. */
const started = (entry: Parameters<typeof startedWords>[0], zone: string): Outcome => ({
  words: startedWords({ ...entry, stopped: null }, zone),
})
