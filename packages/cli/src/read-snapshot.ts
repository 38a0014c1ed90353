/** Reads what `goalixa watch` shows: from the replica, or from the server for a script with a token. */
import { reportRoutes } from '@goalixa/contracts/reports'
import { timeEntryRoutes } from '@goalixa/contracts/time-entries'
import { weeklyGoalRoutes } from '@goalixa/contracts/weekly-goals'
import type { DateContext } from '@goalixa/domain/calendar'
import { startOfDay, toInstantText } from '@goalixa/domain/calendar'
import { summarise } from '@goalixa/replica/queries/reports'
import { createShapes } from '@goalixa/replica/queries/shapes'
import { listTimeEntries } from '@goalixa/replica/queries/time-entries'
import { viewOf } from '@goalixa/replica/queries/view'
import { listWeeklyGoals } from '@goalixa/replica/queries/weekly-goals'
import type { Replica } from '@goalixa/replica/replica'
import { today } from './moments.ts'
import { readQuery } from './read-input.ts'
import type { Snapshot } from './snapshot.ts'
import type { Page, Store } from './store.ts'

const pageSize = 500

/** One moment of the replica: nothing is shown half changed. */
export async function readLocalSnapshot(replica: Replica, dates: DateContext): Promise<Snapshot> {
  const { day, from, to, week } = dayOf(dates)
  const asking = { userId: replica.userId, nowMs: replica.now() }
  const seen = await replica.read(async (reader) => {
    const running = await viewOf(reader, replica.userId).running()
    const { totals } = await summarise(
      reader,
      asking,
      readQuery(reportRoutes.summary.query, { ...day, by: 'day' }),
    )
    return {
      running: running === undefined ? null : await createShapes(reader, asking.nowMs).toTimeEntry(running),
      seconds: totals.wallClockSeconds,
      entries: await allOf((cursor) =>
        listTimeEntries(
          reader,
          asking,
          readQuery(timeEntryRoutes.list.query, { from, to, limit: pageSize, cursor }),
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
    pending,
    lastSyncAt: lastSync === null ? null : toInstantText(Math.floor(lastSync.atMs / 1000)),
  }
}

/** Nothing waits where the server is asked each time. */
export async function readRemoteSnapshot(
  store: Pick<Store, 'timer' | 'timeEntries' | 'weeklyGoals'>,
  dates: DateContext,
): Promise<Snapshot> {
  const { day, from, to, week } = dayOf(dates)
  const [{ running, todaySeconds }, entries, weeklyGoals] = await Promise.all([
    store.timer.status(day),
    allOf((cursor) => store.timeEntries.list({ from, to, limit: pageSize, cursor })),
    allOf((cursor) => store.weeklyGoals.list({ ...week, cursor })),
  ])
  const at = toInstantText(dates.now)
  return {
    at,
    zone: dates.zone,
    running,
    today: { date: day.from, seconds: todaySeconds, entries },
    weeklyGoals,
    pending: 0,
    lastSyncAt: at,
  }
}

function dayOf(dates: DateContext) {
  const day = today(dates)
  const instant = (date: string) => toInstantText(startOfDay(date, dates.zone))
  const week = { week: day.from, zone: dates.zone, limit: pageSize }
  return { day, from: instant(day.from), to: instant(day.to), week }
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
