import { taskRoutes } from '@goalixa/contracts/tasks'
import type { Handlers } from '@goalixa/service-kit/bind-routes'
import { actorOf } from '../operations/actor.ts'
import type { TasksService } from './tasks.service.ts'

export const tasksHandlers = (tasks: TasksService): Handlers<typeof taskRoutes> => ({
  list: ({ query }, call) => tasks.list(call.principal.userId, query),
  create: (input, call) => tasks.create(actorOf(call, 'tasks.create', input), input.body),
  get: ({ params }, call) => tasks.get(call.principal.userId, params.id),
  update: (input, call) => tasks.update(actorOf(call, 'tasks.update', input), input.params.id, input.body),
  delete: (input, call) => tasks.delete(actorOf(call, 'tasks.delete', input), input.params.id),
  done: (input, call) => tasks.done(actorOf(call, 'tasks.done', input), input.params.id),
  reopen: (input, call) => tasks.reopen(actorOf(call, 'tasks.reopen', input), input.params.id),
})
