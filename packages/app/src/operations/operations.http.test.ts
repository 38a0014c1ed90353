import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { v7 as newId } from 'uuid'
import { sql } from '@goalixa/service-kit/sql'
import type { Answer, Person, TestApp } from '../testing.ts'
import { startTestApp } from '../testing.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

const nine = '2026-03-02T09:00:00Z'
const ten = '2026-03-02T10:00:00Z'
const times = <Value>(count: number, make: (index: number) => Value): Value[] =>
  Array.from({ length: count }, (_, index) => make(index))
const history = (userId: string) =>
  app.database.rows<{
    seq: number
    table: string
    id: string
    changes: { register: string; before?: unknown; after: unknown; stamp: unknown; outcome: string }[]
  }>(
    sql`select seq, table_name as "table", row_id as id, changes from history where user_id = ${userId} order by seq`,
  )
const countOf = async (userId: string, table: string) => (await app.allRows(userId))[table]!.length

describe('Idempotency-Key', () => {
  const keyed = ({ call }: Person, key: string, method: string, path: string, body?: unknown) =>
    call(method, path, body, { 'Idempotency-Key': key })

  test('SEC-119: of ten simultaneous writes one is made, and all ten get its answer', async () => {
    const me = app.person()
    const answers = await Promise.all(
      times(10, () =>
        keyed(me, 'once', 'POST', '/v1/time-entries', {
          description: 'once',
          start: nine,
          end: ten,
          labels: ['a', 'b'],
          project: 'p',
        }),
      ),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
    // Text, not value: the same fields in the same order.
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1)
    expect(new Set(answers.map(({ headers }) => headers.get('etag'))).size).toBe(1)
    expect(await countOf(me.userId, 'time_entries')).toBe(1)
    expect(await app.headSeq(me.userId)).toBe(4)
  })

  test('SEC-119: the answer stays what it was, whatever happened to the row since', async () => {
    const me = app.person()
    const first = await keyed(me, 'k', 'POST', '/v1/timer/start', { description: 'first' })
    await me.call('PATCH', `/v1/time-entries/${first.body.id}`, { description: 'changed' })
    await me.call('POST', '/v1/timer/stop', {})
    const again = await keyed(me, 'k', 'POST', '/v1/timer/start', { description: 'first' })
    expect([again.status, JSON.stringify(again.body)]).toEqual([first.status, JSON.stringify(first.body)])
    expect((await me.call('GET', '/v1/timer')).body.running).toBeNull()
  })

  test('a write without an answer is repeated without one', async () => {
    const me = app.person()
    const { body } = await me.call('POST', '/v1/labels', { name: 'gone' })
    const answers = [
      await keyed(me, 'rm', 'DELETE', `/v1/labels/${body.id}`),
      await keyed(me, 'rm', 'DELETE', `/v1/labels/${body.id}`),
    ]
    expect(answers.map((answer) => [answer.status, answer.body])).toEqual([
      [204, ''],
      [204, ''],
    ])
    expect((await me.call('DELETE', `/v1/labels/${body.id}`)).status).toBe(404)
  })

  test('SEC-119: another body, another row or another route with the key is refused', async () => {
    const me = app.person()
    const { body } = await keyed(me, 'k', 'POST', '/v1/labels', { name: 'a' })
    const other = await me.call('POST', '/v1/labels', { name: 'other' })
    const seq = await app.headSeq(me.userId)
    for (const [method, path, given] of [
      ['POST', '/v1/labels', { name: 'b' }],
      ['POST', '/v1/labels', { name: 'a', colour: '#112233' }],
      ['POST', '/v1/projects', { name: 'a' }],
      ['PATCH', `/v1/labels/${body.id}`, { name: 'a' }],
      ['DELETE', `/v1/labels/${body.id}`, undefined],
      ['DELETE', `/v1/labels/${other.body.id}`, undefined],
      ['POST', '/v1/import/timewarrior', '[]'],
    ] as const) {
      expect(await keyed(me, 'k', method, path, given), `${method} ${path}`).toMatchObject({
        status: 422,
        body: { code: 'idempotency.key_reused' },
      })
    }
    expect(await app.headSeq(me.userId)).toBe(seq)
  })

  test('the same request in another spelling is the same request', async () => {
    const me = app.person()
    const first = await keyed(me, 'k', 'POST', '/v1/labels', '{"name":"caf\\u0065\\u0301", "colour":null}')
    const again = await keyed(me, 'k', 'POST', '/v1/labels', '{ "colour": null, "name": "café " }')
    expect([again.status, again.body]).toEqual([201, first.body])
  })

  test('a key belongs to its user', async () => {
    const [me, you] = [app.person(), app.person()]
    const mine = await keyed(me, 'shared', 'POST', '/v1/labels', { name: 'a' })
    const yours = await keyed(you, 'shared', 'POST', '/v1/labels', { name: 'b' })
    expect([mine.status, yours.status]).toEqual([201, 201])
    expect(yours.body.id).not.toBe(mine.body.id)
    expect(
      (await you.call('GET', '/v1/labels')).body.items.map(({ name }: { name: string }) => name),
    ).toEqual(['b'])
  })

  test('a refused write is not remembered: the key is free for the corrected one', async () => {
    const me = app.person()
    expect((await keyed(me, 'k', 'POST', '/v1/timer/stop', {})).status).toBe(409)
    await me.call('POST', '/v1/timer/start', {})
    expect((await keyed(me, 'k', 'POST', '/v1/timer/stop', {})).status).toBe(200)
  })

  test.each([[''], ['two words'], ['x'.repeat(256)], ['\tx y'], ['é']])(
    'the key %j is refused, and nothing written',
    async (key) => {
      const me = app.person()
      expect(await keyed(me, key, 'POST', '/v1/labels', { name: 'a' })).toMatchObject({
        status: 400,
        body: { code: 'idempotency.key_invalid' },
      })
      expect(await app.headSeq(me.userId)).toBe(0)
    },
  )

  test('a key of 255 characters is taken', async () => {
    expect((await keyed(app.person(), '~'.repeat(255), 'POST', '/v1/labels', { name: 'a' })).status).toBe(201)
  })
})

