import { bodyOf, created, done, json } from './call.ts'
import type { Call, Routes } from './call.ts'
import { demand, demandAdmin, isPublic } from './identity.ts'
import { page } from './paging.ts'
import { badRequest, conflict, notFound, precondition, unauthorized } from './refusal.ts'
import { findProject, usedBy } from './state.ts'
import type { Project } from './state.ts'
import { projectView } from './views.ts'

export const projectRoutes: Routes = {
  'GET /projects': (call) => {
    const name = call.query.get('name') ?? ''
    const seen = call.state.projects
      .filter((project) => project.name.includes(name) && isSeen(call, project))
      .toSorted((a, b) => a.name.localeCompare(b.name))
    const { items, headers } = page(seen, call.path, call.query)
    return json(
      items.map((project) => projectView(call.state, project)),
      headers,
    )
  },
  'HEAD /projects': ({ state, query }) => {
    if (findProject(state, query.get('project_name') ?? '', true) !== undefined) return done
    throw notFound(`project ${query.get('project_name')} not found`)
  },
  'POST /projects': (call) => {
    const { project_name: name, metadata = {} } = bodyOf(call, 'project')
    demandAdmin(call.who)
    if (!/^[a-z0-9]+(?:[._-][a-z0-9]+)*$/.test(String(name)))
      throw badRequest('project name is not in lower case or contains illegal characters')
    if (findProject(call.state, String(name), true) !== undefined)
      throw conflict(`The project named ${String(name)} already exists`)
    const { id } = call.state.addProject(String(name), { ...(metadata as Record<string, string>) })
    return created(`/api/v2.0/projects/${id}`)
  },
  'GET /projects/:project': (call) => json(projectView(call.state, projectIn(call, 'read'))),
  'PUT /projects/:project': (call) => {
    const project = projectIn(call, 'update')
    const { metadata, cve_allowlist: allow } = bodyOf(call, 'project')
    project.metadata = { ...project.metadata, ...(metadata as Record<string, string> | undefined) }
    if (allow !== undefined)
      project.allowlist = (allow as { items: { cve_id: string }[] }).items.map(({ cve_id }) => cve_id)
    return done
  },
  'DELETE /projects/:project': (call) => {
    const project = projectIn(call, 'delete')
    if (call.state.repositories.some(({ projectId }) => projectId === project.id))
      throw precondition('precondition failed: the project contains repositories, can not be deleted')
    call.state.projects.splice(call.state.projects.indexOf(project), 1)
    return done
  },
  'GET /projects/:project/_deletable': (call) => {
    const { id } = projectIn(call, 'delete')
    return json(
      call.state.repositories.some(({ projectId }) => projectId === id)
        ? { message: 'the project contains repositories, can not be deleted' }
        : { deletable: true },
    )
  },
  'GET /projects/:project/summary': (call) => {
    const project = projectIn(call, 'read')
    const { repo_count } = projectView(call.state, project)
    return json({
      project_admin_count: 1,
      quota: { hard: { storage: project.storageLimit }, used: { storage: usedBy(call.state, project) } },
      repo_count,
    })
  },
}

const isSeen = ({ who }: Call, project: Project): boolean =>
  who.kind === 'admin' ||
  isPublic(project) ||
  who.robot?.permissions.some(({ namespace }) => namespace === project.name) === true

export function projectIn(call: Call, action: string): Project {
  const name = call.params['project']!
  const project = findProject(call.state, name, call.isName)
  if (project === undefined) {
    if (call.who.kind === 'anonymous') throw unauthorized()
    throw notFound(`project ${name} not found`)
  }
  demand(call.who, project, 'project', action)
  return project
}
