import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { v7 as newId } from 'uuid'
import type { Person, TestApp } from '../testing.ts'
import { startTestApp } from '../testing.ts'

let app: TestApp
let now = Date.parse('2026-03-02T12:00:00Z')
beforeAll(async () => {
  app = await startTestApp(() => now)
})
afterAll(() => app.close())

const nine = '2026-03-02T09:00:00Z'
const ten = '2026-03-02T10:00:00Z'
const aTask = async ({ call }: Person, given: object = {}) =>
  (await call('POST', '/v1/tasks', { title: 'a task', ...given })).body
const titlesOf = async ({ call }: Person, query = '') =>
  (await call('GET', `/v1/tasks${query}`)).body.items.map(({ title }: { title: string }) => title)

describe('tasks', () => {
  test('one is made with everything, read, changed and removed', async () => {
    const me = app.person()
    const [parent, first] = [await aTask(me), await aTask(me)]
    const given = {
      title: 'Write',
      description: 'two\nlines',
      labels: ['a', 'b'],
      priority: 'high',
      estimateSeconds: 5400,
      parentId: parent.id,
      dependsOn: [first.id],
      recurrence: 'FREQ=WEEKLY;BYDAY=MO,TH',
      due: '2026-03-05',
      scheduled: ten,
      waitUntil: '2026-03-01',
      expiresAt: '2026-12-31T23:59:59Z',
      project: 'thesis',
    }
    const created = await me.call('POST', '/v1/tasks', given)
    expect(created).toMatchObject({
      status: 201,
      body: { ...given, status: 'open', trackedSeconds: 0, completedAt: null },
    })
    const path = `/v1/tasks/${created.body.id}`
    expect((await me.call('GET', path)).body).toEqual(created.body)
    const cleared = {
      title: 'Written',
      description: '',
      labels: [],
      priority: 'none',
      estimateSeconds: null,
      parentId: null,
      dependsOn: [],
      recurrence: null,
      due: null,
      scheduled: null,
      waitUntil: null,
      expiresAt: null,
      project: null,
    }
    expect((await me.call('PATCH', path, cleared)).body).toMatchObject(cleared)
    expect((await me.call('DELETE', path)).status).toBe(204)
    for (const [method, where, body] of [
      ['GET', path],
      ['PATCH', path, {}],
      ['DELETE', path],
      ['POST', `${path}/done`],
      ['POST', `${path}/reopen`],
    ] as const) {
      expect(await me.call(method, where, body)).toMatchObject({
        status: 404,
        body: { code: 'tasks.not_found' },
      })
    }
  })

  test.each([
    ['2026-03-05', '2026-03-05'],
    ['2024-02-29', '2024-02-29'],
    ['1900-01-01', '1900-01-01'],
    ['9999-12-31', '9999-12-31'],
    ['2026-03-05T09:30:00Z', '2026-03-05T09:30:00Z'],
    ['2026-03-05T00:00:00+03:30', '2026-03-04T20:30:00Z'],
    ['2026-03-05T09:30:00.999Z', '2026-03-05T09:30:00Z'],
  ])('a moment may be a day or an instant: %s is kept as %s', async (given, kept) => {
    const me = app.person()
    const task = await aTask(me, { due: given, scheduled: given, waitUntil: given, expiresAt: given })
    expect([task.due, task.scheduled, task.waitUntil, task.expiresAt]).toEqual([kept, kept, kept, kept])
    // From a day to an instant and back: never both.
    const path = `/v1/tasks/${task.id}`
    expect((await me.call('PATCH', path, { due: ten })).body.due).toBe(ten)
    expect((await me.call('PATCH', path, { due: '2026-03-06' })).body.due).toBe('2026-03-06')
    expect((await me.call('PATCH', path, { due: null })).body.due).toBeNull()
  })

  test.each(['0000-01-01', '1899-12-31', '2025-02-29', '2026-13-01', '2026-3-5', 'tomorrow', ''])(
    'the day %j is refused',
    async (due) => {
      expect(await app.person().call('POST', '/v1/tasks', { title: 'a', due })).toMatchObject({
        status: 400,
        body: { code: 'request.invalid', fields: [{ path: 'due' }] },
      })
    },
  )

  test('done keeps the first moment, reopening forgets it', async () => {
    const me = app.person()
    const { id } = await aTask(me)
    const post = async (verb: string) => (await me.call('POST', `/v1/tasks/${id}/${verb}`)).body
    const at = (ms: number) => new Date(ms).toISOString().replace('.000', '')
    const first = now
    expect(await post('done')).toMatchObject({ status: 'done', completedAt: at(first) })
    now += 60_000
    expect(await post('done')).toMatchObject({ status: 'done', completedAt: at(first) })
    expect(await post('reopen')).toMatchObject({ status: 'open', completedAt: null })
    expect(await post('reopen')).toMatchObject({ status: 'open', completedAt: null })
    expect(await post('done')).toMatchObject({ completedAt: at(now) })
    expect((await me.call('PATCH', `/v1/tasks/${id}`, { status: 'archived' })).body).toMatchObject({
      status: 'archived',
      completedAt: null,
    })
  })

  test('trackedSeconds counts its entries, the running one up to now, the removed ones not', async () => {
    const me = app.person()
    const [{ id }, other] = [await aTask(me), await aTask(me)]
    const log = (given: object) =>
      me.call('POST', '/v1/time-entries', { start: nine, end: ten, taskId: id, ...given })
    const tracked = async () => (await me.call('GET', `/v1/tasks/${id}`)).body.trackedSeconds
    await log({})
    await log({ taskId: other.id })
    // Overlap counts twice: it is the attributed time.
    const { body: second } = await log({ end: '2026-03-02T09:30:00Z' })
    expect(await tracked()).toBe(5400)
    await me.call('POST', '/v1/timer/start', { taskId: id })
    now += 600_000
    expect(await tracked()).toBe(6000)
    expect(
      (await me.call('GET', '/v1/tasks')).body.items.find((task: { id: string }) => task.id === id)
        .trackedSeconds,
    ).toBe(6000)
    await me.call('DELETE', `/v1/time-entries/${second.id}`)
    expect(await tracked()).toBe(4200)
    await me.call('POST', '/v1/timer/start', { taskId: id, at: '2030-01-01T00:00:00Z' })
    expect(await tracked()).toBeGreaterThanOrEqual(4200)
  })

  test('in the trash it keeps its time and its name in reports (D12)', async () => {
    const me = app.person()
    const task = await aTask(me, { title: 'Old' })
    const { body: entry } = await me.call('POST', '/v1/time-entries', {
      start: nine,
      end: ten,
      taskId: task.id,
    })
    await me.call('DELETE', `/v1/tasks/${task.id}`)
    expect((await me.call('GET', `/v1/time-entries/${entry.id}`)).body.taskId).toBe(task.id)
    const { body } = await me.call('GET', '/v1/reports/summary?from=2026-03-02&to=2026-03-03&by=task')
    expect(body.groups).toEqual([{ key: task.id, name: 'Old', seconds: 3600, share: 1 }])
  })
})

