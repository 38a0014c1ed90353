import type { timeEntryBulkRoutes } from '@goalixa/contracts/bulk'
import type { entrySurgeryRoutes } from '@goalixa/contracts/time-entries-surgery'
import type { timeEntryRoutes } from '@goalixa/contracts/time-entries'
import type { Handlers } from '@goalixa/service-kit/bind-routes'
import { actorOf } from '../operations/actor.ts'
import type { TimeEntriesService } from './time-entries.service.ts'

export const timeEntriesHandlers = (entries: TimeEntriesService): Handlers<typeof timeEntryRoutes> => ({
  list: ({ query }, { principal }) =>
    entries.list(principal.userId, { ...query, within: principal.projectId }),
  create: (input, call) => entries.create(actorOf(call, 'timeEntries.create', input), input.body),
  get: ({ params }, { principal }) => entries.read(principal.userId, params.id, principal.projectId),
  update: (input, call) =>
    entries.update(actorOf(call, 'timeEntries.update', input), input.params.id, input.body),
  delete: (input, call) => entries.delete(actorOf(call, 'timeEntries.delete', input), input.params.id),
})

export const entrySurgeryHandlers = (entries: TimeEntriesService): Handlers<typeof entrySurgeryRoutes> => ({
  gaps: ({ query }, { principal }) => entries.gaps(principal.userId, query, principal.projectId),
  join: (input, call) => entries.join(actorOf(call, 'timeEntries.join', input), input.body),
  split: (input, call) =>
    entries.split(actorOf(call, 'timeEntries.split', input), input.params.id, input.body),
  move: (input, call) => entries.move(actorOf(call, 'timeEntries.move', input), input.params.id, input.body),
  resize: (input, call) =>
    entries.resize(actorOf(call, 'timeEntries.resize', input), input.params.id, input.body),
  fill: (input, call) => entries.fill(actorOf(call, 'timeEntries.fill', input), input.params.id, input.body),
})

export const timeEntryBulkHandlers = (entries: TimeEntriesService): Handlers<typeof timeEntryBulkRoutes> => ({
  bulk: (input, call) => entries.bulk(actorOf(call, 'timeEntries.bulk', input), input.body),
})
