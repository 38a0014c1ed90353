import { timeEntryRoutes } from '@goalixa/contracts/time-entries'
import type { Handlers } from '@goalixa/service-kit/bind-routes'
import { actorOf } from '../operations/actor.ts'
import type { TimeEntriesService } from './time-entries.service.ts'

export const timeEntriesHandlers = (entries: TimeEntriesService): Handlers<typeof timeEntryRoutes> => ({
  list: ({ query }, call) => entries.list(call.principal.userId, query),
  create: (input, call) => entries.create(actorOf(call, 'timeEntries.create', input), input.body),
  get: ({ params }, call) => entries.read(call.principal.userId, params.id),
  update: (input, call) =>
    entries.update(actorOf(call, 'timeEntries.update', input), input.params.id, input.body),
  delete: (input, call) => entries.delete(actorOf(call, 'timeEntries.delete', input), input.params.id),
})
