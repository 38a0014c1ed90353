/** Weekly goals as they are answered, with how far they have come: the same for the server, a device and a screen. */
import type { DaySettings } from '@goalixa/contracts/settings'
import type { WeeklyGoal } from '@goalixa/contracts/weekly-goals'
import { toInstantText } from './calendar.ts'
import type { ReportRange, Tracked } from './plans/reports.ts'
import { reportOf, reportRange } from './plans/reports.ts'

/** What is stored of a goal, and the names of its label and its goal unless they are in the trash; times in epoch seconds. */
export interface StoredWeeklyGoal extends Pick<
  WeeklyGoal,
  'id' | 'title' | 'weekStart' | 'targetSeconds' | 'labelId' | 'label' | 'goalId' | 'goal'
> {
  readonly createdAt: number
  readonly updatedAt: number
}

/** What counts in a range: see {@link Tracked}. */
type Counted = Pick<Tracked, 'own' | 'inherited' | 'labelNames'>

interface Reading {
  /** Answers what was tracked in a range; a running entry counts up to `asOf`. Called once for each stretch. */
  readonly read: (range: ReportRange) => Promise<Counted>
  /** The zone whose days are counted, where it is not that of the settings. */
  readonly zone: string | undefined
  readonly settings: DaySettings
  readonly nowMs: number
}

/** The goals in their order, from as few readings as their weeks allow. */
export async function weeklyGoalsOf(
  goals: readonly StoredWeeklyGoal[],
  { read, zone, settings, nowMs }: Reading,
): Promise<WeeklyGoal[]> {
  const rangeOf = ({ from, to }: Days) => reportRange({ from, to, by: 'label', zone }, settings, nowMs)
  const seconds = new Map<string, number>()
  for (const { weeks, ...days } of stretchesOf(goals.map(({ weekStart }) => weekStart))) {
    const counted = await read(rangeOf(days))
    for (const goal of goals) {
      if (!weeks.has(goal.weekStart) || seconds.has(keyOf(goal))) continue
      seconds.set(keyOf(goal), trackedSeconds(goal.labelId, rangeOf(weekOf(goal.weekStart)), counted))
    }
  }
  return goals.map((goal) => toWeeklyGoal(goal, seconds.get(keyOf(goal))!))
}

const keyOf = ({ weekStart, labelId }: StoredWeeklyGoal): string => `${weekStart} ${labelId}`

const toWeeklyGoal = (goal: StoredWeeklyGoal, tracked: number): WeeklyGoal => ({
  id: goal.id,
  title: goal.title,
  weekStart: goal.weekStart,
  targetSeconds: goal.targetSeconds,
  labelId: goal.labelId,
  label: goal.label,
  goalId: goal.goalId,
  goal: goal.goal,
  status: tracked >= goal.targetSeconds ? 'completed' : 'active',
  trackedSeconds: tracked,
  createdAt: toInstantText(goal.createdAt),
  updatedAt: toInstantText(goal.updatedAt),
})

/** Only its label counts (D15), each moment once and untimed entries on top. A label in the trash is on nothing any more. */
function trackedSeconds(labelId: string | null, range: ReportRange, counted: Counted): number {
  const wantedLabels = labelId === null ? [] : [labelId]
  const { totals } = reportOf(range, { ...counted, wantedLabels, names: new Map() })
  return totals.wallClockSeconds + totals.untimedSeconds
}

/** Civil dates; `to` is exclusive. */
type Days = Pick<ReportRange, 'from' | 'to'>

const plain = (date: string) => Temporal.PlainDate.from(date)

/** The seven days of a goal's week. */
const weekOf = (weekStart: string): Days => ({
  from: weekStart,
  to: plain(weekStart).add({ days: 7 }).toString(),
})

/** Weeks that lie this close are read at once: the days between them cost less than to ask again. */
const closeDays = 28

/** Ranges of days that hold these weeks, earliest first, each with the weeks it holds. */
export function stretchesOf(weekStarts: readonly string[]): (Days & { readonly weeks: Set<string> })[] {
  const stretches: { from: string; to: string; weeks: Set<string> }[] = []
  for (const weekStart of [...new Set(weekStarts)].toSorted()) {
    const last = stretches.at(-1)
    const { from, to } = weekOf(weekStart)
    if (last !== undefined && plain(last.to).until(plain(from)).days <= closeDays) {
      last.to = to
      last.weeks.add(weekStart)
    } else stretches.push({ from, to, weeks: new Set([weekStart]) })
  }
  return stretches
}
