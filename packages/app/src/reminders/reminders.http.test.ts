import type { ServerSentEvent } from '@goalixa/client/server-sent-events'
import { readEvents } from '@goalixa/client/server-sent-events'
import { sql } from '@goalixa/service-kit/sql'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Person, TestApp } from '../testing.ts'
import { startTestApp } from '../testing.ts'

let nowMs = 0
let app: TestApp
beforeAll(async () => {
  app = await startTestApp(() => nowMs)
})
afterAll(() => app.close())
// Firing is for all people at once.
afterEach(() => app.database.rows(sql`delete from reminders`))

const at = (instant: string) => void (nowMs = Date.parse(instant))
const berlin = { date: '2026-03-06', time: '09:00', zone: 'Europe/Berlin' }
const aReminder = async (me: Person, given: object = {}) =>
  (await me.call('POST', '/v1/reminders', { title: 'call Ada', ...berlin, ...given })).body
const read = async (me: Person, id: string) => (await me.call('GET', `/v1/reminders/${id}`)).body
const due = async (me: Person) =>
  (await me.call('GET', '/v1/reminders?due=true')).body.items.map(({ title }: { title: string }) => title)

describe('reminders', () => {
  test('one is made, read, changed and removed', async () => {
    at('2026-03-05T12:00:00Z')
    const me = app.person()
    const created = await me.call('POST', '/v1/reminders', { title: ' call Ada ', ...berlin })
    expect(created.status).toBe(201)
    expect(created.body).toEqual({
      id: expect.any(String) as string,
      title: 'call Ada',
      notes: '',
      date: '2026-03-06',
      time: '09:00',
      zone: 'Europe/Berlin',
      repeat: 'none',
      days: [],
      priority: 'none',
      channels: ['terminal', 'browser'],
      active: true,
      taskId: null,
      task: null,
      status: 'upcoming',
      dueAt: null,
      nextAt: '2026-03-06T08:00:00Z',
      lastFiredAt: null,
      snoozedUntil: null,
      doneAt: null,
      createdAt: '2026-03-05T12:00:00Z',
      updatedAt: '2026-03-05T12:00:00Z',
    })
    const path = `/v1/reminders/${created.body.id}`
    expect((await me.call('GET', path)).body).toEqual(created.body)
    expect((await me.call('GET', '/v1/reminders')).body).toEqual({ items: [created.body], nextCursor: null })
    const { body: task } = await me.call('POST', '/v1/tasks', { title: 'Ada' })
    const patch = {
      repeat: 'weekly',
      time: '10:00',
      taskId: task.id,
      channels: ['browser'],
      priority: 'high',
    }
    expect((await me.call('PATCH', path, patch)).body).toMatchObject({
      repeat: 'weekly',
      days: [5],
      time: '10:00',
      task: 'Ada',
      channels: ['browser'],
      priority: 'high',
      nextAt: '2026-03-06T09:00:00Z',
    })
    expect((await me.call('PATCH', path, { active: false })).body).toMatchObject({
      status: 'paused',
      nextAt: null,
    })
    expect((await me.call('DELETE', path)).status).toBe(204)
    for (const [method, end, body] of [
      ['GET', ''],
      ['PATCH', '', {}],
      ['DELETE', ''],
      ['POST', '/done'],
      ['POST', '/test'],
      ['POST', '/snooze', { until: '2036-01-01T00:00:00Z' }],
    ] as const) {
      expect(await me.call(method, path + end, body)).toMatchObject({
        status: 404,
        body: { code: 'reminders.not_found' },
      })
    }
  })

  test.each([
    [{ time: '9:00' }, 'time'],
    [{ time: '24:00' }, 'time'],
    [{ date: '2026-02-30' }, 'date'],
    [{ zone: 'Mars/Base' }, 'zone'],
    [{ repeat: 'yearly' }, 'repeat'],
    [{ days: [0] }, 'days.0'],
    [{ channels: ['pigeon'] }, 'channels.0'],
    [{ title: ' ' }, 'title'],
    [{ lastFiredAt: '2026-03-02T09:00:00Z' }, 'lastFiredAt'],
  ])('%j is refused (D21)', async (given, path) => {
    const me = app.person()
    expect(await me.call('POST', '/v1/reminders', { title: 'a', ...berlin, ...given })).toMatchObject({
      status: 400,
      body: { code: 'request.invalid', fields: [{ path }] },
    })
    expect(await app.headSeq(me.userId)).toBe(0)
  })

  test('a token needs the scope, and a stranger finds nothing (D17)', async () => {
    at('2026-03-05T12:00:00Z')
    const me = app.person()
    const { id } = await aReminder(me)
    const reader = app.person({ userId: me.userId, scopes: ['reminders:read'] })
    expect((await reader.call('GET', `/v1/reminders/${id}`)).status).toBe(200)
    expect((await reader.call('POST', `/v1/reminders/${id}/done`)).status).toBe(403)
    expect(
      (await app.person({ userId: me.userId, scopes: ['tasks:write'] }).call('GET', '/v1/reminders')).status,
    ).toBe(403)
    expect((await app.person().call('GET', `/v1/reminders/${id}`)).status).toBe(404)
  })
})

