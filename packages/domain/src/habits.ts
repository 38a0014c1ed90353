/** Habits as they are answered, with today, streak and score: the same for the server, a device and a screen. */
import type { HabitFrequency, HabitHeatMap } from '@goalixa/contracts/habit-days'
import type { Habit, HabitLog } from '@goalixa/contracts/habits'
import type { DaySettings } from '@goalixa/contracts/settings'
import { civilDate, toInstantText } from './calendar.ts'
import type { Counted } from './habit-time.ts'
import { secondsByDay } from './habit-time.ts'
import type { HabitDays } from './habit-days.ts'
import { dateOf, dayNumber, dayStates, marksOf } from './habit-days.ts'
import { heatMapOf } from './habit-heat-map.ts'
import { scoreOf } from './habit-score.ts'
import { streakOf } from './habit-streaks.ts'
import type { ReportRange } from './plans/reports.ts'
import { reportRange } from './plans/reports.ts'

/** What is stored of a habit, and the name of its label unless that is in the trash; times in epoch seconds. */
export interface StoredHabit extends Omit<
  Habit,
  'today' | 'streak' | 'score' | 'recent' | 'createdAt' | 'updatedAt'
> {
  readonly createdAt: number
  readonly updatedAt: number
}

/** What is stored of a day; times in epoch seconds. */
export interface StoredHabitLog extends Omit<HabitLog, 'createdAt' | 'updatedAt'> {
  readonly createdAt: number
  readonly updatedAt: number
}

/** What the days of habits are worked out from. */
export interface HabitReading {
  /** Live logs of these habits. */
  readonly logs: readonly StoredHabitLog[]
  /** Answers what was tracked in a range; a running entry counts up to `asOf`. Called once, or not at all. */
  readonly read: (range: ReportRange) => Promise<Counted>
  /** The zone whose today is meant, and the first day of the week, where they are not those of the settings. */
  readonly zone: string | undefined
  readonly weekStart: number | undefined
  readonly settings: DaySettings
  readonly nowMs: number
}

const recentDays = 14
/** Tracked time counts for so many days back at most: about ten years. */
const trackedDays = 3_660

/** The habits in their order. */
export async function habitsOf(habits: readonly StoredHabit[], reading: HabitReading): Promise<Habit[]> {
  const worked = await workedOut(habits, reading)
  return worked.map(({ habit, days, secondsToday }) => toHabit(habit, days, secondsToday))
}

/** The last 52 weeks of a habit. */
export async function habitHeatMap(habit: StoredHabit, reading: HabitReading): Promise<HabitHeatMap> {
  return heatMapOf((await workedOut([habit], reading))[0]!.days)
}

/** A log in the shape of its contract. */
export const toHabitLog = (log: StoredHabitLog): HabitLog => ({
  id: log.id,
  habitId: log.habitId,
  logDate: log.logDate,
  amount: log.amount,
  state: log.state,
  source: log.source,
  createdAt: toInstantText(log.createdAt),
  updatedAt: toInstantText(log.updatedAt),
})

/** The same fields in the same order, however the store keeps them. */
export function toFrequency(stored: HabitFrequency): HabitFrequency {
  const { kind } = stored
  if (kind === 'weekdays') return { kind, days: [...stored.days] }
  if (kind === 'everyDays') return { kind, days: stored.days, from: stored.from }
  return kind === 'daily' ? { kind } : { kind, times: stored.times }
}

interface WorkedOut {
  readonly habit: StoredHabit
  readonly days: HabitDays
  readonly secondsToday: number | null
}

async function workedOut(habits: readonly StoredHabit[], reading: HabitReading): Promise<WorkedOut[]> {
  const { settings, nowMs } = reading
  const zone = reading.zone ?? settings.zone ?? 'UTC'
  const weekStart = reading.weekStart ?? settings.weekStart
  const today = dayNumber(civilDate(Math.floor(nowMs / 1000), zone))
  const logs = Map.groupBy(reading.logs, (log) => log.habitId)
  const automatic = habits.filter(isAutomatic)
  const first = Math.min(today, ...automatic.map((habit) => firstDay(habit, logs.get(habit.id) ?? [], zone)))
  const range = {
    from: dateOf(Math.max(first, today - trackedDays)),
    to: dateOf(today + 1),
    by: 'label',
    zone,
  } as const
  const asked = automatic.length === 0 ? undefined : reportRange(range, settings, nowMs)
  const counted = asked && (await reading.read(asked))
  const byLabel = new Map<string, Map<number, number>>()
  return habits.map((habit) => {
    const isTimed = isAutomatic(habit) && asked !== undefined && counted !== undefined
    const labelId = habit.autoLabelId ?? ''
    if (isTimed && !byLabel.has(labelId)) byLabel.set(labelId, secondsByDay(labelId, asked, counted))
    const tracked = (isTimed && byLabel.get(labelId)) || new Map<number, number>()
    const start = isTimed ? firstDay(habit, logs.get(habit.id) ?? [], zone) : 0
    const own = new Map([...tracked].filter(([day]) => day >= start))
    const rules = { targetAmount: habit.targetAmount, autoSeconds: isTimed ? habit.autoSeconds : null }
    const marks = marksOf(rules, logs.get(habit.id) ?? [], own)
    const days = { frequency: habit.frequency, marks, today, weekStart }
    return { habit, days, secondsToday: isTimed ? (own.get(today) ?? 0) : null }
  })
}

const isAutomatic = (habit: StoredHabit): boolean => habit.autoLabelId !== null && habit.autoSeconds !== null

/** Tracked time counts from the day on which the habit was made, or from its first log if that is earlier. */
const firstDay = (habit: StoredHabit, logs: readonly StoredHabitLog[], zone: string): number =>
  logs.reduce(
    (first, { logDate }) => Math.min(first, dayNumber(logDate)),
    dayNumber(civilDate(habit.createdAt, zone)),
  )

function toHabit(habit: StoredHabit, days: HabitDays, secondsToday: number | null): Habit {
  const { today, marks } = days
  const stateOf = dayStates(days)
  const dayOf = (day: number) => ({ date: dateOf(day), state: stateOf(day) })
  return {
    id: habit.id,
    name: habit.name,
    frequency: toFrequency(habit.frequency),
    targetAmount: habit.targetAmount,
    unit: habit.unit,
    autoLabelId: habit.autoLabelId,
    autoLabel: habit.autoLabel,
    autoSeconds: habit.autoSeconds,
    timeOfDay: habit.timeOfDay,
    reminder: habit.reminder,
    notes: habit.notes,
    goalId: habit.goalId,
    goal: habit.goal,
    subgoalId: habit.subgoalId,
    colour: habit.colour,
    order: habit.order,
    archived: habit.archived,
    today: { ...dayOf(today), amount: marks.get(today)?.amount ?? null, seconds: secondsToday },
    streak: streakOf(days),
    score: scoreOf(days),
    recent: Array.from({ length: recentDays }, (_, at) => dayOf(today - recentDays + 1 + at)),
    createdAt: toInstantText(habit.createdAt),
    updatedAt: toInstantText(habit.updatedAt),
  }
}
