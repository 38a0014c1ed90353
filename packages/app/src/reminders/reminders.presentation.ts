import type { reminderRoutes } from '@goalixa/contracts/reminders'
import type { Handlers } from '@goalixa/service-kit/bind-routes'
import { actorOf } from '../operations/actor.ts'
import type { RemindersService } from './reminders.service.ts'

export const remindersHandlers = (reminders: RemindersService): Handlers<typeof reminderRoutes> => ({
  list: ({ query }, call) => reminders.list(call.principal.userId, query),
  create: (input, call) => reminders.create(actorOf(call, 'reminders.create', input), input.body),
  get: ({ params }, call) => reminders.get(call.principal.userId, params.id),
  update: (input, call) =>
    reminders.update(actorOf(call, 'reminders.update', input), input.params.id, input.body),
  delete: (input, call) => reminders.delete(actorOf(call, 'reminders.delete', input), input.params.id),
  snooze: (input, call) =>
    reminders.snooze(actorOf(call, 'reminders.snooze', input), input.params.id, input.body),
  done: (input, call) => reminders.done(actorOf(call, 'reminders.done', input), input.params.id),
  test: (input, call) => reminders.test(actorOf(call, 'reminders.test', input), input.params.id),
})
