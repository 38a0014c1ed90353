import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { v7 as newId } from 'uuid'
import { habitLogId } from '@goalixa/domain/habit-log-ids'
import type { Person, TestApp } from '../testing.ts'
import { startTestApp } from '../testing.ts'

let app: TestApp
// A Thursday.
let now = Date.parse('2026-03-05T12:00:00Z')
beforeAll(async () => {
  app = await startTestApp(() => now)
})
afterAll(() => app.close())

const aHabit = async ({ call }: Person, given: object = {}) =>
  (await call('POST', '/v1/habits', { name: 'read', ...given })).body
const check = ({ call }: Person, id: string, date: string, body: object = {}, query = '') =>
  call('PUT', `/v1/habits/${id}/logs/${date}${query}`, body)

describe('habits', () => {
  test('one is made, read, changed and removed', async () => {
    const me = app.person()
    const created = await me.call('POST', '/v1/habits', { name: ' read ', targetAmount: 2.5, unit: 'pages' })
    expect(created.status).toBe(201)
    expect(created.body).toMatchObject({
      name: 'read',
      frequency: { kind: 'daily' },
      targetAmount: 2.5,
      unit: 'pages',
      autoLabelId: null,
      autoSeconds: null,
      timeOfDay: 'any',
      reminder: null,
      notes: '',
      goalId: null,
      archived: false,
      today: { date: '2026-03-05', state: 'open', amount: null, seconds: null },
      streak: { current: 0, best: 0 },
      score: 0,
      createdAt: '2026-03-05T12:00:00Z',
    })
    expect(created.body.recent).toHaveLength(14)
    const path = `/v1/habits/${created.body.id}`
    expect((await me.call('GET', path)).body).toEqual(created.body)
    expect((await me.call('GET', '/v1/habits')).body).toEqual({ items: [created.body], nextCursor: null })
    const patch = {
      name: 'run',
      frequency: { kind: 'weekdays', days: [1, 3, 5] },
      targetAmount: null,
      reminder: '07:30',
      archived: true,
    }
    // Wednesday was due, Thursday is not.
    expect((await me.call('PATCH', path, patch)).body).toMatchObject({ ...patch, today: { state: 'rest' } })
    expect((await me.call('GET', '/v1/habits?archived=false')).body.items).toEqual([])
    expect((await me.call('DELETE', path)).status).toBe(204)
    for (const [method, at, body] of [
      ['GET', path],
      ['PATCH', path, {}],
      ['DELETE', path],
      ['GET', `${path}/heat-map`],
      ['GET', `${path}/logs`],
      ['PUT', `${path}/logs/2026-03-05`, {}],
      ['DELETE', `${path}/logs/2026-03-05`],
    ] as const)
      expect(await me.call(method, at, body)).toMatchObject({
        status: 404,
        body: { code: 'habits.not_found' },
      })
  })

  test.each([
    [{ name: ' ' }, 'name'],
    [{ frequency: { kind: 'weekdays', days: [] } }, 'frequency.days'],
    [{ frequency: { kind: 'weekdays', days: [3, 1] } }, 'frequency.days'],
    [{ frequency: { kind: 'perWeek', times: 8 } }, 'frequency.times'],
    [{ frequency: { kind: 'everyDays', days: 3 } }, 'frequency.from'],
    [{ frequency: { kind: 'never' } }, 'frequency.kind'],
    [{ targetAmount: 0 }, 'targetAmount'],
    [{ reminder: '7:30' }, 'reminder'],
    [{ autoSeconds: 600 }, 'autoLabel'],
    [{ autoLabel: 'deep' }, 'autoSeconds'],
    [{ streak: {} }, 'streak'],
  ])('%j is refused', async (given, path) => {
    const me = app.person()
    expect(await me.call('POST', '/v1/habits', { name: 'a', ...given })).toMatchObject({
      status: 400,
      body: { code: 'request.invalid', fields: [{ path }] },
    })
    expect(await app.headSeq(me.userId)).toBe(0)
  })

  test('what they refer to must be there', async () => {
    const me = app.person()
    for (const [given, code] of [
      [{ goalId: newId() }, 'goals.not_found'],
      [{ subgoalId: newId() }, 'subgoals.not_found'],
      [{ autoLabelId: newId(), autoSeconds: 60 }, 'labels.not_found'],
    ] as const)
      expect(await aHabit(me, given)).toMatchObject({ code })
  })

  test('the list goes by rank, page by page; of one name, one end of an id', async () => {
    const me = app.person()
    for (const [name, order] of [
      ['c', 'm3'],
      ['a', 'm1'],
      ['b', 'm2'],
    ])
      await aHabit(me, { name, order })
    const names: string[][] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body } = await me.call('GET', `/v1/habits?limit=2${cursor && `&cursor=${cursor}`}`)
      names.push(body.items.map(({ name }: { name: string }) => name))
      cursor = body.nextCursor
    }
    expect(names).toEqual([['a', 'b'], ['c']])
    const { id } = (await me.call('GET', '/v1/habits?name=b')).body.items[0]
    expect((await me.call('GET', `/v1/habits?idTail=${id.slice(-12)}`)).body.items).toMatchObject([
      { name: 'b' },
    ])
  })
})

