/** Goals with their progress, as the terminal shows them. */
import { AppError } from '@goalixa/contracts/errors'
import type { Goal } from '@goalixa/contracts/goals'
import { getGoal, listGoals } from '@goalixa/replica/queries/goals'
import { listLabels, listProjects } from '@goalixa/replica/queries/lists'
import { zone } from '../../store/dates.ts'
import type { Query } from '../../store/store.ts'

const atOnce = 1_000

export const readGoals =
  (archived: boolean): Query<readonly Goal[]> =>
  async (reader, asking) =>
    (await listGoals(reader, asking, { zone: zone(), archived, limit: atOnce })).items

/** Null when there is none. */
export const readGoal =
  (id: string): Query<Goal | null> =>
  async (reader, asking) => {
    try {
      return await getGoal(reader, asking, id, { zone: zone() })
    } catch (error) {
      if (error instanceof AppError && error.code === 'goals.not_found') return null
      throw error
    }
  }

interface Choices {
  readonly labels: readonly string[]
  readonly projects: readonly { readonly id: string; readonly name: string }[]
}

/** What time can be counted by. */
export const readChoices: Query<Choices> = async (reader, asking) => {
  const asked = { limit: atOnce, archived: false }
  return {
    labels: (await listLabels(reader, asking, asked)).items.map(({ name }) => name),
    projects: (await listProjects(reader, asking, asked)).items,
  }
}
