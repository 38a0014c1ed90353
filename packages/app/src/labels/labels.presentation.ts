import { labelRoutes } from '@goalixa/contracts/labels'
import type { Handlers } from '@goalixa/service-kit/bind-routes'
import { actorOf } from '../operations/actor.ts'
import type { LabelsService } from './labels.service.ts'

export const labelsHandlers = (labels: LabelsService): Handlers<typeof labelRoutes> => ({
  list: ({ query }, call) => labels.list(call.principal.userId, query),
  create: (input, call) => labels.create(actorOf(call, 'labels.create', input), input.body),
  get: ({ params }, call) => labels.get(call.principal.userId, params.id),
  update: (input, call) => labels.update(actorOf(call, 'labels.update', input), input.params.id, input.body),
  delete: (input, call) => labels.delete(actorOf(call, 'labels.delete', input), input.params.id),
})
