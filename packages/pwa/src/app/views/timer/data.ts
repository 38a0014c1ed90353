import type { DayPlan } from '@goalixa/contracts/planner'
import type { TimeEntry } from '@goalixa/contracts/time-entries'
import { dayBuckets, startOfDay, toInstantText } from '@goalixa/domain/calendar'
import type { Bucket } from '@goalixa/domain/calendar'
import { listProjects } from '@goalixa/replica/queries/lists'
import { readDayPlan } from '@goalixa/replica/queries/planner'
import { summarise } from '@goalixa/replica/queries/reports'
import { listTimeEntries } from '@goalixa/replica/queries/time-entries'
import { addDays, todayIn, weekStart, zone } from '../../store/dates.ts'
import type { Query } from '../../store/store.ts'
import { rangeOf } from './range.ts'
import type { Shown } from './range.ts'

export interface Range {
  readonly zone: string
  readonly today: string
  /** One for each day, as long as it really is. */
  readonly days: readonly (Bucket & { readonly seconds: number })[]
  /** Earliest first. */
  readonly entries: readonly TimeEntry[]
  /** Of all days, as every report counts it. */
  readonly seconds: number
  readonly target: DayPlan['target']
  /** What of the target is done. */
  readonly trackedSeconds: number
  readonly projects: readonly string[]
  readonly colours: ReadonlyMap<string, string | null>
}

/** All of the days that are shown, at one moment. The target is that of the day, of a week that of today. */
export const readRange =
  (shown: Shown): Query<Range> =>
  async (reader, asking) => {
    const here = { zone: zone(), weekStart: weekStart() }
    const { today } = todayIn(here.zone, asking.nowMs)
    const days = rangeOf(shown, asking.nowMs)
    const bounds = {
      from: toInstantText(startOfDay(days.from, here.zone)),
      to: toInstantText(startOfDay(days.to, here.zone)),
    }
    const entries: TimeEntry[] = []
    let cursor: string | undefined
    do {
      const page = await listTimeEntries(reader, asking, {
        ...bounds,
        zone: here.zone,
        limit: 200,
        ...(cursor === undefined ? {} : { cursor }),
      })
      entries.push(...page.items)
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    const secondsOf = async (from: string, to: string) => {
      const { totals } = await summarise(reader, asking, { from, to, ...here, by: 'day' })
      return totals.wallClockSeconds + totals.untimedSeconds
    }
    const parts: (Bucket & { seconds: number })[] = []
    for (const day of dayBuckets(days.from, days.to, here.zone, here.weekStart))
      parts.push({ ...day, seconds: await secondsOf(day.key, addDays(day.key, 1)) })
    const date = shown.period === 'day' ? days.from : today
    const plan = await readDayPlan(reader, asking, { date, zone: here.zone })
    const projects = await listProjects(reader, asking, { archived: false, limit: 500 })
    return {
      zone: here.zone,
      today,
      days: parts,
      entries: entries.toReversed(),
      seconds: await secondsOf(days.from, days.to),
      target: plan.target,
      trackedSeconds: plan.trackedSeconds,
      projects: projects.items.map(({ name }) => name),
      colours: new Map(projects.items.map(({ id, colour }) => [id, colour])),
    }
  }