describe('what a task refers to', () => {
  test('it cannot be its own ancestor', async () => {
    const me = app.person()
    const top = await aTask(me)
    const middle = await aTask(me, { parentId: top.id })
    const bottom = await aTask(me, { parentId: middle.id })
    const cycle = { status: 409, body: { code: 'tasks.parent_cycle' } }
    for (const { id } of [top, middle, bottom]) {
      expect(await me.call('PATCH', `/v1/tasks/${top.id}`, { parentId: id })).toMatchObject(cycle)
    }
    expect(await me.call('PATCH', `/v1/tasks/${middle.id}`, { parentId: bottom.id })).toMatchObject(cycle)
    expect((await me.call('PATCH', `/v1/tasks/${bottom.id}`, { parentId: top.id })).body.parentId).toBe(
      top.id,
    )
    expect((await me.call('PATCH', `/v1/tasks/${middle.id}`, { parentId: bottom.id })).body.parentId).toBe(
      bottom.id,
    )
  })

  test.each(['parentId', 'dependsOn'])('%s must be a task that is there', async (field) => {
    const me = app.person()
    const removed = await aTask(me)
    await me.call('DELETE', `/v1/tasks/${removed.id}`)
    const { id } = await aTask(me)
    const yours = await aTask(app.person())
    for (const missing of [newId(), removed.id, yours.id]) {
      const value = field === 'dependsOn' ? [id, missing] : missing
      for (const [method, path] of [
        ['POST', '/v1/tasks'],
        ['PATCH', `/v1/tasks/${id}`],
      ] as const) {
        expect(await me.call(method, path, { title: 'a', [field]: value })).toMatchObject({
          status: 404,
          body: { code: 'tasks.not_found' },
        })
      }
    }
  })

  test('dependencies are set, exchanged and taken away', async () => {
    const me = app.person()
    const [a, b, c] = [await aTask(me), await aTask(me), await aTask(me)]
    const { id } = await aTask(me, { dependsOn: [a.id, b.id] })
    const patch = async (dependsOn: string[]) =>
      (await me.call('PATCH', `/v1/tasks/${id}`, { dependsOn })).body.dependsOn
    expect(await patch([c.id, b.id, c.id])).toEqual([b.id, c.id].map(String).toSorted())
    expect(await patch([])).toEqual([])
    expect(await patch([a.id])).toEqual([a.id])
  })
})

