import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person, TestApp } from '../testing.ts'
import { startTestApp } from '../testing.ts'

let app: TestApp
let nowMs = Date.parse('2026-03-05T12:00:00Z')
beforeAll(async () => {
  app = await startTestApp(() => nowMs++)
})
afterAll(() => app.close())

const aTodo = async (me: Person, given: object = {}) =>
  (await me.call('POST', '/v1/planner/todos', { title: 'read', ...given })).body
const dayOf = async (me: Person, query = '') => (await me.call('GET', `/v1/planner${query}`)).body
const titles = (items: readonly { title: string }[]) => items.map(({ title }) => title)

describe('to-dos', () => {
  test('one is made, read, done, reopened, moved and removed', async () => {
    const me = app.person()
    const { body: task } = await me.call('POST', '/v1/tasks', { title: 'book' })
    const created = await me.call('POST', '/v1/planner/todos', { title: ' read ', taskId: task.id })
    expect(created.status).toBe(201)
    expect(created.body).toEqual({
      id: expect.any(String) as string,
      title: 'read',
      logDate: '2026-03-05',
      doneAt: null,
      order: expect.any(String) as string,
      taskId: task.id,
      task: 'book',
      createdAt: '2026-03-05T12:00:00Z',
      updatedAt: '2026-03-05T12:00:00Z',
    })
    const path = `/v1/planner/todos/${created.body.id}`
    expect((await me.call('GET', path)).body).toEqual(created.body)
    expect((await me.call('GET', '/v1/planner/todos')).body).toEqual({
      items: [created.body],
      nextCursor: null,
    })
    expect((await me.call('POST', `${path}/done`)).body.doneAt).toBe('2026-03-05T12:00:00Z')
    expect((await me.call('POST', `${path}/done`)).body.doneAt).toBe('2026-03-05T12:00:00Z')
    expect((await me.call('POST', `${path}/reopen`)).body.doneAt).toBe(null)
    expect((await me.call('PATCH', path, { logDate: '2026-03-06' })).body.logDate).toBe('2026-03-06')
    await me.call('DELETE', `/v1/tasks/${task.id}`)
    expect((await me.call('GET', path)).body).toMatchObject({ taskId: task.id, task: null })
    expect((await me.call('DELETE', path)).status).toBe(204)
    for (const [method, end, body] of [
      ['GET', ''],
      ['PATCH', '', {}],
      ['DELETE', ''],
      ['POST', '/done'],
      ['POST', '/reopen'],
    ] as const) {
      expect(await me.call(method, path + end, body)).toMatchObject({
        status: 404,
        body: { code: 'daily_todos.not_found' },
      })
    }
  })

  test('without a day it is for today: of the zone asked for, else of the settings (D10)', async () => {
    const me = app.person()
    const inZone = async (query: string) =>
      (await me.call('POST', `/v1/planner/todos${query}`, { title: 'x' })).body.logDate
    expect(await inZone('')).toBe('2026-03-05')
    expect(await inZone('?zone=Pacific/Kiritimati')).toBe('2026-03-06')
    await me.call('PATCH', '/v1/settings', { zone: 'Pacific/Kiritimati' })
    expect(await inZone('')).toBe('2026-03-06')
  })

  test('they stand in the order that they are put in', async () => {
    const me = app.person()
    const [one, two] = [await aTodo(me, { title: 'one' }), await aTodo(me, { title: 'two' })]
    await aTodo(me, { title: 'three' })
    expect(titles((await dayOf(me)).todos)).toEqual(['one', 'two', 'three'])
    await me.call('PATCH', `/v1/planner/todos/${two.id}`, { order: `${String(one.order).slice(0, -1)}1` })
    expect(titles((await dayOf(me)).todos)).toEqual(['two', 'one', 'three'])
  })

  test('what is not done is carried over, what is done stays', async () => {
    const me = app.person()
    for (const title of ['a', 'b', 'c']) await aTodo(me, { title, logDate: '2026-03-04' })
    const [a] = (await me.call('GET', '/v1/planner/todos?title=a')).body.items
    await me.call('POST', `/v1/planner/todos/${a.id}/done`)
    expect(await dayOf(me)).toMatchObject({ todos: [], undoneBefore: 2 })
    const carried = await me.call('POST', '/v1/planner/carry', {})
    expect(carried.body.to).toBe('2026-03-05')
    expect(titles(carried.body.items)).toEqual(['b', 'c'])
    expect(titles((await dayOf(me)).todos)).toEqual(['b', 'c'])
    expect(titles((await dayOf(me, '?date=2026-03-04')).todos)).toEqual(['a'])
    expect((await me.call('POST', '/v1/planner/carry', {})).body.items).toEqual([])
    expect((await me.call('POST', '/v1/sync/undo', {})).body.undone.intent).toBe('dailyTodos.carry')
    expect((await dayOf(me)).undoneBefore).toBe(2)
  })
})

