import { projectRoutes } from '@goalixa/contracts/projects'
import type { Handlers } from '@goalixa/service-kit/bind-routes'
import { actorOf } from '../operations/actor.ts'
import type { ProjectsService } from './projects.service.ts'

export const projectsHandlers = (projects: ProjectsService): Handlers<typeof projectRoutes> => ({
  list: ({ query }, call) => projects.list(call.principal.userId, query),
  create: (input, call) => projects.create(actorOf(call, 'projects.create', input), input.body),
  get: ({ params }, call) => projects.get(call.principal.userId, params.id),
  update: (input, call) =>
    projects.update(actorOf(call, 'projects.update', input), input.params.id, input.body),
  delete: (input, call) => projects.delete(actorOf(call, 'projects.delete', input), input.params.id),
})
