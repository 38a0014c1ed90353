import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { v7 as newId } from 'uuid'
import { sql } from '@goalixa/service-kit/sql'
import type { TestApp } from '../testing.ts'
import { startTestApp } from '../testing.ts'

let app: TestApp
let now = Date.parse('2026-03-02T12:00:00.700Z')
beforeAll(async () => {
  app = await startTestApp(() => now)
})
afterAll(() => app.close())

const at = (clock: string) => `2026-03-02T${clock}Z`
const notRunning = { status: 409, body: { code: 'timer.not_running' } }

describe('timer', () => {
  test('start, status, stop', async () => {
    const { call } = app.person()
    expect((await call('GET', '/v1/timer')).body).toEqual({ running: null })
    const started = await call('POST', '/v1/timer/start', {
      description: 'Writing',
      project: 'thesis',
      labels: ['deep'],
    })
    expect(started).toMatchObject({
      status: 201,
      body: {
        description: 'Writing',
        project: 'thesis',
        labels: ['deep'],
        start: at('12:00:00'),
        end: null,
        durationSeconds: 0,
        stopped: null,
      },
    })
    now += 90_000
    const { stopped: _, ...entry } = started.body
    expect((await call('GET', '/v1/timer')).body).toEqual({ running: { ...entry, durationSeconds: 90 } })
    const stopped = await call('POST', '/v1/timer/stop', {})
    expect(stopped).toMatchObject({
      status: 200,
      body: { id: entry.id, end: at('12:01:30'), durationSeconds: 90 },
    })
    expect((await call('GET', '/v1/timer')).body).toEqual({ running: null })
    expect((await call('GET', `/v1/time-entries/${entry.id}`)).body).toEqual(stopped.body)
  })

  test('starting B stops A at the start of B, in one answer and one operation', async () => {
    const { call, userId } = app.person()
    const a = await call('POST', '/v1/timer/start', { description: 'A', at: at('09:00:00') })
    const before = await app.allRows(userId)
    const b = await call('POST', '/v1/timer/start', { description: 'B', at: at('09:30:00') })
    expect(b.body).toMatchObject({
      description: 'B',
      start: at('09:30:00'),
      end: null,
      stopped: {
        id: a.body.id,
        description: 'A',
        start: at('09:00:00'),
        end: at('09:30:00'),
        durationSeconds: 1800,
      },
    })
    const after = await app.allRows(userId)
    const more = (table: string) => after[table]!.length - before[table]!.length
    expect([more('operations'), more('history')]).toEqual([1, 2])
  })

  test('an entry that is logged as running is the timer, and stops the one before', async () => {
    const { call } = app.person()
    const a = await call('POST', '/v1/timer/start', { at: at('09:00:00') })
    const b = await call('POST', '/v1/time-entries', { start: at('10:00:00'), end: null })
    expect((await call('GET', `/v1/time-entries/${a.body.id}`)).body.end).toBe(at('10:00:00'))
    expect((await call('GET', '/v1/timer')).body.running.id).toBe(b.body.id)
    // Opening an old one again would make two: refused, and both stay as they are.
    expect(await call('PATCH', `/v1/time-entries/${a.body.id}`, { end: null })).toMatchObject({
      status: 409,
      body: { code: 'time_entries.already_running' },
    })
    await call('POST', '/v1/timer/stop', { at: at('11:00:00') })
    expect((await call('PATCH', `/v1/time-entries/${a.body.id}`, { end: null })).body.end).toBeNull()
    expect((await call('GET', '/v1/timer')).body.running.id).toBe(a.body.id)
  })

  test('of 50 simultaneous starts one runs and 49 are closed, end to start (D1)', async () => {
    const { call, userId } = app.person()
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        call('POST', '/v1/timer/start', { description: String(index) }),
      ),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 201))
    const stopped = answers.flatMap(({ body }) => body.stopped?.id ?? [])
    expect(new Set(stopped).size).toBe(49)
    const ends = new Map(answers.map(({ body }) => [body.id, body.start]))
    for (const { body } of answers) {
      if (body.stopped !== null) expect(body.stopped.end).toBe(ends.get(body.id))
    }
    const found = await app.database.row(sql`
      select count(*) as all, count(*) filter (where end_at is null) as running from time_entries where user_id = ${userId}`)
    expect(found).toEqual({ all: 50, running: 1 })
    const { body } = await call('GET', '/v1/timer')
    expect(stopped).not.toContain(body.running.id)
  })

  test('50 simultaneous starts at different moments leave no gap between them', async () => {
    const { call } = app.person()
    const moments = Array.from({ length: 50 }, (_, index) => at(`09:00:${String(index).padStart(2, '0')}`))
    const answers = await Promise.all(
      moments.map((moment) => call('POST', '/v1/timer/start', { at: moment })),
    )
    const refused = answers.filter(({ status }) => status !== 201)
    for (const { status, body } of refused)
      expect([status, body.code]).toEqual([409, 'time_entries.already_running'])
    const { items } = (await call('GET', '/v1/time-entries?limit=500')).body
    expect(items).toHaveLength(50 - refused.length)
    const inOrder = items.toReversed()
    for (const [index, entry] of inOrder.entries()) expect(entry.end).toBe(inOrder[index + 1]?.start ?? null)
  })

  test('the database itself refuses a second running entry', async () => {
    const { call, userId } = app.person()
    await call('POST', '/v1/timer/start', {})
    await expect(
      app.database.rows(sql`
        insert into time_entries (user_id, id, start_at, zone, source, created_at, updated_at, seq, stamps)
        values (${userId}, ${newId()}, date_trunc('second', now()), 'UTC', 'api', now(), now(), 99, '{}')`),
    ).rejects.toMatchObject({ constraint: 'time_entries_one_running_per_user' })
  })

  test('starting before the running one began is refused, and it runs on', async () => {
    const { call, userId } = app.person()
    const { body } = await call('POST', '/v1/timer/start', { at: at('10:00:00') })
    const seq = await app.headSeq(userId)
    expect(await call('POST', '/v1/timer/start', { at: at('09:59:59'), project: 'new' })).toMatchObject({
      status: 409,
      body: { code: 'time_entries.already_running' },
    })
    expect((await call('GET', '/v1/timer')).body.running.id).toBe(body.id)
    expect((await call('GET', '/v1/projects')).body.items).toEqual([])
    expect(await app.headSeq(userId)).toBe(seq)
    // At the same second it may: the first one has no length.
    const same = await call('POST', '/v1/timer/start', { at: at('10:00:00') })
    expect(same.body.stopped).toMatchObject({ id: body.id, durationSeconds: 0 })
  })

  test('stopping before the start is refused, also when the running one starts in the future', async () => {
    const { call } = app.person()
    await call('POST', '/v1/timer/start', { at: at('10:00:00') })
    const refused = { status: 422, body: { code: 'time_entries.end_before_start' } }
    expect(await call('POST', '/v1/timer/stop', { at: at('09:59:59') })).toMatchObject(refused)
    expect((await call('GET', '/v1/timer')).body.running.end).toBeNull()
    await call('POST', '/v1/timer/start', { at: '2030-01-01T00:00:00Z' })
    expect(await call('POST', '/v1/timer/stop', {})).toMatchObject(refused)
    expect((await call('GET', '/v1/timer')).body.running).toMatchObject({
      start: '2030-01-01T00:00:00Z',
      durationSeconds: 0,
    })
    expect((await call('POST', '/v1/timer/cancel')).status).toBe(200)
  })

  test('without a timer there is nothing to stop or cancel', async () => {
    const { call } = app.person()
    expect(await call('POST', '/v1/timer/stop', {})).toMatchObject(notRunning)
    expect(await call('POST', '/v1/timer/cancel')).toMatchObject(notRunning)
    expect(await call('POST', '/v1/timer/continue', {})).toMatchObject({
      status: 409,
      body: { code: 'timer.nothing_to_continue' },
    })
  })

  test('cancel throws the running entry away and says what it was', async () => {
    const { call } = app.person()
    const { body } = await call('POST', '/v1/timer/start', { description: 'Mistake' })
    expect(await call('POST', '/v1/timer/cancel')).toMatchObject({
      status: 200,
      body: { id: body.id, description: 'Mistake' },
    })
    expect(await call('GET', `/v1/time-entries/${body.id}`)).toMatchObject({ status: 404 })
    expect(await call('POST', '/v1/timer/cancel')).toMatchObject(notRunning)
  })
})

