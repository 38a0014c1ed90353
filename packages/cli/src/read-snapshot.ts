/** Reads what `goalixa watch` shows: from the replica, or from the server for a script with a token. */
import { AppError } from '@goalixa/contracts/errors'
import { goalRoutes } from '@goalixa/contracts/goals'
import { habitRoutes } from '@goalixa/contracts/habits'
import type { DayPlan } from '@goalixa/contracts/planner'
import { reminderRoutes } from '@goalixa/contracts/reminders'
import { reportRoutes } from '@goalixa/contracts/reports'
import type { Task } from '@goalixa/contracts/tasks'
import { taskRoutes } from '@goalixa/contracts/tasks'
import { timeEntryRoutes } from '@goalixa/contracts/time-entries'
import { weeklyGoalRoutes } from '@goalixa/contracts/weekly-goals'
import type { DateContext } from '@goalixa/domain/calendar'
import { startOfDay, toInstantText } from '@goalixa/domain/calendar'
import { listGoals } from '@goalixa/replica/queries/goals'
import { listHabits } from '@goalixa/replica/queries/habits'
import { listTasks } from '@goalixa/replica/queries/lists'
import { readDayPlan } from '@goalixa/replica/queries/planner'
import { listReminders } from '@goalixa/replica/queries/reminders'
import { summarise } from '@goalixa/replica/queries/reports'
import { createShapes } from '@goalixa/replica/queries/shapes'
import { listTimeEntries } from '@goalixa/replica/queries/time-entries'
import { viewOf } from '@goalixa/replica/queries/view'
import { listWeeklyGoals } from '@goalixa/replica/queries/weekly-goals'
import type { Replica } from '@goalixa/replica/replica'
import { askingOf } from './local-rows.ts'
import { today } from './moments.ts'
import { readQuery } from './read-input.ts'
import type { Snapshot } from './snapshot.ts'
import type { Page, Store } from './store.ts'

const pageSize = 500
/** More open tasks than anybody looks through; the palette of the screen finds the others. */
const newestTasks = 50

/** One moment of the replica: nothing is shown half changed. */
export async function readLocalSnapshot(replica: Replica, dates: DateContext): Promise<Snapshot> {
  const { day, from, to, week, present } = dayOf(dates)
  const asking = askingOf(replica)
  const seen = await replica.read(async (reader) => {
    const running = await viewOf(reader, replica.userId).running()
    const { totals } = await summarise(
      reader,
      asking,
      readQuery(reportRoutes.summary.query, { ...day, by: 'day' }),
    )
    const plan = await readDayPlan(reader, asking, { date: day.from, zone: dates.zone })
    const tasks = await listTasks(
      reader,
      asking,
      readQuery(taskRoutes.list.query, { status: 'open', limit: newestTasks }),
    )
    return {
      running: running === undefined ? null : await createShapes(reader, asking.nowMs).toTimedEntry(running),
      seconds: totals.wallClockSeconds + totals.untimedSeconds,
      entries: await allOf((cursor) =>
        listTimeEntries(
          reader,
          asking,
          readQuery(timeEntryRoutes.list.query, { from, to, zone: dates.zone, limit: pageSize, cursor }),
        ),
      ),
      plan,
      tasks: inTurn(plan, tasks.items),
      goals: openGoals(
        await allOf((cursor) =>
          listGoals(reader, asking, readQuery(goalRoutes.list.query, { ...present, cursor })),
        ),
      ),
      habits: await allOf((cursor) =>
        listHabits(reader, asking, readQuery(habitRoutes.list.query, { ...present, cursor })),
      ),
      reminders: await allOf((cursor) =>
        listReminders(
          reader,
          asking.nowMs,
          readQuery(reminderRoutes.list.query, { due: true, limit: pageSize, cursor }),
        ),
      ),
      weeklyGoals: await allOf((cursor) =>
        listWeeklyGoals(reader, asking, readQuery(weeklyGoalRoutes.list.query, { ...week, cursor })),
      ),
    }
  })
  const { pending, lastSync } = await replica.status()
  return {
    at: toInstantText(Math.floor(asking.nowMs / 1000)),
    zone: dates.zone,
    running: seen.running,
    today: { date: day.from, seconds: seen.seconds, entries: seen.entries },
    weeklyGoals: seen.weeklyGoals,
    plan: seen.plan,
    tasks: seen.tasks,
    goals: seen.goals,
    habits: seen.habits,
    reminders: seen.reminders,
    pending,
    lastSyncAt: lastSync === null ? null : toInstantText(Math.floor(lastSync.atMs / 1000)),
  }
}

type WatchedStore = Pick<
  Store,
  'timer' | 'timeEntries' | 'weeklyGoals' | 'planner' | 'tasks' | 'goals' | 'habits' | 'dueReminders'
>

/** Nothing waits where the server is asked each time. */
export async function readRemoteSnapshot(store: WatchedStore, dates: DateContext): Promise<Snapshot> {
  const { day, from, to, week, present } = dayOf(dates)
  const [{ running, todaySeconds }, entries, weeklyGoals, plan, tasks, goals, habits, reminders] =
    await Promise.all([
      store.timer.status(day),
      allOf((cursor) => store.timeEntries.list({ from, to, zone: dates.zone, limit: pageSize, cursor })),
      allOf((cursor) => store.weeklyGoals.list({ ...week, cursor })),
      ifAllowed(() => store.planner.get({ date: day.from, zone: dates.zone }), null),
      ifAllowed(() => store.tasks.list({ status: 'open', limit: newestTasks }), noRows),
      ifAllowed(() => allOf((cursor) => store.goals.list({ ...present, cursor })), []),
      ifAllowed(() => allOf((cursor) => store.habits.list({ ...present, cursor })), []),
      ifAllowed(store.dueReminders, []),
    ])
  const at = toInstantText(dates.now)
  return {
    at,
    zone: dates.zone,
    running,
    today: { date: day.from, seconds: todaySeconds, entries },
    weeklyGoals,
    plan,
    tasks: inTurn(plan, tasks.items),
    goals: openGoals(goals),
    habits,
    reminders,
    pending: 0,
    lastSyncAt: at,
  }
}

function dayOf(dates: DateContext) {
  const day = today(dates)
  const instant = (date: string) => toInstantText(startOfDay(date, dates.zone))
  const week = { week: day.from, zone: dates.zone, limit: pageSize }
  const present = { archived: 'false', zone: dates.zone, limit: pageSize } as const
  return { day, from: instant(day.from), to: instant(day.to), week, present }
}

/** Each task once, however it is due. */
function inTurn(plan: DayPlan | null, newest: readonly Task[]): Task[] {
  const planned = plan === null ? [] : [...plan.overdue, ...plan.due]
  return [...new Map([...planned, ...newest].map((task) => [task.id, task])).values()]
}

const openGoals = <Of extends { readonly status: string }>(goals: readonly Of[]): Of[] =>
  goals.filter(({ status }) => status !== 'completed')

const noRows = { items: [], nextCursor: null }

/** A token that may read the timer need not be allowed to read all the rest. */
async function ifAllowed<Answer, Empty>(ask: () => Promise<Answer>, empty: Empty): Promise<Answer | Empty> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof AppError && error.status === 403) return empty
    throw error
  }
}

async function allOf<Row>(list: (cursor: string | undefined) => Promise<Page<Row>>): Promise<Row[]> {
  const rows: Row[] = []
  let cursor: string | undefined
  do {
    const page = await list(cursor)
    rows.push(...page.items)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return rows
}
