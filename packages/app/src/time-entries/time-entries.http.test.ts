import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestApp } from '../testing.ts'
import { startTestApp } from '../testing.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

const nine = '2026-03-02T09:00:00Z'
const ten = '2026-03-02T10:00:00Z'

describe('time entries', () => {
  test('one is logged, read, changed and removed', async () => {
    const { call } = app.person()
    const created = await call('POST', '/v1/time-entries', {
      description: 'Writing',
      start: '2026-03-02T10:00:00+01:00',
      end: ten,
      project: 'thesis',
      labels: ['deep work', 'café'],
      zone: 'Europe/Berlin',
    })
    expect(created).toMatchObject({
      status: 201,
      body: {
        description: 'Writing',
        start: nine,
        end: ten,
        durationSeconds: 3600,
        project: 'thesis',
        labels: ['café', 'deep work'],
        zone: 'Europe/Berlin',
        billable: false,
        source: 'api',
        taskId: null,
      },
    })
    const path = `/v1/time-entries/${created.body.id}`
    expect((await call('GET', path)).body).toEqual(created.body)

    const changed = await call('PATCH', path, {
      end: '2026-03-02T11:00:00Z',
      labels: ['deep work'],
      project: null,
    })
    expect(changed.body).toMatchObject({
      durationSeconds: 7200,
      labels: ['deep work'],
      project: null,
      projectId: null,
    })

    expect((await call('DELETE', path)).status).toBe(204)
    expect(await call('GET', path)).toMatchObject({ status: 404, body: { code: 'time_entries.not_found' } })
    expect((await call('GET', '/v1/time-entries')).body.items).toEqual([])
  })

  test('an end before the start is refused, whoever says it', async () => {
    const { call } = app.person()
    const refused = { status: 422, body: { code: 'time_entries.end_before_start' } }
    expect(await call('POST', '/v1/time-entries', { start: ten, end: nine })).toMatchObject(refused)
    const { body } = await call('POST', '/v1/time-entries', { start: nine, end: ten })
    expect(await call('PATCH', `/v1/time-entries/${body.id}`, { end: '2026-03-02T08:59:59Z' })).toMatchObject(
      refused,
    )
    expect(
      await call('PATCH', `/v1/time-entries/${body.id}`, { start: '2026-03-02T10:00:01Z' }),
    ).toMatchObject(refused)
    expect((await call('GET', `/v1/time-entries/${body.id}`)).body).toMatchObject({ start: nine, end: ten })
  })

  test('length zero is an entry', async () => {
    const { call } = app.person()
    expect(await call('POST', '/v1/time-entries', { start: nine, end: nine })).toMatchObject({
      status: 201,
      body: { durationSeconds: 0 },
    })
  })

  test('the list goes page by page, latest start first, each entry once', async () => {
    const { call } = app.person()
    for (let hour = 0; hour < 7; hour++) {
      // Two entries at each start: the order must be stable all the same.
      const start = `2026-03-02T0${Math.floor(hour / 2)}:00:00Z`
      await call('POST', '/v1/time-entries', { start, end: ten, description: String(hour) })
    }
    const seen: string[] = []
    let cursor = ''
    do {
      const { body } = await call('GET', `/v1/time-entries?limit=3${cursor && `&cursor=${cursor}`}`)
      seen.push(...body.items.map((entry: { start: string; id: string }) => `${entry.start} ${entry.id}`))
      cursor = body.nextCursor ?? ''
    } while (cursor)
    expect(seen).toHaveLength(7)
    expect(seen).toEqual(seen.toSorted().toReversed())
    expect(await call('GET', '/v1/time-entries?cursor=nonsense')).toMatchObject({
      status: 400,
      body: { code: 'request.invalid' },
    })
  })

  test('a range lists what touches it, long entries from long ago too', async () => {
    const { call } = app.person()
    const log = (description: string, start: string, end: string | null) =>
      call('POST', '/v1/time-entries', { description, start, end })
    await log('long', '2026-01-01T00:00:00Z', '2026-03-02T09:30:00Z')
    await log('overnight', '2026-03-01T23:00:00Z', '2026-03-02T09:00:01Z')
    await log('ends at the start', '2026-03-02T08:00:00Z', nine)
    await log('zero at the start', nine, nine)
    await log('inside', '2026-03-02T09:10:00Z', '2026-03-02T09:20:00Z')
    await log('starts at the end', ten, '2026-03-02T11:00:00Z')
    await log('runs since February', '2026-02-01T00:00:00Z', null)
    const { body } = await call('GET', `/v1/time-entries?from=${nine}&to=${ten}`)
    expect(body.items.map((entry: { description: string }) => entry.description).toSorted()).toEqual([
      'inside',
      'long',
      'overnight',
      'runs since February',
      'zero at the start',
    ])
  })

  test('filters: project, label through task and project, task, end of the id', async () => {
    const { call } = app.person()
    await call('POST', '/v1/projects', { name: 'ops', labels: ['infra'] })
    const task = await call('POST', '/v1/tasks', { title: 'Patch', project: 'ops', labels: ['urgent'] })
    const entry = await call('POST', '/v1/time-entries', { start: nine, end: ten, taskId: task.body.id })
    await call('POST', '/v1/time-entries', { start: nine, end: ten, labels: ['own'] })
    expect(entry.body).toMatchObject({ project: 'ops', taskId: task.body.id, labels: [] })
    const tail = entry.body.id.slice(-7)
    for (const query of [
      'project=ops',
      'label=urgent',
      'label=infra',
      'label=infra&label=urgent',
      `task=${task.body.id}`,
      `idTail=${tail}`,
    ]) {
      const { body } = await call('GET', `/v1/time-entries?${query}`)
      expect(
        body.items.map((item: { id: string }) => item.id),
        query,
      ).toEqual([entry.body.id])
    }
    expect((await call('GET', '/v1/time-entries?label=urgent&label=own')).body.items).toEqual([])
    expect(await call('GET', '/v1/time-entries?project=nowhere')).toMatchObject({
      status: 404,
      body: { code: 'projects.not_found' },
    })
    expect(await call('GET', '/v1/time-entries?label=nothing')).toMatchObject({
      status: 404,
      body: { code: 'labels.not_found' },
    })
    expect((await call('GET', `/v1/tasks/${task.body.id}`)).body.trackedSeconds).toBe(3600)
  })

  test('an id of the caller is kept, and can be used once', async () => {
    const { call } = app.person()
    const id = '0198f2d0-0000-7000-8000-000000000001'
    expect((await call('POST', '/v1/time-entries', { id, start: nine, end: ten })).body.id).toBe(id)
    expect(await call('POST', '/v1/time-entries', { id, start: nine, end: ten })).toMatchObject({
      status: 409,
      body: { code: 'request.id_taken' },
    })
    expect((await app.person().call('POST', '/v1/time-entries', { id, start: nine, end: ten })).status).toBe(
      201,
    )
  })
})
