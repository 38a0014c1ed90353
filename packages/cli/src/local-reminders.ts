import { reminderRoutes } from '@goalixa/contracts/reminders'
import {
  createReminder,
  deleteReminder,
  doneReminder,
  fireReminder,
  snoozeReminder,
  updateReminder,
} from '@goalixa/domain/plans/reminders'
import { getReminder, listReminders } from '@goalixa/replica/queries/reminders'
import type { LocalParts, Rule } from './local-rows.ts'
import { readId, writeIntent } from './local-rows.ts'
import { readBody, readQuery } from './read-input.ts'
import type { Store } from './store.ts'

const { list, create, update, snooze } = reminderRoutes
const idOf = (id: string) => readId(id, 'reminders.not_found')

/** Not of the verbs that all rows share: what a reminder is depends on the moment, and there is more to do with it. */
export function createLocalReminders({ withReplica, newId }: LocalParts): Store['reminders'] {
  const change = (given: string, verb: string, rule: (id: string) => Rule<void>) => {
    const id = idOf(given)
    return withReplica(async (replica) => {
      await writeIntent(replica, `reminders.${verb}`, rule(id), newId)
      return replica.read((reader) => getReminder(reader, replica.now(), id))
    })
  }
  return {
    list: async (given) => {
      const query = readQuery(list.query, given)
      return withReplica(
        (replica) => replica.read((reader) => listReminders(reader, replica.now(), query)),
        'fresh',
      )
    },
    get: async (given) =>
      withReplica((replica) => replica.read((reader) => getReminder(reader, replica.now(), idOf(given)))),
    create: async (given) => {
      const input = readBody(create.body, given)
      return withReplica(async (replica) => {
        const rule: Rule<string> = (view, draft) => createReminder(view, draft, input, newId)
        const id = await writeIntent(replica, 'reminders.create', rule, newId)
        return replica.read((reader) => getReminder(reader, replica.now(), id))
      })
    },
    update: async (given, wanted) => {
      const patch = readBody(update.body, wanted)
      return change(given, 'update', (id) => (view, draft) => updateReminder(view, draft, id, patch))
    },
    snooze: async (given, wanted) => {
      const { until } = readBody(snooze.body, wanted)
      return change(given, 'snooze', (id) => (view, draft) => snoozeReminder(view, draft, id, until))
    },
    done: async (given) => change(given, 'done', (id) => (view, draft) => doneReminder(view, draft, id)),
    test: async (given) => change(given, 'fire', (id) => (view, draft) => fireReminder(view, draft, id)),
    delete: async (given) => {
      const id = idOf(given)
      await withReplica((replica) =>
        writeIntent(replica, 'reminders.delete', (view, draft) => deleteReminder(view, draft, id), newId),
      )
    },
  }
}
