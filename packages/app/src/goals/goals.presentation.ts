import type { goalRoutes, subgoalRoutes } from '@goalixa/contracts/goals'
import type { Handlers } from '@goalixa/service-kit/bind-routes'
import { actorOf } from '../operations/actor.ts'
import type { GoalsService } from './goals.service.ts'

export const goalsHandlers = (goals: GoalsService): Handlers<typeof goalRoutes> => ({
  list: ({ query }, call) => goals.list(call.principal.userId, query),
  create: (input, call) => goals.create(actorOf(call, 'goals.create', input), input.body, input.query),
  get: ({ params, query }, call) => goals.get(call.principal.userId, params.id, query),
  update: (input, call) =>
    goals.update(actorOf(call, 'goals.update', input), input.params.id, input.body, input.query),
  delete: (input, call) => goals.delete(actorOf(call, 'goals.delete', input), input.params.id),
  done: (input, call) => goals.done(actorOf(call, 'goals.done', input), input.params.id, input.query),
  reopen: (input, call) => goals.reopen(actorOf(call, 'goals.reopen', input), input.params.id, input.query),
})

export const subgoalsHandlers = ({ subgoals }: GoalsService): Handlers<typeof subgoalRoutes> => ({
  create: (input, call) =>
    subgoals.create(actorOf(call, 'subgoals.create', input), input.params.id, input.body, input.query),
  update: (input, call) =>
    subgoals.update(actorOf(call, 'subgoals.update', input), input.params.id, input.body, input.query),
  delete: (input, call) =>
    subgoals.delete(actorOf(call, 'subgoals.delete', input), input.params.id, input.query),
  done: (input, call) => subgoals.done(actorOf(call, 'subgoals.done', input), input.params.id, input.query),
  reopen: (input, call) =>
    subgoals.reopen(actorOf(call, 'subgoals.reopen', input), input.params.id, input.query),
})
