import type { Goal } from '@goalixa/contracts/goals'
import { goalRoutes, subgoalRoutes } from '@goalixa/contracts/goals'
import { createGoal, deleteGoal, setGoalDone, updateGoal } from '@goalixa/domain/plans/goals'
import { createSubgoal, deleteSubgoal, setSubgoalDone, updateSubgoal } from '@goalixa/domain/plans/subgoals'
import { getGoal, listGoals } from '@goalixa/replica/queries/goals'
import type { LocalParts, Rule } from './local-rows.ts'
import { askingOf, readId, writeIntent } from './local-rows.ts'
import { readBody, readQuery } from './read-input.ts'
import type { Store } from './store.ts'

const goalId = (id: string) => readId(id, 'goals.not_found')
const subgoalId = (id: string) => readId(id, 'subgoals.not_found')

type Zoned = NonNullable<Parameters<Store['goals']['get']>[1]>
type Write = (intent: string, askedFor: Zoned, rule: Rule<string>) => Promise<Goal>

/** One intent by a rule that answers the id of its goal; answers the goal as it is then. */
function writerOf({ withReplica, newId }: LocalParts): Write {
  return async (intent, askedFor, rule) => {
    const { zone } = readQuery(goalRoutes.get.query, askedFor)
    return withReplica(async (replica) => {
      const id = await writeIntent(replica, intent, rule, newId)
      return replica.read((reader) => getGoal(reader, askingOf(replica), id, { zone }))
    })
  }
}

/** Not of the verbs that all rows share: what a goal has come to depends on the zone of the asker. */
export function createLocalGoals(parts: LocalParts): Store['goals'] {
  const { withReplica, newId } = parts
  const write = writerOf(parts)
  const setDone = (intent: string, given: string, asked: Zoned, isDone: boolean) => {
    const id = goalId(given)
    return write(intent, asked, async (view, draft) => {
      await setGoalDone(view, draft, id, isDone)
      return id
    })
  }
  return {
    list: async (given) => {
      const query = readQuery(goalRoutes.list.query, given)
      return withReplica(
        (replica) => replica.read((reader) => listGoals(reader, askingOf(replica), query)),
        'fresh',
      )
    },
    get: async (given, asked = {}) => {
      const { zone } = readQuery(goalRoutes.get.query, asked)
      return withReplica(
        (replica) => replica.read((reader) => getGoal(reader, askingOf(replica), goalId(given), { zone })),
        'fresh',
      )
    },
    create: async (given, asked = {}) => {
      const input = readBody(goalRoutes.create.body, given)
      return write('goals.create', asked, (view, draft) => createGoal(view, draft, input, newId))
    },
    update: async (given, wanted, asked = {}) => {
      const id = goalId(given)
      const patch = readBody(goalRoutes.update.body, wanted)
      return write('goals.update', asked, async (view, draft) => {
        await updateGoal(view, draft, id, patch, newId)
        return id
      })
    },
    delete: async (given) => {
      const id = goalId(given)
      await withReplica((replica) =>
        writeIntent(replica, 'goals.delete', (view, draft) => deleteGoal(view, draft, id), newId),
      )
    },
    done: async (id, asked = {}) => setDone('goals.done', id, asked, true),
    reopen: async (id, asked = {}) => setDone('goals.reopen', id, asked, false),
  }
}

export function createLocalSubgoals(parts: LocalParts): Store['subgoals'] {
  const { newId } = parts
  const write = writerOf(parts)
  return {
    create: async (given, wanted, asked = {}) => {
      const id = goalId(given)
      const input = readBody(subgoalRoutes.create.body, wanted)
      return write('subgoals.create', asked, (view, draft) => createSubgoal(view, draft, id, input, newId))
    },
    update: async (given, wanted, asked = {}) => {
      const id = subgoalId(given)
      const patch = readBody(subgoalRoutes.update.body, wanted)
      return write('subgoals.update', asked, (view, draft) => updateSubgoal(view, draft, id, patch, newId))
    },
    delete: async (given, asked = {}) => {
      const id = subgoalId(given)
      return write('subgoals.delete', asked, (view, draft) => deleteSubgoal(view, draft, id))
    },
    done: async (given, asked = {}) => {
      const id = subgoalId(given)
      return write('subgoals.done', asked, (view, draft) => setSubgoalDone(view, draft, id, true))
    },
    reopen: async (given, asked = {}) => {
      const id = subgoalId(given)
      return write('subgoals.reopen', asked, (view, draft) => setSubgoalDone(view, draft, id, false))
    },
  }
}
