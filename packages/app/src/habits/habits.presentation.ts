import { habitRoutes } from '@goalixa/contracts/habits'
import type { Handlers } from '@goalixa/service-kit/bind-routes'
import { actorOf } from '../operations/actor.ts'
import type { HabitsService } from './habits.service.ts'

export const habitsHandlers = (habits: HabitsService): Handlers<typeof habitRoutes> => ({
  list: ({ query }, call) => habits.list(call.principal.userId, query),
  create: (input, call) => habits.create(actorOf(call, 'habits.create', input), input.body, input.query),
  get: ({ params, query }, call) => habits.get(call.principal.userId, params.id, query),
  update: (input, call) =>
    habits.update(actorOf(call, 'habits.update', input), input.params.id, input.body, input.query),
  delete: (input, call) => habits.delete(actorOf(call, 'habits.delete', input), input.params.id),
  heatMap: ({ params, query }, call) => habits.heatMap(call.principal.userId, params.id, query),
  logs: ({ params, query }, call) => habits.logs(call.principal.userId, params.id, query),
  check: (input, call) => {
    const { id, date } = input.params
    return habits.check(actorOf(call, 'habits.check', input), id, date, input.body, input.query)
  },
  uncheck: (input, call) => {
    const { id, date } = input.params
    return habits.uncheck(actorOf(call, 'habits.uncheck', input), id, date, input.query)
  },
})
