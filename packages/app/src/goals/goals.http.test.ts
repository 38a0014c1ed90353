import { v7 as newId } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person, TestApp } from '../testing.ts'
import { startTestApp } from '../testing.ts'

let app: TestApp
let now = Date.parse('2026-03-05T12:00:00Z')
beforeAll(async () => {
  app = await startTestApp(() => now)
})
afterAll(() => app.close())

const hour = 3600
const text = expect.any(String) as string
const aGoal = async ({ call }: Person, given: object = {}) =>
  (await call('POST', '/v1/goals', { name: 'write a book', ...given })).body
const aSubgoal = async ({ call }: Person, goalId: string, title: string, given: object = {}) =>
  (await call('POST', `/v1/goals/${goalId}/subgoals`, { title, ...given })).body
const log = ({ call }: Person, start: string, end: string | null, given: object = {}) =>
  call('POST', '/v1/time-entries', { start, end, ...given })
const goalOf = async ({ call }: Person, id: string, query = '') =>
  (await call('GET', `/v1/goals/${id}${query}`)).body

describe('goals', () => {
  test('one is made, read, changed and removed', async () => {
    const me = app.person()
    const created = await me.call('POST', '/v1/goals', {
      name: ' Thesis ',
      targetDate: '2026-03-08',
      targetSeconds: 36_000,
      label: 'thesis',
    })
    expect(created.status).toBe(201)
    expect(created.body).toEqual({
      id: text,
      name: 'Thesis',
      description: '',
      status: 'active',
      priority: 'none',
      targetDate: '2026-03-08',
      targetSeconds: 36_000,
      labelId: text,
      label: 'thesis',
      colour: null,
      order: text,
      archived: false,
      projectIds: [],
      projects: [],
      taskIds: [],
      tasks: [],
      subgoals: [],
      trackedSeconds: 0,
      progress: 0,
      pacing: { daysLeft: 4, secondsLeft: 36_000, secondsPerDay: 9000, trackedSecondsPerDay: null },
      createdAt: '2026-03-05T12:00:00Z',
      updatedAt: '2026-03-05T12:00:00Z',
      completedAt: null,
    })
    const path = `/v1/goals/${created.body.id}`
    expect((await me.call('GET', path)).body).toEqual(created.body)
    expect((await me.call('GET', '/v1/goals')).body).toEqual({ items: [created.body], nextCursor: null })
    const patch = {
      name: 'Rest',
      description: 'more of it',
      priority: 'high',
      targetDate: null,
      targetSeconds: null,
      label: null,
      colour: '#00aa00',
      order: 'm',
      archived: true,
    }
    const { label, ...plain } = patch
    expect((await me.call('PATCH', path, patch)).body).toMatchObject({
      ...plain,
      labelId: null,
      label,
      pacing: null,
    })
    expect((await me.call('DELETE', path)).status).toBe(204)
    for (const [method, end, body] of [
      ['GET', ''],
      ['PATCH', '', {}],
      ['DELETE', ''],
      ['POST', '/done'],
      ['POST', '/reopen'],
      ['POST', '/subgoals', { title: 'a' }],
    ] as const) {
      expect(await me.call(method, path + end, body)).toMatchObject({
        status: 404,
        body: { code: 'goals.not_found' },
      })
    }
    expect((await me.call('GET', '/v1/goals')).body.items).toEqual([])
  })

  test.each([
    [{ targetSeconds: 0 }, 'targetSeconds'],
    [{ targetSeconds: 1e9 + 1 }, 'targetSeconds'],
    [{ name: ' ' }, 'name'],
    [{ targetDate: '2026-02-30' }, 'targetDate'],
    [{ label: '' }, 'label'],
    [{ priority: 'urgent' }, 'priority'],
    [{ order: 'a0' }, 'order'],
    [{ order: 'A' }, 'order'],
    [{ colour: 'green' }, 'colour'],
    [{ taskIds: ['x'] }, 'taskIds.0'],
    [{ status: 'completed' }, 'status'],
    [{ progress: 1 }, 'progress'],
  ])('%j is refused (D21)', async (given, path) => {
    const me = app.person()
    expect(await me.call('POST', '/v1/goals', { name: 'a', ...given })).toMatchObject({
      status: 400,
      body: { code: 'request.invalid', fields: [{ path }] },
    })
    expect(await app.headSeq(me.userId)).toBe(0)
  })

  test('what it links to has to be there, and be of the same person (D17)', async () => {
    const me = app.person()
    const other = app.person()
    const { body: theirs } = await other.call('POST', '/v1/projects', { name: 'theirs' })
    const theirGoal = await aGoal(other)
    expect(await aGoal(me, { labelId: newId() })).toMatchObject({ code: 'labels.not_found' })
    expect(await aGoal(me, { projectIds: [theirs.id] })).toMatchObject({ code: 'projects.not_found' })
    expect(await aGoal(me, { taskIds: [newId()] })).toMatchObject({ code: 'tasks.not_found' })
    expect(await aSubgoal(me, theirGoal.id, 'mine')).toMatchObject({ code: 'goals.not_found' })
    const weekly = { title: 'a', targetSeconds: 60, goalId: theirGoal.id }
    expect((await me.call('POST', '/v1/weekly-goals', weekly)).body).toMatchObject({
      code: 'goals.not_found',
    })
  })

  test('a weekly goal serves one', async () => {
    const me = app.person()
    const goal = await aGoal(me)
    const weekly = { title: 'a', targetSeconds: 60, goalId: goal.id }
    const { body } = await me.call('POST', '/v1/weekly-goals', weekly)
    expect(body).toMatchObject({ goalId: goal.id, goal: 'write a book' })
    await me.call('DELETE', `/v1/goals/${goal.id}`)
    const path = `/v1/weekly-goals/${body.id}`
    expect((await me.call('GET', path)).body).toMatchObject({ goalId: goal.id, goal: null })
    expect((await me.call('PATCH', path, { goalId: null })).body).toMatchObject({ goalId: null, goal: null })
  })

  test('they come in their order, page by page, new ones last; by name, by the end of an id, archived or not', async () => {
    const me = app.person()
    const [first, second, third] = [
      await aGoal(me, { name: 'first' }),
      await aGoal(me, { name: 'second' }),
      await aGoal(me, { name: 'third' }),
    ]
    const names = async (query = '') =>
      (await me.call('GET', `/v1/goals${query}`)).body.items.map(({ name }: { name: string }) => name)
    expect(await names()).toEqual(['first', 'second', 'third'])
    await me.call('PATCH', `/v1/goals/${third.id}`, { order: '01' })
    await me.call('PATCH', `/v1/goals/${second.id}`, { archived: true })
    expect(await names()).toEqual(['third', 'first', 'second'])
    expect(await names('?archived=false')).toEqual(['third', 'first'])
    expect(await names('?name=first')).toEqual(['first'])
    expect(await names(`?idTail=${first.id.slice(-8)}`)).toEqual(['first'])
    const { nextCursor } = (await me.call('GET', '/v1/goals?limit=2')).body
    expect(await names(`?limit=2&cursor=${nextCursor}`)).toEqual(['second'])
  })
})

