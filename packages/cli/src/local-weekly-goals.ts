import { weeklyGoalRoutes } from '@goalixa/contracts/weekly-goals'
import { createWeeklyGoal, deleteWeeklyGoal, updateWeeklyGoal } from '@goalixa/domain/plans/weekly-goals'
import { getWeeklyGoal, listWeeklyGoals } from '@goalixa/replica/queries/weekly-goals'
import type { Replica } from '@goalixa/replica/replica'
import type { LocalParts } from './local-rows.ts'
import { askingOf, readId, writeIntent } from './local-rows.ts'
import { readBody, readQuery } from './read-input.ts'
import type { Store } from './store.ts'

const { list, get, create, update } = weeklyGoalRoutes
const idOf = (id: string) => readId(id, 'weekly_goals.not_found')

/** Not of the verbs that all rows share: what a goal has come to depends on the zone of the asker. */
export function createLocalWeeklyGoals({ withReplica, newId }: LocalParts): Store['weeklyGoals'] {
  const answer = (replica: Replica, id: string, zone: string | undefined) =>
    replica.read((reader) => getWeeklyGoal(reader, askingOf(replica), id, { zone }))
  return {
    list: async (given) => {
      const query = readQuery(list.query, given)
      return withReplica(
        (replica) => replica.read((reader) => listWeeklyGoals(reader, askingOf(replica), query)),
        'fresh',
      )
    },
    get: async (given, asked = {}) => {
      const { zone } = readQuery(get.query, asked)
      return withReplica((replica) => answer(replica, idOf(given), zone), 'fresh')
    },
    create: async (given, askedFor = {}) => {
      const input = readBody(create.body, given)
      const asked = readQuery(create.query, askedFor)
      return withReplica(async (replica) => {
        const id = await writeIntent(
          replica,
          'weeklyGoals.create',
          (view, draft) => createWeeklyGoal(view, draft, input, asked, newId),
          newId,
        )
        return answer(replica, id, asked.zone)
      })
    },
    update: async (given, wanted, askedFor = {}) => {
      const id = idOf(given)
      const patch = readBody(update.body, wanted)
      const asked = readQuery(update.query, askedFor)
      return withReplica(async (replica) => {
        await writeIntent(
          replica,
          'weeklyGoals.update',
          (view, draft) => updateWeeklyGoal(view, draft, id, patch, asked, newId),
          newId,
        )
        return answer(replica, id, asked.zone)
      })
    },
    delete: async (given) => {
      const id = idOf(given)
      await withReplica((replica) =>
        writeIntent(replica, 'weeklyGoals.delete', (view, draft) => deleteWeeklyGoal(view, draft, id), newId),
      )
    },
  }
}
