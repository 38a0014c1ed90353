import { weeklyGoalRoutes } from '@goalixa/contracts/weekly-goals'
import type { Handlers } from '@goalixa/service-kit/bind-routes'
import { actorOf } from '../operations/actor.ts'
import type { WeeklyGoalsService } from './weekly-goals.service.ts'

export const weeklyGoalsHandlers = (goals: WeeklyGoalsService): Handlers<typeof weeklyGoalRoutes> => ({
  list: ({ query }, call) => goals.list(call.principal.userId, query),
  create: (input, call) => goals.create(actorOf(call, 'weeklyGoals.create', input), input.body, input.query),
  get: ({ params, query }, call) => goals.get(call.principal.userId, params.id, query),
  update: (input, call) =>
    goals.update(actorOf(call, 'weeklyGoals.update', input), input.params.id, input.body, input.query),
  delete: (input, call) => goals.delete(actorOf(call, 'weeklyGoals.delete', input), input.params.id),
})
