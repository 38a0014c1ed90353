/** Habits with their days, as the terminal shows them. */
import { AppError } from '@goalixa/contracts/errors'
import type { HabitHeatMap } from '@goalixa/contracts/habit-days'
import type { Habit } from '@goalixa/contracts/habits'
import { getHabit, listHabits, readHeatMap } from '@goalixa/replica/queries/habits'
import { listGoals } from '@goalixa/replica/queries/goals'
import { listLabels } from '@goalixa/replica/queries/lists'
import { weekStart, zone } from '../../store/dates.ts'
import type { Query } from '../../store/store.ts'

const atOnce = 1_000

export const readHabits =
  (archived: boolean): Query<readonly Habit[]> =>
  async (reader, asking) => {
    const asked = { zone: zone(), weekStart: weekStart(), archived, limit: atOnce }
    return (await listHabits(reader, asking, asked)).items
  }

export interface OneHabit {
  readonly habit: Habit
  readonly map: HabitHeatMap
}

/** Null when there is none. */
export const readHabit =
  (id: string): Query<OneHabit | null> =>
  async (reader, asking) => {
    const asked = { zone: zone(), weekStart: weekStart() }
    try {
      const habit = await getHabit(reader, asking, id, asked)
      return { habit, map: await readHeatMap(reader, asking, id, asked) }
    } catch (error) {
      if (error instanceof AppError && error.code === 'habits.not_found') return null
      throw error
    }
  }

interface Choices {
  readonly labels: readonly string[]
  readonly goals: readonly { readonly id: string; readonly name: string }[]
}

/** What a habit can be bound to. */
export const readChoices: Query<Choices> = async (reader, asking) => ({
  labels: (await listLabels(reader, asking, { limit: atOnce, archived: false })).items.map(
    ({ name }) => name,
  ),
  goals: (await listGoals(reader, asking, { limit: atOnce, archived: false, zone: zone() })).items,
})
