import type { Habit } from '@goalixa/contracts/habits'
import type { DayPlan } from '@goalixa/contracts/planner'
import type { Reminder } from '@goalixa/contracts/reminders'
import type { Report } from '@goalixa/contracts/reports'
import type { TimeEntry } from '@goalixa/contracts/time-entries'
import type { TimeEntryGaps } from '@goalixa/contracts/time-entries-surgery'
import { startOfDay, toInstantText } from '@goalixa/domain/calendar'
import { findGaps } from '@goalixa/domain/plans/gaps'
import { listHabits } from '@goalixa/replica/queries/habits'
import { readDayPlan } from '@goalixa/replica/queries/planner'
import { listReminders } from '@goalixa/replica/queries/reminders'
import { summarise } from '@goalixa/replica/queries/reports'
import { listTimeEntries } from '@goalixa/replica/queries/time-entries'
import { viewOf } from '@goalixa/replica/queries/view'
import { todayIn, weekOf, weekStart, zone } from '../../store/dates.ts'
import type { Query } from '../../store/store.ts'

export interface Overview {
  readonly plan: DayPlan
  /** Earliest first. */
  readonly entries: readonly TimeEntry[]
  /** Between the first and the last of them. */
  readonly gaps: TimeEntryGaps['items']
  /** This week, beside the one before it. */
  readonly week: Report
  /** Those that have something to do today, or that were done. */
  readonly habits: readonly Habit[]
  readonly reminders: readonly Reminder[]
}

/** Shorter ones are no break that somebody would ask about. */
const leastGapSeconds = 300

/** What the first view shows, all of one moment. */
export const readOverview: Query<Overview> = async (reader, asking) => {
  const here = { zone: zone(), weekStart: weekStart() }
  const { today, tomorrow } = todayIn(here.zone, asking.nowMs)
  const { items } = await listTimeEntries(reader, asking, {
    from: toInstantText(startOfDay(today, here.zone)),
    to: toInstantText(startOfDay(tomorrow, here.zone)),
    zone: here.zone,
    limit: 200,
  })
  const gaps = await findGaps(
    viewOf(reader, asking.userId),
    { from: today, to: tomorrow, zone: here.zone, minSeconds: leastGapSeconds },
    asking.nowMs,
  )
  const habits = await listHabits(reader, asking, { ...here, archived: false, limit: 200 })
  return {
    plan: await readDayPlan(reader, asking, { date: today, zone: here.zone }),
    entries: items.toReversed(),
    gaps: gaps.items,
    week: await summarise(reader, asking, {
      ...weekOf(asking.nowMs),
      ...here,
      by: 'day',
      compare: true,
    }),
    habits: habits.items.filter((habit) => habit.today.state !== 'rest'),
    reminders: (await listReminders(reader, asking.nowMs, { due: true, limit: 50 })).items,
  }
}
