import { importRoutes } from '@goalixa/contracts/imports'
import type { Handlers } from '@goalixa/service-kit/bind-routes'
import { actorOf } from '../operations/actor.ts'
import type { ImportsService } from './imports.service.ts'

export const importsHandlers = (imports: ImportsService): Handlers<typeof importRoutes> => ({
  create: (input, call) =>
    imports.create(actorOf(call, 'imports.create', input), input.params.format, input.body, input.query),
})
