import { timerRoutes } from '@goalixa/contracts/timer'
import type { Handlers } from '@goalixa/service-kit/bind-routes'
import { actorOf } from '../operations/actor.ts'
import type { TimerService } from './timer.service.ts'

export const timerHandlers = (timer: TimerService): Handlers<typeof timerRoutes> => ({
  get: (_input, { principal }) => timer.get(principal.userId, principal.projectId),
  start: (input, call) => timer.start(actorOf(call, 'timer.start', input), input.body),
  stop: (input, call) => timer.stop(actorOf(call, 'timer.stop', input), input.body.at),
  continue: (input, call) => timer.continue(actorOf(call, 'timer.continue', input), input.body),
  cancel: (input, call) => timer.cancel(actorOf(call, 'timer.cancel', input)),
})