describe('subgoals (D14)', () => {
  test('each that is done brings the goal on, the last completes it; another one, or one reopened, reopens it', async () => {
    const me = app.person()
    const { id } = await aGoal(me, { targetSeconds: 60 })
    await aSubgoal(me, id, 'outline', { targetDate: '2026-03-20', project: 'Book', label: 'write' })
    const { subgoals } = await aSubgoal(me, id, 'chapter')
    expect(subgoals).toEqual([
      {
        id: text,
        title: 'outline',
        labelId: text,
        label: 'write',
        projectId: text,
        project: 'Book',
        targetDate: '2026-03-20',
        doneAt: null,
        order: text,
        trackedSeconds: 0,
      },
      expect.objectContaining({ title: 'chapter', project: null, label: null }),
    ])
    const on = async (index: number, verb: string) =>
      (await me.call('POST', `/v1/subgoals/${subgoals[index].id}/${verb}`)).body
    expect(await on(0, 'done')).toMatchObject({ progress: 0.5, status: 'active', completedAt: null })
    now += 60_000
    expect(await on(1, 'done')).toMatchObject({
      progress: 1,
      status: 'completed',
      completedAt: '2026-03-05T12:01:00Z',
    })
    now += 60_000
    // Done twice is done once.
    expect((await on(1, 'done')).completedAt).toBe('2026-03-05T12:01:00Z')
    expect(await aSubgoal(me, id, 'print')).toMatchObject({ progress: 0.6666, status: 'active' })
    expect(await on(0, 'reopen')).toMatchObject({ progress: 0.3333, completedAt: null })
    const path = `/v1/subgoals/${subgoals[1].id}`
    const changed = await me.call('PATCH', path, {
      title: 'all chapters',
      order: '01',
      targetDate: '2026-04-01',
    })
    expect(changed.body.subgoals[0]).toMatchObject({ title: 'all chapters', targetDate: '2026-04-01' })
    expect((await me.call('DELETE', path)).body).toMatchObject({ progress: 0 })
    expect(await me.call('POST', `${path}/done`)).toMatchObject({
      status: 404,
      body: { code: 'subgoals.not_found' },
    })
    await me.call('DELETE', `/v1/goals/${id}`)
    expect((await on(0, 'done')).code).toBe('subgoals.not_found')
  })

  test('a goal that was called done is open again with another subgoal, and undo takes both back', async () => {
    const me = app.person()
    const { id } = await aGoal(me)
    const { body: done } = await me.call('POST', `/v1/goals/${id}/done`)
    expect(done).toMatchObject({ status: 'completed', progress: 1 })
    expect(done.completedAt).not.toBeNull()
    expect(await aSubgoal(me, id, 'more')).toMatchObject({ status: 'active', completedAt: null })
    expect((await me.call('POST', '/v1/sync/undo', {})).status).toBe(200)
    expect(await goalOf(me, id)).toMatchObject({ status: 'completed', subgoals: [] })
    expect((await me.call('POST', `/v1/goals/${id}/reopen`)).body).toMatchObject({ status: 'active' })
  })
})

