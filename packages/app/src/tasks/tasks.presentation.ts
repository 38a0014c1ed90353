import { taskRoutes } from '@goalixa/contracts/tasks'
import type { taskBulkRoutes } from '@goalixa/contracts/bulk'
import type { Handlers } from '@goalixa/service-kit/bind-routes'
import { actorOf } from '../operations/actor.ts'
import type { TasksService } from './tasks.service.ts'

export const tasksHandlers = (tasks: TasksService): Handlers<typeof taskRoutes> => ({
  list: ({ query }, { principal }) => tasks.list(principal.userId, { ...query, within: principal.projectId }),
  create: (input, call) => tasks.create(actorOf(call, 'tasks.create', input), input.body),
  get: ({ params }, { principal }) => tasks.get(principal.userId, params.id, principal.projectId),
  update: (input, call) => tasks.update(actorOf(call, 'tasks.update', input), input.params.id, input.body),
  delete: (input, call) => tasks.delete(actorOf(call, 'tasks.delete', input), input.params.id),
  done: (input, call) => tasks.done(actorOf(call, 'tasks.done', input), input.params.id),
  reopen: (input, call) => tasks.reopen(actorOf(call, 'tasks.reopen', input), input.params.id),
  checks: ({ params, query }, { principal }) =>
    tasks.checks(principal.userId, params.id, { ...query, within: principal.projectId }),
  check: (input, call) =>
    tasks.check(actorOf(call, 'tasks.check', input), input.params.id, input.params.date),
  uncheck: (input, call) =>
    tasks.uncheck(actorOf(call, 'tasks.uncheck', input), input.params.id, input.params.date),
})

export const taskBulkHandlers = (tasks: TasksService): Handlers<typeof taskBulkRoutes> => ({
  bulk: (input, call) => tasks.bulk(actorOf(call, 'tasks.bulk', input), input.body),
})
