/** Rules of projects: what stays where it is, and what is kept. */
import { bodyOf, created, done, json } from './call.ts'
import type { Call, Routes } from './call.ts'
import { demandAdmin } from './identity.ts'
import { page } from './paging.ts'
import { projectIn } from './project-routes.ts'
import { badRequest, conflict, forbidden, notFound, unauthorized } from './refusal.ts'
import { findProject } from './state.ts'
import type { Rule } from './state.ts'

export const ruleRoutes: Routes = {
  'GET /projects/:project/immutabletagrules': (call) => {
    const { id } = projectIn(call, 'read')
    const own = call.state.immutability.filter(({ projectId }) => projectId === id)
    const { items, headers } = page(own, call.path, call.query)
    return json(items.map(ruleView), headers)
  },
  'POST /projects/:project/immutabletagrules': (call) => {
    const { id: projectId, name } = projectIn(call, 'update')
    const body = bodyOf(call, 'rule')
    const words = selectors(body)
    if (
      call.state.immutability.some((rule) => rule.projectId === projectId && selectors(rule.body) === words)
    )
      throw conflict('immutable rule already exists')
    const id = call.state.nextId('rule')
    call.state.immutability.push({ id, projectId, body })
    return created(`/api/v2.0/projects/${name}/immutabletagrules/${id}`)
  },
  'PUT /projects/:project/immutabletagrules/:id': (call) => {
    ruleIn(call, call.state.immutability).body = bodyOf(call, 'rule')
    return done
  },
  'DELETE /projects/:project/immutabletagrules/:id': (call) => {
    const rule = ruleIn(call, call.state.immutability)
    call.state.immutability.splice(call.state.immutability.indexOf(rule), 1)
    return done
  },
  'POST /retentions': (call) => {
    const body = bodyOf(call, 'policy')
    demandAdmin(call.who)
    const { ref } = body['scope'] as { ref: number }
    const project = findProject(call.state, String(ref))
    if (project === undefined) throw badRequest(`Invalid Project id ${ref}`)
    if (project.metadata['retention_id'] !== undefined)
      throw badRequest(`project ${ref} already has retention policy ${project.metadata['retention_id']}`)
    const id = call.state.nextId('retention')
    call.state.retentions.push({ id, projectId: ref, body })
    project.metadata = { ...project.metadata, retention_id: String(id) }
    return created(`/api/v2.0/retentions/${id}`)
  },
  'GET /retentions/:id': (call) => json(ruleView(ruleIn(call, call.state.retentions))),
  'PUT /retentions/:id': (call) => {
    ruleIn(call, call.state.retentions).body = bodyOf(call, 'policy')
    return done
  },
  'POST /retentions/:id/executions': (call) => {
    const { id: retentionId } = ruleIn(call, call.state.retentions)
    const id = call.state.nextId('execution')
    const dryRun = bodyOf(call, 'execution')['dry_run'] === true
    call.state.executions.push({ id, retentionId, dryRun, startedAt: call.state.time() })
    return created(`/api/v2.0/retentions/${retentionId}/executions/${id}`)
  },
  'GET /retentions/:id/executions': (call) => {
    const { id } = ruleIn(call, call.state.retentions)
    const own = call.state.executions.filter(({ retentionId }) => retentionId === id)
    const { items, headers } = page(own, call.path, call.query)
    return json(
      items.map((one) => ({
        dry_run: one.dryRun,
        end_time: '0001-01-01T00:00:00Z',
        id: one.id,
        policy_id: id,
        start_time: one.startedAt,
        status: 'Running',
        trigger: 'MANUAL',
      })),
      headers,
    )
  },
}

function ruleIn(call: Call, all: readonly Rule[]): Rule {
  if (call.who.kind === 'anonymous') throw unauthorized()
  if (call.who.kind !== 'admin') throw forbidden()
  const rule = all.find(({ id }) => String(id) === call.params['id'])
  if (rule === undefined) throw notFound(`rule ${call.params['id']} not found`)
  return rule
}

/** Without what is as it is anyway. */
const ruleView = ({ id, body }: Rule) => {
  const { disabled, ...rest } = body
  return { ...rest, id, ...(disabled === true ? { disabled } : {}) }
}

const selectors = (body: Readonly<Record<string, unknown>>): string =>
  JSON.stringify([body['tag_selectors'], body['scope_selectors']])
