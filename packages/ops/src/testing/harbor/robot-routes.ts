/** Accounts of machines. */
import { bodyOf, done, json } from './call.ts'
import type { Call, Routes } from './call.ts'
import { demandAdmin } from './identity.ts'
import { conditions, page } from './paging.ts'
import { badRequest, conflict, notFound } from './refusal.ts'
import { findProject } from './state.ts'
import type { Robot } from './state.ts'
import { robotView } from './views.ts'

export const robotRoutes: Routes = {
  'GET /robots': (call) => {
    demandAdmin(call.who)
    const { Level, ProjectID } = conditions(call.query)
    const seen = call.state.robots.filter(({ level, projectId }) =>
      Level === undefined ? level === 'system' : Level(level) && ProjectID?.(String(projectId)) !== false,
    )
    const { items, headers } = page(seen, call.path, call.query)
    return json(items.map(robotView), headers)
  },
  'POST /robots': (call) => {
    const body = bodyOf(call, 'robot') as unknown as Robot & { disable?: boolean }
    demandAdmin(call.who)
    const { name, level, duration, permissions, description, disable = false } = body
    if (permissions.length === 0) throw badRequest('bad request empty permission')
    const project = level === 'project' ? permissions[0]!.namespace : undefined
    const found = project === undefined ? undefined : findProject(call.state, project, true)
    if (project !== undefined && found === undefined) throw notFound(`project ${project} not found`)
    const full = `robot$${found === undefined ? '' : `${found.name}+`}${name}`
    const projectId = found?.id ?? 0
    if (call.state.robots.some((one) => one.name === full))
      throw conflict(`robot account ${projectId}:${name} already exists`)
    const made = call.state.addRobot({
      name: full,
      level,
      projectId,
      duration,
      expiresAt: duration === -1 ? -1 : Math.floor(call.state.now().getTime() / 1000) + duration * 86_400,
      disabled: disable,
      permissions,
      ...(description === undefined ? {} : { description }),
    })
    const { id, secret, createdAt, expiresAt } = made
    return {
      status: 201,
      headers: { location: `/api/v2.0/robots/${id}` },
      body: { creation_time: createdAt, expires_at: expiresAt, id, name: full, secret },
    }
  },
  'GET /robots/:id': (call) => json(robotView(robotIn(call))),
  'PUT /robots/:id': (call) => {
    const robot = robotIn(call)
    const { disable, permissions, duration } = bodyOf(call, 'robot') as unknown as Robot & {
      disable: boolean
    }
    robot.disabled = disable
    robot.permissions = permissions
    if (duration !== robot.duration) {
      robot.duration = duration
      robot.expiresAt = duration === -1 ? -1 : Date.parse(robot.createdAt) / 1000 + duration * 86_400
    }
    return done
  },
  'PATCH /robots/:id': (call) => {
    const robot = robotIn(call)
    const { secret } = bodyOf(call, 'robot')
    robot.secret = typeof secret === 'string' && secret !== '' ? secret : `new-${robot.secret}`
    return json({ secret: robot.secret })
  },
  'DELETE /robots/:id': (call) => {
    const robot = robotIn(call)
    call.state.robots.splice(call.state.robots.indexOf(robot), 1)
    return done
  },
}

function robotIn(call: Call): Robot {
  demandAdmin(call.who)
  const robot = call.state.robots.find(({ id }) => String(id) === call.params['id'])
  if (robot === undefined) throw notFound(`robot ${call.params['id']} not found`)
  return robot
}
