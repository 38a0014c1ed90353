import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { v7 as newId } from 'uuid'
import type { Person, TestApp } from '../testing.ts'
import { startTestApp } from '../testing.ts'

let app: TestApp
let now = Date.parse('2026-03-05T12:00:00Z')
beforeAll(async () => {
  app = await startTestApp(() => now)
})
afterAll(() => app.close())

const aGoal = async ({ call }: Person, given: object = {}, query = '') =>
  (await call('POST', `/v1/weekly-goals${query}`, { title: 'write', targetSeconds: 36_000, ...given })).body
const log = ({ call }: Person, start: string, end: string | null, given: object = {}) =>
  call('POST', '/v1/time-entries', { start, end, ...given })
const trackedOf = async ({ call }: Person, id: string, zone = 'UTC') =>
  (await call('GET', `/v1/weekly-goals/${id}?zone=${zone}`)).body.trackedSeconds

describe('weekly goals', () => {
  test('one is made, read, changed and removed', async () => {
    const me = app.person()
    const created = await me.call('POST', '/v1/weekly-goals', {
      title: ' Thesis ',
      weekStart: '2026-03-04',
      targetSeconds: 36_000,
      label: 'thesis',
    })
    expect(created.status).toBe(201)
    expect(created.body).toEqual({
      id: expect.any(String) as string,
      title: 'Thesis',
      weekStart: '2026-03-02',
      targetSeconds: 36_000,
      labelId: expect.any(String) as string,
      label: 'thesis',
      goalId: null,
      goal: null,
      status: 'active',
      trackedSeconds: 0,
      createdAt: '2026-03-05T12:00:00Z',
      updatedAt: '2026-03-05T12:00:00Z',
    })
    const path = `/v1/weekly-goals/${created.body.id}`
    expect((await me.call('GET', path)).body).toEqual(created.body)
    expect((await me.call('GET', '/v1/weekly-goals')).body).toEqual({
      items: [created.body],
      nextCursor: null,
    })
    const patch = { title: 'Rest', weekStart: '2026-03-15', targetSeconds: 60, label: null }
    expect((await me.call('PATCH', path, patch)).body).toMatchObject({
      title: 'Rest',
      weekStart: '2026-03-09',
      targetSeconds: 60,
      labelId: null,
      label: null,
    })
    expect((await me.call('DELETE', path)).status).toBe(204)
    for (const [method, body] of [['GET'], ['PATCH', {}], ['DELETE']] as const) {
      expect(await me.call(method, path, body)).toMatchObject({
        status: 404,
        body: { code: 'weekly_goals.not_found' },
      })
    }
    expect((await me.call('GET', '/v1/weekly-goals')).body.items).toEqual([])
  })

  test('without a day it is for this week: of the zone and the week start asked for, else of the settings', async () => {
    const me = app.person()
    expect((await aGoal(me)).weekStart).toBe('2026-03-02')
    await me.call('PATCH', '/v1/settings', { weekStart: 7 })
    expect((await aGoal(me)).weekStart).toBe('2026-03-01')
    expect((await aGoal(me, {}, '?weekStart=4')).weekStart).toBe('2026-03-05')
    // Noon of Thursday in UTC is Friday there.
    expect((await aGoal(me, {}, '?weekStart=5&zone=Pacific/Kiritimati')).weekStart).toBe('2026-03-06')
  })

  test.each([
    [{ targetSeconds: 0 }, 'targetSeconds'],
    [{ targetSeconds: 604_801 }, 'targetSeconds'],
    [{ targetSeconds: 1.5 }, 'targetSeconds'],
    [{ title: ' ' }, 'title'],
    [{ weekStart: '2026-02-30' }, 'weekStart'],
    [{ weekStart: '2026-W10' }, 'weekStart'],
    [{ label: '' }, 'label'],
    [{ goalId: 'the big one' }, 'goalId'],
    [{ status: 'completed' }, 'status'],
  ])('%j is refused', async (given, path) => {
    const me = app.person()
    expect(
      await me.call('POST', '/v1/weekly-goals', { title: 'a', targetSeconds: 60, ...given }),
    ).toMatchObject({ status: 400, body: { code: 'request.invalid', fields: [{ path }] } })
    expect(await app.headSeq(me.userId)).toBe(0)
  })

  test('a label that is not there is refused; one that is removed counts nothing and has no name', async () => {
    const me = app.person()
    const { body: label } = await me.call('POST', '/v1/labels', { name: 'deep' })
    expect(await aGoal(me, { labelId: newId() })).toMatchObject({ code: 'labels.not_found' })
    const { id } = await aGoal(me, { labelId: label.id })
    await log(me, '2026-03-02T09:00:00Z', '2026-03-02T10:00:00Z', { labels: ['deep'] })
    expect(await trackedOf(me, id)).toBe(3600)
    await me.call('DELETE', `/v1/labels/${label.id}`)
    expect((await me.call('GET', `/v1/weekly-goals/${id}`)).body).toMatchObject({
      labelId: label.id,
      label: null,
      trackedSeconds: 0,
    })
  })
})

