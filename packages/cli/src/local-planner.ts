import { plannerRoutes } from '@goalixa/contracts/planner'
import type { CarriedOver } from '@goalixa/contracts/planner'
import { dailyTodoOf, inOrder } from '@goalixa/domain/planner'
import {
  carryDays,
  carryTodos,
  createTodo,
  deleteTarget,
  deleteTodo,
  setTarget,
  setTodoDone,
  todayOf,
  updateTodo,
} from '@goalixa/domain/plans/planner'
import {
  getTarget,
  getTodo,
  listTargets,
  listTodos,
  readDayPlan,
  todosOf,
} from '@goalixa/replica/queries/planner'
import { viewOf } from '@goalixa/replica/queries/view'
import type { LocalParts, Rule } from './local-rows.ts'
import { askingOf, readId, writeIntent } from './local-rows.ts'
import { readDay } from './read-day.ts'
import { readBody, readQuery } from './read-input.ts'
import type { Store } from './store.ts'

/** What can be no id at all is no address either, as the server sees it. */
const idOf = (id: string) => readId(id, 'request.not_found')

export function createLocalPlanner({ withReplica, newId }: LocalParts): Store['planner'] {
  /** Writes, and answers the to-do as it is then. */
  const change = (given: string, verb: string, rule: (id: string) => Rule<void>) => {
    const id = idOf(given)
    return withReplica(async (replica) => {
      await writeIntent(replica, `dailyTodos.${verb}`, rule(id), newId)
      return replica.read((reader) => getTodo(reader, id))
    })
  }
  return {
    get: async (given = {}) => {
      const asked = readQuery(plannerRoutes.get.query, given)
      return withReplica(
        (replica) => replica.read((reader) => readDayPlan(reader, askingOf(replica), asked)),
        'fresh',
      )
    },
    listTodos: async (given) => {
      const query = readQuery(plannerRoutes.listTodos.query, given)
      return withReplica((replica) => replica.read((reader) => listTodos(reader, query)), 'fresh')
    },
    getTodo: async (given) =>
      withReplica((replica) => replica.read((reader) => getTodo(reader, idOf(given)))),
    createTodo: async (given, askedFor = {}) => {
      const input = readBody(plannerRoutes.createTodo.body, given)
      const asked = readQuery(plannerRoutes.createTodo.query, askedFor)
      return withReplica(async (replica) => {
        const id = await writeIntent(
          replica,
          'dailyTodos.create',
          (view, draft) => createTodo(view, draft, input, asked, newId),
          newId,
        )
        return replica.read((reader) => getTodo(reader, id))
      })
    },
    updateTodo: async (given, wanted) => {
      const patch = readBody(plannerRoutes.updateTodo.body, wanted)
      return change(given, 'update', (id) => (view, draft) => updateTodo(view, draft, id, patch))
    },
    deleteTodo: async (given) => {
      const id = idOf(given)
      await withReplica((replica) =>
        writeIntent(replica, 'dailyTodos.delete', (view, draft) => deleteTodo(view, draft, id), newId),
      )
    },
    doneTodo: async (given) =>
      change(given, 'done', (id) => (view, draft) => setTodoDone(view, draft, id, true)),
    reopenTodo: async (given) =>
      change(given, 'reopen', (id) => (view, draft) => setTodoDone(view, draft, id, false)),
    carry: async (given, askedFor = {}) => {
      const wanted = readBody(plannerRoutes.carry.body, given)
      const asked = readQuery(plannerRoutes.carry.query, askedFor)
      return withReplica(async (replica): Promise<CarriedOver> => {
        const { result } = await replica.write('dailyTodos.carry', async (draft, reader) => {
          const view = viewOf(reader, replica.userId)
          const days = await carryDays(wanted, () => todayOf(view, draft, asked))
          const ids = (await todosOf(reader, days.from)).map(({ id }) => id)
          return { to: days.to, carried: await carryTodos(view, draft, ids, days.to) }
        })
        const rows = await replica.read((reader) => todosOf(reader, result.to))
        const items = rows.filter(({ id }) => result.carried.includes(id))
        return { to: result.to, items: inOrder(items).map(dailyTodoOf) }
      })
    },
    listTargets: async (given) => {
      const query = readQuery(plannerRoutes.listTargets.query, given)
      return withReplica(
        (replica) => replica.read((reader) => listTargets(reader, replica.userId, query)),
        'fresh',
      )
    },
    setTarget: async (given, wanted) => {
      const date = readDay(given)
      const input = readBody(plannerRoutes.setTarget.body, wanted)
      return withReplica(async (replica) => {
        await writeIntent(
          replica,
          'dailyTargets.set',
          (view, draft) => setTarget(view, draft, date, input),
          newId,
        )
        return replica.read((reader) => getTarget(reader, replica.userId, date))
      })
    },
    deleteTarget: async (given) => {
      const date = readDay(given)
      await withReplica((replica) =>
        writeIntent(replica, 'dailyTargets.delete', (view, draft) => deleteTarget(view, draft, date), newId),
      )
    },
  }
}
