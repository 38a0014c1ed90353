/** The goals of one week with their days, as the terminal and the reports count them. */
import type { WeeklyGoal } from '@goalixa/contracts/weekly-goals'
import { summarise } from '@goalixa/replica/queries/reports'
import { listGoals } from '@goalixa/replica/queries/goals'
import { listLabels } from '@goalixa/replica/queries/lists'
import { listWeeklyGoals } from '@goalixa/replica/queries/weekly-goals'
import { addDays, zone } from '../../store/dates.ts'
import type { Query } from '../../store/store.ts'

const atOnce = 500

export interface GoalOfWeek {
  readonly goal: WeeklyGoal
  /** What was tracked up to and with each day of its week; days to come are left out. */
  readonly soFar: readonly { readonly date: string; readonly seconds: number }[]
}

export const readWeek =
  (week: string, today: string): Query<readonly GoalOfWeek[]> =>
  async (reader, asking) => {
    const { items } = await listWeeklyGoals(reader, asking, { zone: zone(), week, limit: atOnce })
    const goals: GoalOfWeek[] = []
    for (const goal of items.toReversed()) {
      // Its label is in the trash: nothing can be asked by it.
      if (goal.labelId !== null && goal.label === null) {
        goals.push({ goal, soFar: [] })
        continue
      }
      const report = await summarise(reader, asking, {
        from: goal.weekStart,
        to: addDays(goal.weekStart, 7),
        by: 'day',
        zone: zone(),
        ...(goal.label === null ? {} : { label: [goal.label] }),
      })
      const perDay = new Map(report.groups.map(({ key, seconds }) => [key, seconds]))
      let sum = 0
      const soFar = Array.from({ length: 7 }, (_, at) => addDays(goal.weekStart, at))
        .filter((date) => date <= today)
        .map((date) => {
          sum += perDay.get(date) ?? 0
          return { date, seconds: sum }
        })
      goals.push({ goal, soFar })
    }
    return goals
  }

interface Choices {
  readonly labels: readonly string[]
  readonly goals: readonly { readonly id: string; readonly name: string }[]
}
export const readChoices: Query<Choices> = async (reader, asking) => ({
  labels: (await listLabels(reader, asking, { limit: atOnce, archived: false })).items.map(
    ({ name }) => name,
  ),
  goals: (await listGoals(reader, asking, { limit: atOnce, archived: false, zone: zone() })).items,
})