describe('the list', () => {
  test('newest first, page by page, each once, also when many were made in one second', async () => {
    const me = app.person()
    for (let index = 0; index < 7; index++) {
      if (index === 4) now += 1000
      await aTask(me, { title: String(index) })
    }
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const { body }: { body: { items: { title: string }[]; nextCursor: string | null } } = await me.call(
        'GET',
        `/v1/tasks?limit=2${cursor && `&cursor=${cursor}`}`,
      )
      seen.push(...body.items.map(({ title }) => title))
      cursor = body.nextCursor
    }
    expect(seen).toEqual(['6', '5', '4', '3', '2', '1', '0'])
  })

  test('those planned by a day are due or scheduled by its end, in its zone', async () => {
    const me = app.person()
    await aTask(me, { title: 'no day' })
    await aTask(me, { title: 'late', due: '2026-02-01' })
    await aTask(me, { title: 'on the day', scheduled: '2026-03-29' })
    await aTask(me, { title: 'the day after', due: '2026-03-30', scheduled: '2026-03-31' })
    // In Berlin the day ends at 22:00 UTC.
    await aTask(me, { title: 'in its last second', due: '2026-03-29T21:59:59Z' })
    await aTask(me, { title: 'a moment after', due: '2026-03-29T22:00:00Z' })
    const berlin = await titlesOf(me, '?plannedBy=2026-03-29&zone=Europe/Berlin')
    expect(berlin.toSorted()).toEqual(['in its last second', 'late', 'on the day'])
    expect(await titlesOf(me, '?plannedBy=2026-03-29')).toContain('a moment after')
  })

  test('by status, project, label (also of the project), title and end of the id', async () => {
    const me = app.person()
    await me.call('POST', '/v1/projects', { name: 'ops', labels: ['infra'] })
    const patch = await aTask(me, { title: 'Patch', project: 'ops', labels: ['urgent'] })
    const other = await aTask(me, { title: 'Other' })
    await me.call('POST', `/v1/tasks/${other.id}/done`)
    await aTask(me, { title: 'Third' })
    expect(await titlesOf(me, '?status=done')).toEqual(['Other'])
    expect((await titlesOf(me, '?status=done&status=open')).toSorted()).toEqual(['Other', 'Patch', 'Third'])
    for (const query of [
      'project=ops',
      'label=infra',
      'label=urgent&label=infra',
      'title=Patch',
      `idTail=${patch.id.slice(-9)}`,
    ]) {
      expect(await titlesOf(me, `?${query}`), query).toEqual(['Patch'])
    }
    expect(await titlesOf(me, '?title=nothing')).toEqual([])
    expect((await me.call('GET', '/v1/tasks?project=nowhere')).body.code).toBe('projects.not_found')
    expect((await me.call('GET', '/v1/tasks?label=nothing')).body.code).toBe('labels.not_found')
  })
})
