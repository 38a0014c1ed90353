import { clientRoutes } from '@goalixa/contracts/clients'
import type { Handlers } from '@goalixa/service-kit/bind-routes'
import { actorOf } from '../operations/actor.ts'
import type { ClientsService } from './clients.service.ts'

export const clientsHandlers = (clients: ClientsService): Handlers<typeof clientRoutes> => ({
  list: ({ query }, call) => clients.list(call.principal.userId, query),
  create: (input, call) => clients.create(actorOf(call, 'clients.create', input), input.body),
  get: ({ params }, call) => clients.get(call.principal.userId, params.id),
  update: (input, call) =>
    clients.update(actorOf(call, 'clients.update', input), input.params.id, input.body),
  delete: (input, call) => clients.delete(actorOf(call, 'clients.delete', input), input.params.id),
})
