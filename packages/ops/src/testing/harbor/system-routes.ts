/** The system itself, quotas, and scanners. */
import { bodyOf, created, done, json } from './call.ts'
import type { Routes } from './call.ts'
import { demandAdmin, isPublic } from './identity.ts'
import { page } from './paging.ts'
import { projectIn } from './project-routes.ts'
import { HarborRefusal, notFound, precondition, unauthorized } from './refusal.ts'
import { usedBy } from './state.ts'

const version = 'v2.9.5-672ec4adab'

const ownRoutes: Routes = {
  'GET /health': () => {
    const names = ['core', 'database', 'jobservice', 'portal', 'redis', 'registry', 'registryctl']
    return json({ components: names.map((name) => ({ name, status: 'healthy' })), status: 'healthy' })
  },
  'GET /systeminfo': ({ who, state }) =>
    json({
      auth_mode: 'db_auth',
      banner_message: '',
      harbor_version: version,
      primary_auth_mode: false,
      self_registration: false,
      ...(who.kind === 'anonymous'
        ? {}
        : {
            current_time: state.time(),
            external_url: 'https://harbor.example.internal',
            has_ca_root: false,
            notification_enable: true,
            project_creation_restriction: 'everyone',
            read_only: state.isReadOnly,
            registry_storage_provider_name: 'filesystem',
            registry_url: 'harbor.example.internal',
          }),
    }),
  'GET /statistics': ({ state, who }) => {
    demandAdmin(who)
    const counts = (wanted: boolean) => {
      const projects = state.projects.filter((project) => isPublic(project) === wanted)
      const ids = new Set(projects.map(({ id }) => id))
      return [projects.length, state.repositories.filter(({ projectId }) => ids.has(projectId)).length]
    }
    const [open = 0, openRepositories = 0] = counts(true)
    const [closed = 0, closedRepositories = 0] = counts(false)
    return json({
      private_project_count: closed,
      private_repo_count: closedRepositories,
      public_project_count: open,
      public_repo_count: openRepositories,
      total_project_count: open + closed,
      total_repo_count: openRepositories + closedRepositories,
      total_storage_consumption: state.artifacts.reduce((sum, { size }) => sum + size, 0),
    })
  },
  'GET /users/current': ({ who }) => {
    if (who.kind === 'anonymous') throw unauthorized()
    if (who.kind !== 'admin') throw precondition('get current user not available for security context: robot')
    return json({ username: who.name, sysadmin_flag: true, user_id: 1, realname: 'system admin' })
  },
}

const scannerRoutes: Routes = {
  'GET /scanners': (call) => {
    demandAdmin(call.who)
    const { items, headers } = page(call.state.scanners, call.path, call.query)
    return json(
      items.map(({ uuid, name, url, isDefault, createdAt }) => ({
        uuid,
        name,
        url,
        is_default: isDefault,
        disabled: false,
        create_time: createdAt,
      })),
      headers,
    )
  },
  'POST /scanners': (call) => {
    demandAdmin(call.who)
    const { name, url } = bodyOf(call, 'scanner') as { name: string; url: string }
    if (call.state.scanners.some((one) => one.name === name || one.url === url))
      throw new HarborRefusal(
        409,
        'UNKNOWN',
        'dao: create registration: registration name or url already exists',
      )
    const uuid = `00000000-0000-0000-0000-${String(call.state.nextId('scanner')).padStart(12, '0')}`
    call.state.scanners.push({ uuid, name, url, createdAt: call.state.time(), isDefault: false })
    return created(`/api/v2.0/scanners/${uuid}`)
  },
  'PATCH /scanners/:id': (call) => {
    for (const scanner of call.state.scanners)
      scanner.isDefault = scanner.uuid === call.params['id'] && bodyOf(call, 'scanner')['is_default'] === true
    return done
  },
  'GET /projects/:project/scanner': (call) => {
    projectIn(call, 'read')
    const [scanner] = call.state.scanners
    return json(
      scanner === undefined
        ? null
        : { uuid: scanner.uuid, name: scanner.name, url: scanner.url, health: 'healthy', is_default: true },
    )
  },
  'POST /system/scanAll/schedule': ({ state }) => {
    if (state.scanners.length === 0) throw precondition("no scanner is configured, it's not possible to scan")
    return created()
  },
}

const quotaRoutes: Routes = {
  'GET /quotas': (call) => {
    demandAdmin(call.who)
    const wanted = call.query.get('reference_id')
    const seen = call.state.projects.filter(({ id }) => wanted === null || String(id) === wanted)
    const { items, headers } = page(seen, call.path, call.query)
    return json(
      items.map((project) => ({
        hard: { storage: project.storageLimit },
        id: project.id,
        ref: { id: project.id, name: project.name, owner_name: '' },
        used: { storage: usedBy(call.state, project) },
      })),
      headers,
    )
  },
  'PUT /quotas/:id': (call) => {
    demandAdmin(call.who)
    const project = call.state.projects.find(({ id }) => String(id) === call.params['id'])
    if (project === undefined) throw notFound(`quota ${call.params['id']} not found`)
    project.storageLimit = (bodyOf(call, 'quota')['hard'] as { storage: number }).storage
    return done
  },
}

export const systemRoutes: Routes = { ...ownRoutes, ...scannerRoutes, ...quotaRoutes }