describe('the task of the timer (D12)', () => {
  test.each<[string, (id: string) => [method: string, path: string, body?: object]]>([
    ['done', (id) => ['POST', `/v1/tasks/${id}/done`]],
    ['PATCH', (id) => ['PATCH', `/v1/tasks/${id}`, { status: 'done' }]],
  ])('completing it by %s stops the timer', async (_, request) => {
    const { call } = app.person()
    const task = await call('POST', '/v1/tasks', { title: 'Draft' })
    const other = await call('POST', '/v1/tasks', { title: 'Other' })
    const { body } = await call('POST', '/v1/timer/start', { taskId: task.body.id })
    expect((await call(...request(other.body.id))).body.status).toBe('done')
    expect((await call('GET', '/v1/timer')).body.running.id).toBe(body.id)
    now += 60_000
    expect((await call(...request(task.body.id))).body).toMatchObject({ status: 'done', trackedSeconds: 60 })
    expect((await call('GET', '/v1/timer')).body).toEqual({ running: null })
    expect((await call('GET', `/v1/time-entries/${body.id}`)).body.durationSeconds).toBe(60)
  })

  test('a timer that starts in the future ends at its own start', async () => {
    const { call } = app.person()
    const task = await call('POST', '/v1/tasks', { title: 'Later' })
    const { body } = await call('POST', '/v1/timer/start', {
      taskId: task.body.id,
      at: '2030-01-01T00:00:00Z',
    })
    await call('POST', `/v1/tasks/${task.body.id}/done`)
    expect((await call('GET', `/v1/time-entries/${body.id}`)).body).toMatchObject({
      end: '2030-01-01T00:00:00Z',
      durationSeconds: 0,
    })
  })
})

