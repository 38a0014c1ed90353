import type { plannerRoutes } from '@goalixa/contracts/planner'
import type { Handlers } from '@goalixa/service-kit/bind-routes'
import { actorOf } from '../operations/actor.ts'
import type { PlannerService } from './planner.service.ts'

export const plannerHandlers = (planner: PlannerService): Handlers<typeof plannerRoutes> => ({
  get: ({ query }, call) => planner.get(call.principal.userId, query),
  listTodos: ({ query }, call) => planner.listTodos(call.principal.userId, query),
  createTodo: (input, call) =>
    planner.createTodo(actorOf(call, 'planner.createTodo', input), input.body, input.query),
  getTodo: ({ params }, call) => planner.getTodo(call.principal.userId, params.id),
  updateTodo: (input, call) =>
    planner.updateTodo(actorOf(call, 'planner.updateTodo', input), input.params.id, input.body),
  deleteTodo: (input, call) =>
    planner.deleteTodo(actorOf(call, 'planner.deleteTodo', input), input.params.id),
  doneTodo: (input, call) => planner.doneTodo(actorOf(call, 'planner.doneTodo', input), input.params.id),
  reopenTodo: (input, call) =>
    planner.reopenTodo(actorOf(call, 'planner.reopenTodo', input), input.params.id),
  carry: (input, call) => planner.carry(actorOf(call, 'planner.carry', input), input.body, input.query),
  listTargets: ({ query }, call) => planner.listTargets(call.principal.userId, query),
  setTarget: (input, call) =>
    planner.setTarget(actorOf(call, 'planner.setTarget', input), input.params.date, input.body),
  deleteTarget: (input, call) =>
    planner.deleteTarget(actorOf(call, 'planner.deleteTarget', input), input.params.date),
})