describe('firing', () => {
  test('one that comes once fires once, is overdue until it is done (D16)', async () => {
    at('2026-03-05T12:00:00Z')
    const me = app.person()
    const { id } = await aReminder(me)
    expect(await app.firing.fireAll()).toBe(0)
    at('2026-03-06T08:00:00Z')
    expect(await app.firing.fireAll()).toBe(1)
    expect(await app.firing.fireAll()).toBe(0)
    at('2026-03-08T08:00:00Z')
    expect(await app.firing.fireAll()).toBe(0)
    expect(await read(me, id)).toMatchObject({
      status: 'due',
      dueAt: '2026-03-06T08:00:00Z',
      nextAt: null,
      lastFiredAt: '2026-03-06T08:00:00Z',
    })
    expect(await due(me)).toEqual(['call Ada'])
    expect((await me.call('POST', `/v1/reminders/${id}/done`)).body).toMatchObject({
      status: 'done',
      dueAt: null,
    })
    expect(await due(me)).toEqual([])
  })

  test('after days without a server the latest is told, once; then it goes on', async () => {
    at('2026-03-05T12:00:00Z')
    const me = app.person()
    const { id } = await aReminder(me, { repeat: 'daily' })
    at('2026-03-09T12:00:00Z')
    expect(await app.firing.fireAll()).toBe(1)
    expect(await read(me, id)).toMatchObject({
      dueAt: '2026-03-09T08:00:00Z',
      nextAt: '2026-03-10T08:00:00Z',
    })
    at('2026-03-10T08:00:00Z')
    expect(await app.firing.fireAll()).toBe(1)
    await me.call('POST', `/v1/reminders/${id}/done`)
    expect(await read(me, id)).toMatchObject({ status: 'upcoming', nextAt: '2026-03-11T08:00:00Z' })
  })

  test('snoozed it is not due, and fires again when that is over', async () => {
    at('2026-03-06T08:00:00Z')
    const me = app.person()
    const { id } = await aReminder(me)
    expect(await app.firing.fireAll()).toBe(1)
    const snooze = (until: string) => me.call('POST', `/v1/reminders/${id}/snooze`, { until })
    expect((await snooze('2026-03-06T07:00:00Z')).body).toMatchObject({ fields: [{ path: 'until' }] })
    expect((await snooze('2026-03-06T08:10:00Z')).body).toMatchObject({ status: 'snoozed', dueAt: null })
    expect(await due(me)).toEqual([])
    expect(await app.firing.fireAll()).toBe(0)
    at('2026-03-06T08:10:00Z')
    expect(await app.firing.fireAll()).toBe(1)
    expect(await app.firing.fireAll()).toBe(0)
    expect(await read(me, id)).toMatchObject({ status: 'due', dueAt: '2026-03-06T08:10:00Z' })
  })

  test('of several instances one fires', async () => {
    at('2026-03-05T12:00:00Z')
    const me = app.person()
    const ids: string[] = []
    for (const time of ['09:00', '09:01', '09:02', '09:03']) ids.push((await aReminder(me, { time })).id)
    const other = await startTestApp(() => nowMs, { beside: app })
    at('2026-03-06T09:00:00Z')
    const fired = await Promise.all([app.firing, other.firing, app.firing].map((one) => one.fireAll()))
    await other.close()
    expect(fired.reduce((all, one) => all + one, 0)).toBe(4)
    const { body } = await me.call('GET', '/v1/sync/history')
    expect(body.items.filter(({ intent }: { intent: string }) => intent === 'reminders.fire')).toHaveLength(4)
  })

  test('what is paused, removed or done does not fire; the test does, whatever time it is', async () => {
    at('2026-03-05T12:00:00Z')
    const me = app.person()
    const ids: string[] = []
    for (const title of ['paused', 'removed', 'done', 'tested']) ids.push((await aReminder(me, { title })).id)
    const [paused, removed, done, tested] = ids
    await me.call('PATCH', `/v1/reminders/${paused}`, { active: false })
    await me.call('DELETE', `/v1/reminders/${removed}`)
    expect((await me.call('POST', `/v1/reminders/${done}/done`)).body).toMatchObject({ status: 'done' })
    const before = await app.headSeq(me.userId)
    expect((await me.call('POST', `/v1/reminders/${tested}/test`)).body).toMatchObject({
      status: 'upcoming',
      lastFiredAt: '2026-03-05T12:00:00Z',
      nextAt: '2026-03-06T08:00:00Z',
    })
    expect(await app.headSeq(me.userId)).toBe(before + 1)
    at('2026-03-06T08:00:00Z')
    expect(await app.firing.fireAll()).toBe(1)
    expect((await read(me, tested!)).lastFiredAt).toBe('2026-03-06T08:00:00Z')
  })

  test('firing is nobody’s deed: an undo takes back what the person did before', async () => {
    at('2026-03-06T08:00:00Z')
    const me = app.person()
    const { id } = await aReminder(me)
    await app.firing.fireAll()
    expect((await me.call('POST', '/v1/sync/undo', {})).body).toMatchObject({
      undone: { intent: 'reminders.create' },
    })
    expect((await me.call('GET', `/v1/reminders/${id}`)).status).toBe(404)
  })

  test('the loop fires by itself, and whoever listens is told', async () => {
    const live = await startTestApp(Date.now, { beside: app })
    const me = live.person()
    const stream = await fetch(`http://127.0.0.1:${live.port}/v1/events`, {
      headers: { Authorization: `Bearer ${me.token}` },
    })
    const events = readEvents(stream.body!)
    const heard = async (head: number) => {
      const { value } = await events.next()
      if ((value as ServerSentEvent).data !== `{"head":${head}}`) await heard(head)
    }
    const { id } = await aReminder(me)
    await heard(1)
    live.firing.start()
    await heard(2)
    await live.firing.stop()
    expect(await read(me, id)).toMatchObject({ status: 'due', lastFiredAt: expect.any(String) as string })
    await events.return()
    await live.close()
  })
})