describe('continue', () => {
  test('it starts an entry like the latest, or like the one named', async () => {
    const { call } = app.person()
    const task = await call('POST', '/v1/tasks', { title: 'Draft' })
    const like = {
      description: 'Writing',
      taskId: task.body.id,
      project: 'thesis',
      labels: ['deep', 'ان'],
      billable: true,
    }
    const first = await call('POST', '/v1/time-entries', {
      ...like,
      zone: 'Asia/Tehran',
      start: at('08:00:00'),
      end: at('09:00:00'),
    })
    await call('POST', '/v1/time-entries', {
      description: 'Mail',
      start: at('09:00:00'),
      end: at('09:10:00'),
    })

    const latest = await call('POST', '/v1/timer/continue', { at: at('10:00:00') })
    expect(latest).toMatchObject({
      status: 201,
      body: { description: 'Mail', taskId: null, project: null, labels: [], billable: false },
    })
    const named = await call('POST', '/v1/timer/continue', { entryId: first.body.id, at: at('10:30:00') })
    expect(named.body).toMatchObject({
      ...like,
      projectId: first.body.projectId,
      zone: 'Asia/Tehran',
      start: at('10:30:00'),
      end: null,
      stopped: { id: latest.body.id, end: at('10:30:00') },
    })
    expect(named.body.id).not.toBe(first.body.id)
  })

  test('what is in the trash by now is left out', async () => {
    const { call } = app.person()
    const task = await call('POST', '/v1/tasks', { title: 'Draft', project: 'thesis' })
    const { body } = await call('POST', '/v1/time-entries', {
      taskId: task.body.id,
      labels: ['gone'],
      description: 'Writing',
      start: at('08:00:00'),
      end: at('09:00:00'),
    })
    const label = (await call('GET', '/v1/labels')).body.items[0]
    for (const path of [
      `/v1/tasks/${task.body.id}`,
      `/v1/projects/${body.projectId}`,
      `/v1/labels/${label.id}`,
    ]) {
      expect((await call('DELETE', path)).status).toBe(204)
    }
    expect(await call('POST', '/v1/timer/continue', {})).toMatchObject({
      status: 201,
      body: { description: 'Writing', taskId: null, projectId: null, labels: [] },
    })
  })
})

test('reading changes nothing', async () => {
  const { call, userId } = app.person()
  const task = await call('POST', '/v1/tasks', { title: 'Draft', project: 'thesis', labels: ['deep'] })
  const entry = await call('POST', '/v1/timer/start', { taskId: task.body.id })
  const before = await app.allRows(userId)
  for (const path of [
    '/v1/timer',
    '/v1/time-entries',
    `/v1/time-entries/${entry.body.id}`,
    '/v1/tasks',
    `/v1/tasks/${task.body.id}`,
    '/v1/projects',
    '/v1/labels',
    '/v1/settings',
    '/v1/reports/summary?from=2026-03-01&to=2026-04-01',
    '/v1/export/json',
    '/v1/export/csv',
  ]) {
    expect((await call('GET', path, undefined, { 'Idempotency-Key': 'read' })).status, path).toBe(200)
  }
  expect(await app.allRows(userId)).toEqual(before)
})
