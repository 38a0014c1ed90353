import { habitRoutes } from '@goalixa/contracts/habits'
import { checkHabit, uncheckHabit } from '@goalixa/domain/plans/habit-logs'
import { createHabit, deleteHabit, updateHabit } from '@goalixa/domain/plans/habits'
import {
  getHabit,
  getHabitDay,
  listHabitLogs,
  listHabits,
  readHeatMap,
} from '@goalixa/replica/queries/habits'
import type { Replica } from '@goalixa/replica/replica'
import type { ReplicaReader } from '@goalixa/replica/storage'
import type { Asking } from '@goalixa/replica/queries/lists'
import type { LocalParts, Rule } from './local-rows.ts'
import { askingOf, readId, source, writeIntent } from './local-rows.ts'
import { readDay } from './read-day.ts'
import { readBody, readQuery } from './read-input.ts'
import type { Store } from './store.ts'

const { list, get, create, update, heatMap, logs, check, uncheck } = habitRoutes
const idOf = (id: string) => readId(id, 'habits.not_found')

/** Not of the verbs that all rows share: days, streaks and scores depend on the zone of the asker. */
export function createLocalHabits({ withReplica, newId }: LocalParts): Store['habits'] {
  type Read<Answer> = (reader: ReplicaReader, asking: Asking) => Promise<Answer>
  const read = <Answer>(replica: Replica, query: Read<Answer>) =>
    replica.read((reader) => query(reader, askingOf(replica)))
  const write = <Result>(replica: Replica, intent: string, rule: Rule<Result>) =>
    writeIntent(replica, intent, rule, newId)
  return {
    list: async (given) => {
      const query = readQuery(list.query, given)
      return withReplica(
        (replica) => read(replica, (reader, asking) => listHabits(reader, asking, query)),
        'fresh',
      )
    },
    get: async (given, wanted = {}) => {
      const asked = readQuery(get.query, wanted)
      return withReplica(
        (replica) => read(replica, (reader, asking) => getHabit(reader, asking, idOf(given), asked)),
        'fresh',
      )
    },
    create: async (given, wanted = {}) => {
      const input = readBody(create.body, given)
      const asked = readQuery(create.query, wanted)
      return withReplica(async (replica) => {
        const id = await write(replica, 'habits.create', (view, draft) =>
          createHabit(view, draft, input, newId),
        )
        return read(replica, (reader, asking) => getHabit(reader, asking, id, asked))
      })
    },
    update: async (given, fields, wanted = {}) => {
      const id = idOf(given)
      const patch = readBody(update.body, fields)
      const asked = readQuery(update.query, wanted)
      return withReplica(async (replica) => {
        await write(replica, 'habits.update', (view, draft) => updateHabit(view, draft, id, patch, newId))
        return read(replica, (reader, asking) => getHabit(reader, asking, id, asked))
      })
    },
    delete: async (given) => {
      const id = idOf(given)
      await withReplica((replica) =>
        write(replica, 'habits.delete', (view, draft) => deleteHabit(view, draft, id)),
      )
    },
    heatMap: async (given, wanted = {}) => {
      const asked = readQuery(heatMap.query, wanted)
      return withReplica(
        (replica) => read(replica, (reader, asking) => readHeatMap(reader, asking, idOf(given), asked)),
        'fresh',
      )
    },
    logs: async (given, wanted) => {
      const query = readQuery(logs.query, wanted)
      return withReplica(
        (replica) => read(replica, (reader) => listHabitLogs(reader, idOf(given), query)),
        'fresh',
      )
    },
    check: async (given, day, fields, wanted = {}) => {
      const [id, date] = [idOf(given), readDay(day)]
      const input = readBody(check.body, { source, ...fields })
      const asked = readQuery(check.query, wanted)
      return withReplica(async (replica) => {
        await write(replica, 'habits.check', (view, draft) => checkHabit(view, draft, id, date, input))
        return read(replica, (reader, asking) => getHabitDay(reader, asking, id, date, asked))
      })
    },
    uncheck: async (given, day, wanted = {}) => {
      const [id, date] = [idOf(given), readDay(day)]
      const asked = readQuery(uncheck.query, wanted)
      return withReplica(async (replica) => {
        await write(replica, 'habits.uncheck', (view, draft) => uncheckHabit(view, draft, id, date))
        return read(replica, (reader, asking) => getHabitDay(reader, asking, id, date, asked))
      })
    },
  }
}
