import { savedViewRoutes } from '@goalixa/contracts/saved-views'
import type { Handlers } from '@goalixa/service-kit/bind-routes'
import { actorOf } from '../operations/actor.ts'
import type { SavedViewsService } from './saved-views.service.ts'

export const savedViewsHandlers = (views: SavedViewsService): Handlers<typeof savedViewRoutes> => ({
  list: ({ query }, call) => views.list(call.principal.userId, query),
  create: (input, call) => views.create(actorOf(call, 'savedViews.create', input), input.body),
  get: ({ params }, call) => views.get(call.principal.userId, params.id),
  update: (input, call) =>
    views.update(actorOf(call, 'savedViews.update', input), input.params.id, input.body),
  delete: (input, call) => views.delete(actorOf(call, 'savedViews.delete', input), input.params.id),
})