describe('a day', () => {
  test('has its target, tracked time, and what is left', async () => {
    const me = app.person()
    const set = (seconds: number) => me.call('PUT', '/v1/planner/targets/2026-03-02', { seconds })
    const { body: target } = await set(7200)
    expect(target).toMatchObject({ logDate: '2026-03-02', seconds: 7200 })
    await me.call('POST', '/v1/time-entries', { start: '2026-03-01T23:00:00Z', end: '2026-03-02T00:30:00Z' })
    await me.call('POST', '/v1/time-entries', { start: '2026-03-02T00:15:00Z', end: '2026-03-02T01:00:00Z' })
    expect(await dayOf(me, '?date=2026-03-02')).toMatchObject({
      zone: 'UTC',
      target: { seconds: 7200, leftSeconds: 3600 },
      trackedSeconds: 3600,
    })
    expect(await dayOf(me, '?date=2026-03-02&zone=Europe/Berlin')).toMatchObject({
      trackedSeconds: 7200,
      target: { leftSeconds: 0 },
    })
    expect((await set(60)).body).toMatchObject({ id: target.id, seconds: 60 })
    expect((await me.call('GET', '/v1/planner/targets')).body.items).toMatchObject([{ seconds: 60 }])
    expect((await me.call('DELETE', '/v1/planner/targets/2026-03-02')).status).toBe(204)
    expect((await me.call('DELETE', '/v1/planner/targets/2026-03-02')).body.code).toBe(
      'daily_targets.not_found',
    )
    expect((await dayOf(me, '?date=2026-03-02')).target).toBe(null)
    expect((await set(120)).body).toMatchObject({ id: target.id, seconds: 120 })
  })

  test.each([0, 90_001, 1.5, '1h'])('a target of %j is refused (D21)', async (seconds) => {
    const me = app.person()
    expect(await me.call('PUT', '/v1/planner/targets/2026-03-02', { seconds })).toMatchObject({
      status: 400,
      body: { fields: [{ path: 'seconds' }] },
    })
    expect((await me.call('PUT', '/v1/planner/targets/2026-02-30', { seconds: 60 })).status).toBe(400)
  })

  test('has the tasks that are due or scheduled, and those overdue', async () => {
    const me = app.person()
    const task = (title: string, given: object) => me.call('POST', '/v1/tasks', { title, ...given })
    await task('due', { due: '2026-03-05' })
    await task('due at', { due: '2026-03-05T23:30:00Z' })
    await task('scheduled', { scheduled: '2026-03-05' })
    await task('late', { due: '2026-03-04' })
    await task('late at', { due: '2026-03-04T10:00:00Z' })
    await task('to come', { due: '2026-03-06' })
    await task('whenever', {})
    await task('done', { due: '2026-03-05', status: 'done' })
    const day = await dayOf(me, '?zone=UTC')
    expect(titles(day.due)).toEqual(['due', 'scheduled', 'due at'])
    expect(titles(day.overdue)).toEqual(['late', 'late at'])
    const tomorrow = await dayOf(me, '?date=2026-03-06&zone=Europe/Berlin')
    expect(titles(tomorrow.due)).toEqual(['due at', 'to come'])
    expect(titles(tomorrow.overdue)).toEqual(['late', 'late at'])
  })

  test('a token needs the scope, and others see nothing (D17)', async () => {
    const me = app.person()
    const { id } = await aTodo(me)
    const reader = app.person({ userId: me.userId, scopes: ['planner:read'] })
    expect(titles((await dayOf(reader)).todos)).toEqual(['read'])
    expect((await reader.call('POST', `/v1/planner/todos/${id}/done`)).status).toBe(403)
    expect((await app.person().call('GET', `/v1/planner/todos/${id}`)).status).toBe(404)
    expect((await dayOf(app.person())).todos).toEqual([])
  })
})
