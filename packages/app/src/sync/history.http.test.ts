import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HistoryItem, Undone } from '@goalixa/contracts/sync'
import { sql } from '@goalixa/service-kit/sql'
import type { Person, TestApp } from '../testing.ts'
import { startTestApp } from '../testing.ts'
import { testDevice } from './testing-device.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

async function historyOf(person: Person, query = ''): Promise<HistoryItem[]> {
  const { status, body } = await person.call('GET', `/v1/sync/history${query}`)
  expect(status).toBe(200)
  return body.items.map((item: unknown) => HistoryItem.parse(item))
}
const undo = (person: Person, body: object = {}, headers?: Record<string, string>) =>
  person.call('POST', '/v1/sync/undo', body, headers)
const undone = async (person: Person, body: object = {}): Promise<Undone> => {
  const answer = await undo(person, body)
  expect([answer.status, answer.body]).toEqual([200, expect.anything()])
  return Undone.parse(answer.body)
}
const make = async (person: Person, path: string, body: object) =>
  (await person.call('POST', path, body)).body as { id: string }

describe('history', () => {
  test('tells who did what to which register, latest first, and what came of it', async () => {
    const person = app.person()
    const phone = testDevice(person)
    const label = await make(person, '/v1/labels', { name: 'a' })
    await phone.send([
      phone.op('labels', label.id, { name: 'late' }, 1_000),
      phone.op('labels', label.id, { name: '' }, Date.now(), { intent: 'labels.update' }),
    ])
    const [rejected, lost, created] = await historyOf(person)
    expect(rejected).toMatchObject({
      id: `${phone.clientId}/2`,
      intent: 'labels.update',
      author: { clientId: phone.clientId, via: 'sync' },
      refusal: { code: 'sync.invalid_operation' },
      rowCount: 1,
      rows: [
        { table: 'labels', id: label.id, changes: [{ register: 'name', after: '', outcome: 'rejected' }] },
      ],
    })
    expect(lost).toMatchObject({
      id: `${phone.clientId}/1`,
      at: '1970-01-01T00:00:01Z',
      refusal: null,
      rows: [{ changes: [{ register: 'name', before: 'a', after: 'late', outcome: 'lost' }] }],
    })
    expect(created).toMatchObject({
      intent: 'labels.create',
      author: { via: 'rest' },
      undoes: null,
      rowCount: 1,
    })
    expect(created!.rows[0]!.changes).toContainEqual({ register: 'name', after: 'a', outcome: 'won' })
  })

  test('comes in pages, each intent once, also one of several operations', async () => {
    const person = app.person()
    const phone = testDevice(person)
    const group = { group: 'import-1', intent: 'imports.create' }
    await phone.send([
      ...['a', 'b', 'c'].map((name) => phone.op('labels', uuidv7(), { name }, Date.now(), group)),
      phone.op('labels', uuidv7(), { name: 'd' }),
    ])
    for (const name of ['e', 'f']) await make(person, '/v1/labels', { name })
    const all = await historyOf(person)
    expect(all.map(({ intent, rowCount, rows }) => [intent, rowCount, rows.length])).toEqual([
      ['labels.create', 1, 1],
      ['labels.create', 1, 1],
      ['test', 1, 1],
      ['imports.create', 3, 3],
    ])
    const paged: HistoryItem[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const { body } = await person.call(
        'GET',
        `/v1/sync/history?limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`,
      )
      paged.push(...body.items)
      cursor = body.nextCursor as string | null
    }
    expect(paged).toEqual(all)
    expect((await person.call('GET', '/v1/sync/history?cursor=x')).body.code).toBe('request.invalid')
  })

  test('goes back 30 days, and so does undo', async () => {
    const person = app.person()
    await make(person, '/v1/labels', { name: 'old' })
    const [item] = await historyOf(person)
    await app.database.rows(sql`
      update operations set applied_at = now() - interval '31 days' where user_id = ${person.userId}`)
    expect(await historyOf(person)).toEqual([])
    for (const body of [{}, { operation: item!.id }])
      expect(await undo(person, body)).toMatchObject({ status: 409, body: { code: 'history.nothing' } })
  })
})