describe('linked time (D14)', () => {
  test('of its tasks, of its projects and their tasks, and of its label, each moment once', async () => {
    const me = app.person()
    const { body: book } = await me.call('POST', '/v1/projects', { name: 'Book' })
    const { body: deep } = await me.call('POST', '/v1/projects', { name: 'Deep', labels: ['deep'] })
    const { body: read } = await me.call('POST', '/v1/tasks', { title: 'read' })
    const { body: edit } = await me.call('POST', '/v1/tasks', { title: 'edit' })
    await log(me, '2026-03-01T09:00:00Z', '2026-03-01T11:00:00Z', { projectId: book.id })
    await log(me, '2026-03-01T10:00:00Z', '2026-03-01T12:00:00Z', { taskId: read.id }) // 1 h more
    await log(me, '2026-03-02T09:00:00Z', '2026-03-02T10:00:00Z', { taskId: edit.id })
    await log(me, '2026-03-03T09:00:00Z', '2026-03-03T09:30:00Z', { projectId: deep.id })
    await log(me, '2026-03-03T11:00:00Z', '2026-03-03T11:15:00Z', { labels: ['deep'] })
    await log(me, '2026-03-04T09:00:00Z', '2026-03-04T17:00:00Z')
    const goal = await aGoal(me, { targetSeconds: 10 * hour })
    expect(goal.trackedSeconds).toBe(0)
    const link = async (patch: object) =>
      (await me.call('PATCH', `/v1/goals/${goal.id}`, patch)).body.trackedSeconds
    expect(await link({ projectIds: [book.id] })).toBe(2 * hour)
    expect(await link({ taskIds: [read.id] })).toBe(3 * hour)
    // The task comes to the project after its time was tracked.
    await me.call('PATCH', `/v1/tasks/${edit.id}`, { projectId: book.id })
    expect((await goalOf(me, goal.id)).trackedSeconds).toBe(4 * hour)
    expect(await link({ label: 'deep' })).toBe(4.75 * hour)
    expect(await goalOf(me, goal.id)).toMatchObject({
      projects: ['Book'],
      tasks: ['read'],
      progress: 0.475,
    })
    // In the trash their time counts on (D12); a label there is on nothing any more.
    await me.call('DELETE', `/v1/tasks/${edit.id}`)
    await me.call('DELETE', `/v1/projects/${book.id}`)
    expect((await goalOf(me, goal.id)).trackedSeconds).toBe(4.75 * hour)
    expect(await link({ projectIds: [book.id], taskIds: [] })).toBe(3.75 * hour)
    await me.call('DELETE', `/v1/labels/${deep.id}`)
    expect(await link({ targetSeconds: 3 * hour })).toBe(3.75 * hour)
    expect(await goalOf(me, goal.id)).toMatchObject({ status: 'completed', progress: 1, completedAt: null })
    expect(await link({ projectIds: [], label: null })).toBe(0)
  })

  test('a subgoal has the time of its project and label; a running entry counts to now', async () => {
    const me = app.person()
    const { id } = await aGoal(me)
    await aSubgoal(me, id, 'chapter', { project: 'Book', label: 'deep' })
    await me.call('POST', '/v1/timer/start', { project: 'Book' })
    now += 600_000
    expect((await goalOf(me, id)).subgoals).toMatchObject([{ trackedSeconds: 600 }])
    await me.call('POST', '/v1/timer/stop', {})
    now += 600_000
    expect(await goalOf(me, id)).toMatchObject({ trackedSeconds: 0, subgoals: [{ trackedSeconds: 600 }] })
  })
})

test('pacing follows the days of the zone; a goal that is too slow, or late, is at risk (E14)', async () => {
  now = Date.parse('2026-03-02T12:00:00Z')
  const me = app.person()
  const { id } = await aGoal(me, { targetDate: '2026-03-06', targetSeconds: 10 * hour, label: 'book' })
  now = Date.parse('2026-03-04T12:00:00Z')
  await log(me, '2026-03-03T09:00:00Z', '2026-03-03T13:00:00Z', { labels: ['book'] })
  expect(await goalOf(me, id)).toMatchObject({
    status: 'active',
    pacing: { daysLeft: 3, secondsLeft: 6 * hour, secondsPerDay: 2 * hour, trackedSecondsPerDay: 2 * hour },
  })
  // There it is Thursday already, and the goal was made on Tuesday: two days, two left.
  expect(await goalOf(me, id, '?zone=Pacific/Kiritimati')).toMatchObject({
    status: 'at_risk',
    pacing: { daysLeft: 2, secondsPerDay: 3 * hour, trackedSecondsPerDay: 2 * hour },
  })
  now = Date.parse('2026-03-07T12:00:00Z')
  expect(await goalOf(me, id)).toMatchObject({
    status: 'at_risk',
    pacing: { daysLeft: 0, secondsPerDay: null },
  })
})

test('an export holds them with their subgoals (6.9)', async () => {
  const me = app.person()
  const { id } = await aGoal(me, { label: 'deep', archived: undefined })
  const goal = await aSubgoal(me, id, 'one')
  expect((await me.call('GET', '/v1/export/json')).body.goals).toEqual([goal])
})
