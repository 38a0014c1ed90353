/** A good request for every route of the app, for tests that go through the whole route table. */
import { v7 as newId } from 'uuid'
import type { NamedRoute } from '@goalixa/contracts/routes'
import { routeTable } from '@goalixa/contracts/routes'
import type { Person } from './testing.ts'

/** Ids of what somebody has: one of each, and a running timer. */
export interface Belongings {
  readonly labelId: string
  readonly projectId: string
  readonly taskId: string
  readonly entryId: string
  readonly weeklyGoalId: string
  readonly runningId: string
}

export interface AppRequest {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
}

export const appRoutes = routeTable.filter(({ upstream }) => upstream === 'app')

/** Something of every kind, named so that it is recognised where it must not show. */
export async function makeBelongings({ call }: Person, name: string): Promise<Belongings> {
  const idOf = async (path: string, body: object): Promise<string> => {
    const answer = await call('POST', path, body)
    if (answer.status !== 201)
      throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`)
    return answer.body.id
  }
  const labelId = await idOf('/v1/labels', { name })
  const projectId = await idOf('/v1/projects', { name, labels: [name] })
  const taskId = await idOf('/v1/tasks', { title: name, projectId, labels: [name] })
  const span = { start: '2026-03-02T09:00:00Z', end: '2026-03-02T10:00:00Z' }
  const entryId = await idOf('/v1/time-entries', { ...span, description: name, taskId, labels: [name] })
  const runningId = await idOf('/v1/timer/start', {
    description: name,
    taskId,
    labels: [name],
    at: '2026-03-02T11:00:00Z',
  })
  await call('PATCH', '/v1/settings', { weekStart: 7 })
  const aGoal = { title: name, label: name, targetSeconds: 36_000, weekStart: '2026-03-02' }
  const weeklyGoalId = await idOf('/v1/weekly-goals', aGoal)
  return { labelId, projectId, taskId, entryId, weeklyGoalId, runningId }
}

const span = { start: '2026-03-02T09:00:00Z', end: '2026-03-02T10:00:00Z' }
const byId = (id: string): AppRequest => ({ params: { id } })
const fresh = () => `new ${newId()}`

const goodRequests: Readonly<Record<string, (mine: Belongings) => AppRequest>> = {
  'settings.get': () => ({}),
  'settings.update': () => ({ body: { weekStart: 6 } }),
  'labels.list': () => ({}),
  'labels.create': () => ({ body: { name: fresh() } }),
  'labels.get': ({ labelId }) => byId(labelId),
  'labels.update': ({ labelId }) => ({ ...byId(labelId), body: { name: fresh() } }),
  'labels.delete': ({ labelId }) => byId(labelId),
  'projects.list': () => ({}),
  'projects.create': () => ({ body: { name: fresh() } }),
  'projects.get': ({ projectId }) => byId(projectId),
  'projects.update': ({ projectId }) => ({ ...byId(projectId), body: { name: fresh() } }),
  'projects.delete': ({ projectId }) => byId(projectId),
  'tasks.list': () => ({}),
  'tasks.create': () => ({ body: { title: fresh() } }),
  'tasks.get': ({ taskId }) => byId(taskId),
  'tasks.update': ({ taskId }) => ({ ...byId(taskId), body: { title: fresh() } }),
  'tasks.delete': ({ taskId }) => byId(taskId),
  'tasks.done': ({ taskId }) => byId(taskId),
  'tasks.reopen': ({ taskId }) => byId(taskId),
  'timeEntries.list': () => ({}),
  'timeEntries.create': () => ({ body: { ...span, description: fresh() } }),
  'timeEntries.get': ({ entryId }) => byId(entryId),
  'timeEntries.update': ({ entryId }) => ({ ...byId(entryId), body: { description: fresh() } }),
  'timeEntries.delete': ({ entryId }) => byId(entryId),
  'timer.get': () => ({}),
  'timer.start': () => ({ body: { description: fresh() } }),
  'timer.stop': () => ({ body: {} }),
  'timer.continue': () => ({ body: {} }),
  'timer.cancel': () => ({}),
  'weeklyGoals.list': () => ({}),
  'weeklyGoals.create': () => ({ body: { title: fresh(), targetSeconds: 3600 } }),
  'weeklyGoals.get': ({ weeklyGoalId }) => byId(weeklyGoalId),
  'weeklyGoals.update': ({ weeklyGoalId }) => ({ ...byId(weeklyGoalId), body: { title: fresh() } }),
  'weeklyGoals.delete': ({ weeklyGoalId }) => byId(weeklyGoalId),
  'reports.summary': () => ({ query: { from: '2026-03-01', to: '2026-04-01' } }),
  'imports.create': () => ({
    params: { format: 'timewarrior' },
    body: '[{"start":"20260301T090000Z","end":"20260301T100000Z"}]',
  }),
  'events.stream': () => ({}),
  'sync.exchange': () => ({
    body: {
      protocol: 1,
      schema: 1,
      clientId: 'a-device-of-a-test-0001',
      epoch: null,
      cursor: 0,
      now: 0,
      ops: [],
    },
  }),
  'sync.snapshot': () => ({ query: { history: 'true' } }),
  'sync.history': () => ({}),
  'sync.undo': () => ({ body: {} }),
  'exports.get': () => ({ params: { format: 'json' } }),
}

/** A request that the route answers well. Throws for a route without one: add it above. */
export function goodRequest({ id }: NamedRoute, mine: Belongings): AppRequest {
  const make = goodRequests[id]
  if (make === undefined)
    throw new Error(`there is no good request for the route ${id} in testing-requests.ts`)
  return make(mine)
}

/** Method, path with query, and body, as {@link Person.call} takes them. */
export function callOf(
  { spec }: NamedRoute,
  { params = {}, query = {}, body }: AppRequest,
): [method: string, path: string, body: unknown] {
  const path = spec.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '')
  const search = new URLSearchParams(query).toString()
  return [spec.method, search === '' ? path : `${path}?${search}`, body]
}