describe('undo', () => {
  test('takes the latest intent back whole, again and again, and a redo is the undo of it', async () => {
    const person = app.person()
    const one = await make(person, '/v1/timer/start', { description: 'one', at: '2026-03-02T09:00:00Z' })
    await make(person, '/v1/timer/start', { description: 'two', at: '2026-03-02T10:00:00Z' })
    const running = async () => (await person.call('GET', '/v1/timer')).body.running?.id
    const first = await undone(person)
    expect(first.undone).toMatchObject({ intent: 'timer.start', rows: 2 })
    expect(await running()).toBe(one.id)
    expect((await historyOf(person))[0]).toMatchObject({
      id: first.operation,
      intent: 'undo',
      undoes: first.undone.id,
    })
    const redone = await undone(person, { operation: first.operation! })
    expect(redone.undone.intent).toBe('undo')
    expect((await historyOf(person))[0]).toMatchObject({ id: redone.operation, intent: 'redo' })
    expect(await running()).not.toBe(one.id)
    await undone(person)
    await undone(person)
    expect(await running()).toBeUndefined()
    expect(await undo(person)).toMatchObject({ status: 409, body: { code: 'history.nothing' } })
  })

  test('of a device, by name, and a device takes back what was undone here', async () => {
    const person = app.person()
    const phone = testDevice(person)
    const id = uuidv7()
    await phone.send([phone.op('labels', id, { name: 'a' }), phone.op('labels', id, { colour: '#000000' })])
    const { operation } = await undone(person, { operation: `${phone.clientId}/2` })
    expect((await person.call('GET', `/v1/labels/${id}`)).body.colour).toBeNull()
    const { body } = await phone.send([])
    expect(body.history.at(-1)).toMatchObject({ operation, undoes: `${phone.clientId}/2`, intent: 'undo' })
    // Taken back already; and a redo of the device is seen here.
    expect((await undo(person, { operation: `${phone.clientId}/2` })).body.code).toBe('history.nothing')
    await phone.send([
      phone.op('labels', id, { colour: '#000000' }, Date.now(), { intent: 'redo', undoes: operation }),
    ])
    expect((await undone(person, { operation: `${phone.clientId}/2` })).undone.rows).toBe(1)
  })

  test('asks where something was changed since: the rest, or anyway', async () => {
    const person = app.person()
    const task = await make(person, '/v1/tasks', { title: 'a' })
    await person.call('PATCH', `/v1/tasks/${task.id}`, { title: 'b', priority: 'high' })
    const operation = (await historyOf(person))[0]!.id
    await person.call('PATCH', `/v1/tasks/${task.id}`, { title: 'c' })
    const get = async () => (await person.call('GET', `/v1/tasks/${task.id}`)).body
    expect(await undo(person, { operation })).toMatchObject({
      status: 409,
      body: {
        code: 'history.changed_since',
        fields: [{ path: `tasks.${task.id}.title` }],
      },
    })
    expect(await get()).toMatchObject({ title: 'c', priority: 'high' })
    const rest = await undone(person, { operation, choice: 'rest' })
    expect(await get()).toMatchObject({ title: 'c', priority: 'none' })
    await undone(person, { operation: rest.operation! })
    await undone(person, { operation, choice: 'anyway' })
    expect(await get()).toMatchObject({ title: 'a', priority: 'none' })
  })

  test('with an Idempotency-Key happens once, and the key is of that undo alone', async () => {
    const person = app.person()
    for (const name of ['a', 'b']) await make(person, '/v1/labels', { name })
    const key = { 'Idempotency-Key': 'once' }
    const answers = [await undo(person, {}, key), await undo(person, {}, key)]
    expect(answers[1]!.body).toEqual(answers[0]!.body)
    expect((await person.call('GET', '/v1/labels')).body.items).toMatchObject([{ name: 'a' }])
    expect((await undo(person, { choice: 'rest' }, key)).body.code).toBe('idempotency.key_reused')
  })

  test('names that are none, and those of somebody else, are not known', async () => {
    const [person, other] = [app.person(), app.person()]
    await make(other, '/v1/labels', { name: 'theirs' })
    const [theirs] = await historyOf(other)
    expect((await undo(person, { operation: theirs!.id })).body.code).toBe('history.nothing')
    expect((await undo(person, { operation: 'x' })).status).toBe(400)
    expect((await other.call('GET', '/v1/labels')).body.items).toHaveLength(1)
  })
})

describe('tasks that two devices put above each other', () => {
  test('the latest choice stays, the other is told by the history', async () => {
    const person = app.person()
    const [phone, laptop] = [testDevice(person), testDevice(person)]
    const [a, b, c] = [uuidv7(), uuidv7(), uuidv7()]
    await phone.send([a, b, c].map((id) => phone.op('tasks', id, { title: id }, 1_000)))
    await phone.send([phone.op('tasks', a, { parentId: b }, 2_000)])
    // Far from each other: the way leads over a task that is not touched.
    await laptop.send([
      laptop.op('tasks', b, { parentId: c }, 3_000),
      laptop.op('tasks', c, { parentId: a }, 4_000),
    ])
    const parents = await Promise.all(
      [a, b, c].map(async (id) => (await person.call('GET', `/v1/tasks/${id}`)).body.parentId),
    )
    expect(parents).toEqual([null, c, a])
    expect((await historyOf(person))[0]!.rows).toContainEqual({
      table: 'tasks',
      id: a,
      changes: [{ register: 'parentId', before: b, after: null, outcome: 'won' }],
    })
    await laptop.send([laptop.op('tasks', b, { parentId: b }, 5_000)])
    expect((await person.call('GET', `/v1/tasks/${b}`)).body.parentId).toBeNull()
  })
})