describe('the one write path', () => {
  test('50 simultaneous writers: sequence numbers without a gap, one history line per touched row (F3)', async () => {
    const { call, userId } = app.person()
    const answers = await Promise.all(
      times(50, (index): Promise<Answer> => {
        const start = `2026-03-02T09:00:${String(index).padStart(2, '0')}Z`
        const entry = { start, end: ten, labels: [`label ${index % 5}`], project: `project ${index % 3}` }
        return index % 2 === 0
          ? call('POST', '/v1/time-entries', entry)
          : call('POST', '/v1/tasks', { title: start, labels: ['label 0'] })
      }),
    )
    expect(answers.every(({ status }) => status === 201)).toBe(true)
    const lines = await history(userId)
    // 25 entries, 25 tasks, 5 labels, 3 projects.
    expect(lines.map(({ seq }) => seq)).toEqual(times(58, (index) => index + 1))
    expect(await app.headSeq(userId)).toBe(58)
    expect(new Set(lines.map(({ table, id }) => `${table} ${id}`)).size).toBe(58)
    const rows = await app.allRows(userId)
    for (const table of ['labels', 'projects', 'tasks', 'time_entries']) {
      for (const row of rows[table] as { id: string; seq: number }[])
        expect(lines[row.seq - 1]!.id).toBe(row.id)
    }
  })

  test('a change says what was before and what is after, register by register', async () => {
    const { call, userId } = app.person()
    const { body } = await call('POST', '/v1/time-entries', {
      description: 'a',
      start: nine,
      end: ten,
      zone: 'Europe/Berlin',
    })
    await call('PATCH', `/v1/time-entries/${body.id}`, { description: 'b', end: nine, billable: true })
    await call('DELETE', `/v1/time-entries/${body.id}`)
    const [created, changed, removed] = await history(userId)
    const [start, end] = [Date.parse(nine) / 1000, Date.parse(ten) / 1000]
    const said = (line: typeof created) =>
      Object.fromEntries(line!.changes.map(({ register, before, after }) => [register, [before, after]]))
    expect(created!.changes.every((change) => !('before' in change) && change.outcome === 'won')).toBe(true)
    expect(said(created)).toMatchObject({
      description: [undefined, 'a'],
      span: [undefined, { start, end, zone: 'Europe/Berlin' }],
    })
    expect(said(changed)).toEqual({
      description: ['a', 'b'],
      span: [
        { start, end, zone: 'Europe/Berlin' },
        { start, end: start, zone: 'Europe/Berlin' },
      ],
      // What an absent register of a row stands for is what was there before.
      billable: [false, true],
    })
    expect(said(removed)).toEqual({ deleted: [false, true] })
    const stamps = [created, changed, removed].map(
      (line) => line!.changes[0]!.stamp as [number, number, string],
    )
    for (const [index, [wallMs, counter]] of stamps.entries()) {
      const [beforeMs, beforeCount] = stamps[index - 1] ?? [0, 0]
      expect(wallMs > beforeMs || (wallMs === beforeMs && counter > beforeCount)).toBe(true)
    }
  })

  test.each([
    [
      '/v1/time-entries',
      { start: nine, end: ten },
      {
        description: '',
        taskId: null,
        project: null,
        labels: [],
        billable: false,
        zone: 'UTC',
        start: '2026-03-02T10:00:00+01:00',
        end: ten,
      },
    ],
    [
      '/v1/time-entries',
      { start: nine, end: ten, project: 'p', labels: ['b', 'a'] },
      { project: 'p', labels: ['a', 'b', 'a'] },
    ],
    [
      '/v1/tasks',
      { title: 'a' },
      {
        title: ' a ',
        description: '',
        due: null,
        labels: [],
        dependsOn: [],
        priority: 'none',
        status: 'open',
        parentId: null,
      },
    ],
    ['/v1/tasks', { title: 'a', due: '2026-03-02T10:00:00+01:00' }, { due: '2026-03-02T09:00:00.25Z' }],
    [
      '/v1/projects',
      { name: 'a' },
      { name: 'a', colour: null, billableDefault: false, archived: false, labels: [] },
    ],
    ['/v1/labels', { name: 'a', colour: '#112233' }, { name: ' a', colour: '#112233', archived: false }],
    ['/v1/labels', { name: 'a' }, {}],
  ])('%s: a change that changes nothing leaves no trace (%j, %j)', async (path, created, patch) => {
    const { call, userId } = app.person()
    const { body } = await call('POST', path, created)
    const before = await app.allRows(userId)
    expect(await call('PATCH', `${path}/${body.id}`, patch)).toMatchObject({ status: 200, body })
    expect(await app.allRows(userId)).toEqual(before)
  })

  test('so do empty settings, and doing twice what is done', async () => {
    const { call, userId } = app.person()
    await call('PATCH', '/v1/settings', {})
    expect(await app.headSeq(userId)).toBe(0)
    const { body } = await call('POST', '/v1/tasks', { title: 'a' })
    const done = await call('POST', `/v1/tasks/${body.id}/done`)
    expect((await call('POST', `/v1/tasks/${body.id}/done`)).body).toEqual(done.body)
    expect((await call('PATCH', `/v1/tasks/${body.id}`, { status: 'done' })).body).toEqual(done.body)
    expect(await app.headSeq(userId)).toBe(2)
  })

  test('a plan that fails leaves nothing: no label or project made on the way, no number, no history', async () => {
    const { call, userId } = app.person()
    const { body: task } = await call('POST', '/v1/tasks', { title: 'here' })
    const before = await app.allRows(userId)
    const onTheWay = { project: 'new project', labels: ['new label'] }
    for (const [method, path, body, status] of [
      ['POST', '/v1/tasks', { title: 'a', ...onTheWay, parentId: newId() }, 404],
      ['POST', '/v1/tasks', { title: 'a', ...onTheWay, dependsOn: [task.id, newId()] }, 404],
      ['PATCH', `/v1/tasks/${task.id}`, { ...onTheWay, parentId: task.id }, 409],
      ['POST', '/v1/time-entries', { start: nine, end: ten, ...onTheWay, taskId: newId() }, 404],
      ['POST', '/v1/time-entries', { start: ten, end: nine, ...onTheWay }, 422],
      ['POST', '/v1/time-entries', { start: nine, end: ten, ...onTheWay, projectId: newId() }, 400],
      ['POST', '/v1/timer/start', { ...onTheWay, taskId: newId() }, 404],
      ['POST', '/v1/tasks', { ...onTheWay, id: task.id, title: 'a' }, 409],
    ] as const) {
      const answer = await call(method, path, body, { 'Idempotency-Key': 'k' })
      expect(answer.status, `${method} ${path} ${JSON.stringify(body)}`).toBe(status)
      expect(await app.allRows(userId)).toEqual(before)
    }
  })

  test('rows of two tables may have the same id', async () => {
    const { call, userId } = app.person()
    const id = newId()
    for (const [path, body] of [
      ['labels', { name: 'a' }],
      ['projects', { name: 'a' }],
      ['tasks', { title: 'a' }],
      ['time-entries', { start: nine, end: null }],
    ] as const) {
      expect((await call('POST', `/v1/${path}`, { id, ...body })).status).toBe(201)
    }
    expect(
      (await call('POST', '/v1/timer/start', { taskId: id, projectId: id, labels: ['a'] })).body.stopped.id,
    ).toBe(id)
    expect(await app.headSeq(userId)).toBe(6)
  })

  // A register of a newer version, also one that is named like something every object has.
  test.each(['estimate', 'constructor', '__proto__', 'toString', 'colour:x'])(
    'the unknown register %j survives a write of others (I4)',
    async (name) => {
      const { call, userId } = app.person()
      const { body } = await call('POST', '/v1/time-entries', { start: nine, end: ten, labels: ['a'] })
      const unknown = JSON.stringify({ v: { deep: [1, null] }, stamp: [1, 2, 'newer'] })
      await app.database.rows(
        sql`update time_entries set unknown = jsonb_build_object(${name}::text, ${unknown}::jsonb) where user_id = ${userId}`,
      )
      const changed = await call('PATCH', `/v1/time-entries/${body.id}`, {
        description: 'changed',
        labels: ['b'],
      })
      expect(changed).toMatchObject({ status: 200, body: { description: 'changed', labels: ['b'] } })
      const row = await app.database.row<{ kept: unknown }>(
        sql`select unknown -> ${name}::text as kept from time_entries where user_id = ${userId}`,
      )
      expect(row!.kept).toEqual(JSON.parse(unknown))
    },
  )

  test('a wall clock that goes back does not take a write back', async () => {
    let now = Date.parse('2026-03-02T12:00:00Z')
    const other = await startTestApp(() => now)
    try {
      const { call } = other.person()
      const { body } = await call('POST', '/v1/labels', { name: 'a' })
      now -= 3_600_000
      expect((await call('PATCH', `/v1/labels/${body.id}`, { name: 'b' })).body).toMatchObject({
        name: 'b',
        updatedAt: '2026-03-02T12:00:00Z',
      })
      expect((await call('PATCH', `/v1/labels/${body.id}`, { name: 'c' })).body.name).toBe('c')
    } finally {
      await other.close()
    }
  })
})