describe('what it counts', () => {
  test('its effective label, each moment once, in its week only (D6, D15)', async () => {
    const me = app.person()
    await me.call('POST', '/v1/projects', { name: 'thesis', labels: ['deep'] })
    const { body: task } = await me.call('POST', '/v1/tasks', { title: 'read', labels: ['deep'] })
    await log(me, '2026-03-01T23:00:00Z', '2026-03-02T01:00:00Z', { labels: ['deep'] }) // 1 h of this week
    await log(me, '2026-03-02T00:30:00Z', '2026-03-02T02:00:00Z', { project: 'thesis' }) // 1 h more
    await log(me, '2026-03-03T09:00:00Z', '2026-03-03T10:00:00Z', { taskId: task.id })
    await log(me, '2026-03-04T09:00:00Z', '2026-03-04T10:00:00Z')
    await log(me, '2026-03-08T23:00:00Z', '2026-03-09T05:00:00Z', { labels: ['deep', 'late'] }) // 1 h
    const deep = await aGoal(me, { label: 'deep', weekStart: '2026-03-02' })
    const all = await aGoal(me, { weekStart: '2026-03-02' })
    const late = await aGoal(me, { label: 'late', weekStart: '2026-03-09', targetSeconds: 5 * 3600 })
    expect([deep.trackedSeconds, all.trackedSeconds]).toEqual([4 * 3600, 5 * 3600])
    expect(late).toMatchObject({ trackedSeconds: 5 * 3600, status: 'completed' })
    // The same as the report of that week says.
    const { body: report } = await me.call(
      'GET',
      '/v1/reports/summary?from=2026-03-02&to=2026-03-09&label=deep&zone=UTC',
    )
    expect(report.totals.wallClockSeconds).toBe(4 * 3600)
    // There the first night is of the week before, and the last one wholly of this week.
    expect(await trackedOf(me, deep.id, 'America/Los_Angeles')).toBe(7 * 3600)
  })

  test('a running entry counts to now', async () => {
    const me = app.person()
    const { id } = await aGoal(me, { label: 'deep' })
    await me.call('POST', '/v1/timer/start', { labels: ['deep'] })
    now += 600_000
    expect(await trackedOf(me, id)).toBe(600)
    await me.call('POST', '/v1/timer/stop', {})
    now += 600_000
    expect(await trackedOf(me, id)).toBe(600)
  })

  test.each([
    ['2026-03-23', 167],
    ['2026-10-19', 169],
    ['2026-10-26', 168],
  ])('the week of %s in Berlin has %d hours (D8)', async (weekStart, hours) => {
    const me = app.person()
    await log(me, '2026-01-01T00:00:00Z', '2026-12-31T00:00:00Z', { labels: ['always'] })
    const { id } = await aGoal(me, { weekStart, label: 'always' })
    expect(await trackedOf(me, id, 'Europe/Berlin')).toBe(hours * 3600)
    expect(await trackedOf(me, id)).toBe(168 * 3600)
  })
})

describe('the list', () => {
  const titles = async ({ call }: Person, query = '') =>
    (await call('GET', `/v1/weekly-goals${query}`)).body.items.map(({ title }: { title: string }) => title)

  test('latest week first, page by page; of one week, one title, one end of an id', async () => {
    const me = app.person()
    for (const [title, weekStart] of [
      ['b', '2026-03-02'],
      ['a', '2026-03-02'],
      ['c', '2026-03-09'],
      ['d', '2020-01-06'],
    ])
      await aGoal(me, { title, weekStart })
    await log(me, '2020-01-06T09:00:00Z', '2020-01-06T10:00:00Z')
    await log(me, '2026-03-09T09:00:00Z', '2026-03-09T11:00:00Z')
    const pages: string[][] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body } = await me.call('GET', `/v1/weekly-goals?limit=3${cursor && `&cursor=${cursor}`}`)
      const items = body.items as { title: string; trackedSeconds: number }[]
      pages.push(items.map(({ title, trackedSeconds }) => `${title} ${trackedSeconds}`))
      cursor = body.nextCursor
    }
    expect(pages).toEqual([['c 7200', 'a 0', 'b 0'], ['d 3600']])
    expect(await titles(me, '?week=2026-03-02')).toEqual(['a', 'b'])
    expect(await titles(me, '?week=2026-03-08')).toEqual(['a', 'b'])
    expect(await titles(me, '?week=2026-03-09')).toEqual(['c'])
    expect(await titles(me, '?week=2026-03-01')).toEqual([])
    expect(await titles(me, '?title=d')).toEqual(['d'])
    const { id } = (await me.call('GET', '/v1/weekly-goals?title=c')).body.items[0]
    expect(await titles(me, `?idTail=${id.slice(-12)}`)).toEqual(['c'])
  })

  test.each([
    JSON.stringify(['zzz', newId()]),
    JSON.stringify(['2026-02-31', newId()]),
    JSON.stringify([1, newId()]),
    JSON.stringify(['2026-03-02', 'x']),
  ])('the cursor %s is no cursor of it', async (text) => {
    const cursor = Buffer.from(text).toString('base64url')
    expect(await app.person().call('GET', `/v1/weekly-goals?cursor=${cursor}`)).toMatchObject({
      status: 400,
      body: { code: 'request.invalid' },
    })
  })
})

test('an export holds them (6.9)', async () => {
  const me = app.person()
  const goal = await aGoal(me, { label: 'deep' })
  expect((await me.call('GET', '/v1/export/json')).body.weeklyGoals).toEqual([goal])
})