describe('logs', () => {
  test('a day is checked, changed, skipped and taken back; there is one log of it (D19)', async () => {
    const me = app.person()
    const { id } = await aHabit(me, { targetAmount: 20, unit: 'pages' })
    const first = await check(me, id, '2026-03-05')
    expect(first).toMatchObject({
      status: 200,
      body: {
        log: {
          id: habitLogId(me.userId, id, '2026-03-05'),
          habitId: id,
          amount: 20,
          state: 'done',
          source: 'api',
        },
        habit: { today: { state: 'done', amount: 20 }, streak: { current: 1, best: 1 } },
      },
    })
    expect((await check(me, id, '2026-03-05', { amount: 5.5 })).body).toMatchObject({
      log: { amount: 5.5 },
      habit: { today: { state: 'open', amount: 5.5 }, streak: { current: 0 } },
    })
    expect((await check(me, id, '2026-03-05', { state: 'skip' })).body.log).toMatchObject({
      amount: null,
      state: 'skip',
    })
    await check(me, id, '2026-03-04', { amount: 30 })
    const path = `/v1/habits/${id}/logs`
    const { items } = (await me.call('GET', path)).body
    expect(items.map((log: { logDate: string; state: string }) => `${log.logDate} ${log.state}`)).toEqual([
      '2026-03-05 skip',
      '2026-03-04 done',
    ])
    expect((await me.call('GET', `${path}?from=2026-03-04&to=2026-03-05`)).body.items).toHaveLength(1)
    expect((await me.call('GET', `${path}?limit=1`)).body.nextCursor).not.toBeNull()
    expect((await me.call('DELETE', `${path}/2026-03-05`)).body).toMatchObject({
      log: null,
      habit: { today: { state: 'open', amount: null }, streak: { current: 1 } },
    })
    expect(await me.call('DELETE', `${path}/2026-03-05`)).toMatchObject({
      status: 404,
      body: { code: 'habits.not_checked' },
    })
    expect((await check(me, id, '2026-03-05')).body.log.id).toBe(first.body.log.id)
  })

  test.each([
    ['2026-03-07', {}, 'params.date'],
    ['2026-02-30', {}, 'params.date'],
    ['2026-03-05', { amount: 1 }, 'amount'],
    ['2026-03-05', { amount: -1 }, 'amount'],
    ['2026-03-05', { state: 'perhaps' }, 'state'],
  ])('%s %j is refused', async (date, body, path) => {
    const me = app.person()
    const { id } = await aHabit(me)
    expect(await check(me, id, date, body)).toMatchObject({ status: 400, body: { fields: [{ path }] } })
  })

  test('a change of zone moves today, and no day that was logged (D10)', async () => {
    const me = app.person()
    const { id } = await aHabit(me)
    await check(me, id, '2026-03-05')
    expect((await me.call('GET', `/v1/habits/${id}?zone=Pacific/Kiritimati`)).body).toMatchObject({
      today: { date: '2026-03-06', state: 'open' },
      streak: { current: 1 },
    })
    expect((await me.call('GET', `/v1/habits/${id}/logs`)).body.items).toMatchObject([
      { logDate: '2026-03-05' },
    ])
  })
})

test('tracked time makes a day done, each moment once, from the day of the habit on (E14)', async () => {
  const me = app.person()
  const { id } = await aHabit(me, { autoLabel: 'deep', autoSeconds: 3600 })
  const log = (start: string, end: string | null) =>
    me.call('POST', '/v1/time-entries', { start, end, labels: ['deep'] })
  await log('2026-03-04T09:00:00Z', '2026-03-04T11:00:00Z')
  await log('2026-03-05T09:00:00Z', '2026-03-05T09:40:00Z')
  await log('2026-03-05T09:20:00Z', '2026-03-05T09:59:59Z')
  const read = async () => (await me.call('GET', `/v1/habits/${id}`)).body
  expect(await read()).toMatchObject({
    autoLabel: 'deep',
    today: { state: 'open', seconds: 3599 },
    streak: { current: 0, best: 0 },
  })
  await log('2026-03-05T11:00:00Z', null)
  now += 1000
  expect(await read()).toMatchObject({ today: { state: 'done' }, streak: { current: 1 } })
  expect((await me.call('GET', `/v1/habits/${id}/logs`)).body.items).toEqual([])
  const { body: map } = await me.call('GET', `/v1/habits/${id}/heat-map?weekStart=7`)
  expect(map).toMatchObject({ to: '2026-03-05', weekStart: 7 })
  expect(map.weeks).toHaveLength(52)
  expect(map.weeks.at(-1)).toMatchObject({
    from: '2026-03-01',
    days: { length: 5, 4: { state: 'done', level: 4 } },
  })
})

test('an export holds habits and logs (6.9)', async () => {
  const me = app.person()
  const habit = await aHabit(me)
  const { body } = await check(me, habit.id, '2026-03-05')
  const exported = (await me.call('GET', '/v1/export/json')).body
  expect(exported.habits).toEqual([body.habit])
  expect(exported.habitLogs).toEqual([body.log])
})
