import { trashRoutes } from '@goalixa/contracts/trash'
import type { Handlers } from '@goalixa/service-kit/bind-routes'
import { actorOf } from '../operations/actor.ts'
import type { TrashService } from './trash.service.ts'

export const trashHandlers = (trash: TrashService): Handlers<typeof trashRoutes> => ({
  list: ({ query }, call) => trash.list(call.principal.userId, query),
  restore: (input, call) =>
    trash.restore(actorOf(call, 'trash.restore', input), input.params.table, input.params.id),
})
