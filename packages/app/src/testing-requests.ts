/** A good request for every route of the app, for tests that go through the whole route table. */
import { v7 as newId } from 'uuid'
import type { NamedRoute } from '@goalixa/contracts/routes'
import { routeTable } from '@goalixa/contracts/routes'
import type { Person } from './testing.ts'

/** Ids of what somebody has: one of each, and a running timer. */
export interface Belongings {
  readonly labelId: string
  readonly clientId: string
  readonly projectId: string
  readonly taskId: string
  readonly entryId: string
  readonly goalId: string
  readonly subgoalId: string
  readonly weeklyGoalId: string
  readonly habitId: string
  readonly todoId: string
  readonly reminderId: string
  readonly savedViewId: string
  readonly feedId: string
  readonly webhookId: string
  readonly runningId: string
  readonly trashedLabelId: string
}

export interface AppRequest {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** Those that need somebody. */
export const appRoutes = routeTable.filter(
  ({ upstream, spec }) => upstream === 'app' && spec.access !== 'public',
)

/** Something of every kind, named so that it is recognised where it must not show. */
export async function makeBelongings({ call }: Person, name: string): Promise<Belongings> {
  const idOf = async (path: string, body: object): Promise<string> => {
    const answer = await call('POST', path, body)
    if (answer.status !== 201)
      throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`)
    return answer.body.id
  }
  const labelId = await idOf('/v1/labels', { name })
  const trashedLabelId = await idOf('/v1/labels', { name: `${name} removed` })
  await call('DELETE', `/v1/labels/${trashedLabelId}`)
  const clientId = await idOf('/v1/clients', { name })
  const projectId = await idOf('/v1/projects', { name, clientId, labels: [name] })
  const taskId = await idOf('/v1/tasks', { title: name, projectId, labels: [name] })
  await call('PUT', `/v1/tasks/${taskId}/checks/2026-03-02`)
  const span = { start: '2026-03-02T09:00:00Z', end: '2026-03-02T10:00:00Z' }
  const entryId = await idOf('/v1/time-entries', { ...span, description: name, taskId, labels: [name] })
  const runningId = await idOf('/v1/timer/start', {
    description: name,
    taskId,
    labels: [name],
    at: '2026-03-02T11:00:00Z',
  })
  await call('PATCH', '/v1/settings', { weekStart: 7 })
  const goalId = await idOf('/v1/goals', { name, label: name, projectIds: [projectId], taskIds: [taskId] })
  const subgoalId = newId()
  await idOf(`/v1/goals/${goalId}/subgoals`, { id: subgoalId, title: name, label: name })
  const aGoal = { title: name, label: name, goalId, targetSeconds: 36_000, weekStart: '2026-03-02' }
  const weeklyGoalId = await idOf('/v1/weekly-goals', aGoal)
  const habitId = await idOf('/v1/habits', { name, notes: name, autoLabel: name, autoSeconds: 600, goalId })
  await call('PUT', `/v1/habits/${habitId}/logs/2026-03-02`, {})
  const todoId = await idOf('/v1/planner/todos', { title: name, taskId, logDate: '2026-03-02' })
  const savedViewId = await idOf('/v1/views', { name, kind: 'task', query: 'status:open' })
  const feedId = await idOf('/v1/calendar-feeds', { name })
  const webhookId = await idOf('/v1/webhooks', {
    name,
    url: `https://webhook.invalid/${encodeURIComponent(name)}`,
  })
  const reminderId = await idOf('/v1/reminders', { title: name, taskId, date: '2026-03-02', time: '09:00' })
  await call('PUT', '/v1/planner/targets/2026-03-02', { seconds: 3600 })
  return {
    labelId,
    clientId,
    projectId,
    taskId,
    entryId,
    goalId,
    subgoalId,
    weeklyGoalId,
    habitId,
    todoId,
    reminderId,
    savedViewId,
    feedId,
    webhookId,
    runningId,
    trashedLabelId,
  }
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
  'clients.list': () => ({}),
  'clients.create': () => ({ body: { name: fresh() } }),
  'clients.get': ({ clientId }) => byId(clientId),
  'clients.update': ({ clientId }) => ({ ...byId(clientId), body: { name: fresh() } }),
  'clients.delete': ({ clientId }) => byId(clientId),
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
  'tasks.checks': ({ taskId }) => byId(taskId),
  'tasks.check': ({ taskId }) => ({ params: { id: taskId, date: '2026-03-03' } }),
  'tasks.uncheck': ({ taskId }) => ({ params: { id: taskId, date: '2026-03-02' } }),
  'tasks.bulk': ({ taskId }) => ({ body: { verb: 'update', ids: [taskId], patch: { priority: 'high' } } }),
  'timeEntries.bulk': ({ entryId }) => ({
    body: { verb: 'update', ids: [entryId], addLabels: [fresh()] },
  }),
  'timeEntries.list': () => ({}),
  'timeEntries.create': () => ({ body: { ...span, description: fresh() } }),
  'timeEntries.get': ({ entryId }) => byId(entryId),
  'timeEntries.update': ({ entryId }) => ({ ...byId(entryId), body: { description: fresh() } }),
  'timeEntries.delete': ({ entryId }) => byId(entryId),
  'timeEntries.gaps': () => ({ query: { from: '2026-03-02', to: '2026-03-03', zone: 'UTC' } }),
  'timeEntries.join': ({ entryId, runningId }) => ({ body: { ids: [entryId, runningId], fillGaps: true } }),
  'timeEntries.split': ({ entryId }) => ({ ...byId(entryId), body: { ratio: [1, 2, 1] } }),
  'timeEntries.move': ({ entryId }) => ({ ...byId(entryId), body: { start: span.end } }),
  'timeEntries.resize': ({ entryId }) => ({ ...byId(entryId), body: { bySeconds: 60 } }),
  'timeEntries.fill': ({ entryId }) => ({ ...byId(entryId), body: { edge: 'end' } }),
  'timer.get': () => ({}),
  'timer.start': () => ({ body: { description: fresh() } }),
  'timer.stop': () => ({ body: {} }),
  'timer.continue': () => ({ body: {} }),
  'timer.cancel': () => ({}),
  'goals.list': () => ({}),
  'goals.create': () => ({ body: { name: fresh() } }),
  'goals.get': ({ goalId }) => byId(goalId),
  'goals.update': ({ goalId }) => ({ ...byId(goalId), body: { name: fresh() } }),
  'goals.delete': ({ goalId }) => byId(goalId),
  'goals.done': ({ goalId }) => byId(goalId),
  'goals.reopen': ({ goalId }) => byId(goalId),
  'subgoals.create': ({ goalId }) => ({ ...byId(goalId), body: { title: fresh() } }),
  'subgoals.update': ({ subgoalId }) => ({ ...byId(subgoalId), body: { title: fresh() } }),
  'subgoals.delete': ({ subgoalId }) => byId(subgoalId),
  'subgoals.done': ({ subgoalId }) => byId(subgoalId),
  'subgoals.reopen': ({ subgoalId }) => byId(subgoalId),
  'weeklyGoals.list': () => ({}),
  'weeklyGoals.create': () => ({ body: { title: fresh(), targetSeconds: 3600 } }),
  'weeklyGoals.get': ({ weeklyGoalId }) => byId(weeklyGoalId),
  'weeklyGoals.update': ({ weeklyGoalId }) => ({ ...byId(weeklyGoalId), body: { title: fresh() } }),
  'weeklyGoals.delete': ({ weeklyGoalId }) => byId(weeklyGoalId),
  'habits.list': () => ({}),
  'habits.create': () => ({ body: { name: fresh() } }),
  'habits.get': ({ habitId }) => byId(habitId),
  'habits.update': ({ habitId }) => ({ ...byId(habitId), body: { name: fresh() } }),
  'habits.delete': ({ habitId }) => byId(habitId),
  'habits.heatMap': ({ habitId }) => byId(habitId),
  'habits.logs': ({ habitId }) => byId(habitId),
  'habits.check': ({ habitId }) => ({ params: { id: habitId, date: '2026-03-03' }, body: {} }),
  'habits.uncheck': ({ habitId }) => ({ params: { id: habitId, date: '2026-03-02' } }),
  'planner.get': () => ({ query: { date: '2026-03-02' } }),
  'planner.listTodos': () => ({}),
  'planner.createTodo': () => ({ body: { title: fresh() } }),
  'planner.getTodo': ({ todoId }) => byId(todoId),
  'planner.updateTodo': ({ todoId }) => ({ ...byId(todoId), body: { title: fresh() } }),
  'planner.deleteTodo': ({ todoId }) => byId(todoId),
  'planner.doneTodo': ({ todoId }) => byId(todoId),
  'planner.reopenTodo': ({ todoId }) => byId(todoId),
  'planner.carry': () => ({ body: {} }),
  'planner.listTargets': () => ({}),
  'planner.setTarget': () => ({ params: { date: '2026-03-03' }, body: { seconds: 3600 } }),
  'planner.deleteTarget': () => ({ params: { date: '2026-03-02' } }),
  'reminders.list': () => ({}),
  'reminders.create': () => ({ body: { title: fresh(), date: '2026-03-02', time: '09:00' } }),
  'reminders.get': ({ reminderId }) => byId(reminderId),
  'reminders.update': ({ reminderId }) => ({ ...byId(reminderId), body: { title: fresh() } }),
  'reminders.delete': ({ reminderId }) => byId(reminderId),
  'reminders.snooze': ({ reminderId }) => ({ ...byId(reminderId), body: { until: '2036-03-02T09:00:00Z' } }),
  'reminders.done': ({ reminderId }) => byId(reminderId),
  'reminders.test': ({ reminderId }) => byId(reminderId),
  'savedViews.list': () => ({}),
  'savedViews.create': () => ({ body: { name: fresh(), kind: 'task', query: 'due<fri +urgent' } }),
  'savedViews.get': ({ savedViewId }) => byId(savedViewId),
  'savedViews.update': ({ savedViewId }) => ({ ...byId(savedViewId), body: { name: fresh() } }),
  'savedViews.delete': ({ savedViewId }) => byId(savedViewId),
  'webhooks.list': () => ({}),
  'webhooks.create': () => ({ body: { name: fresh(), url: 'https://webhook.invalid/hook' } }),
  'webhooks.delete': ({ webhookId }) => byId(webhookId),
  'calendarFeeds.list': () => ({}),
  'calendarFeeds.create': () => ({ body: { name: fresh() } }),
  'calendarFeeds.delete': ({ feedId }) => byId(feedId),
  // Nobody knows the address of a feed twice: this one is of no feed.
  'calendarFeeds.read': () => ({ params: { token: 'glx_cal_of-nobody' } }),
  'trash.list': () => ({}),
  'trash.restore': ({ trashedLabelId }) => ({ params: { table: 'labels', id: trashedLabelId } }),
  'reports.summary': () => ({ query: { from: '2026-03-01', to: '2026-04-01' } }),
  'reports.detailed': () => ({ query: { from: '2026-03-01', to: '2026-04-01' } }),
  'reports.weekly': () => ({ query: { from: '2026-03-02', to: '2026-03-09' } }),
  'reports.hours': () => ({ query: { from: '2026-03-01', to: '2026-04-01' } }),
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
