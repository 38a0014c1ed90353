/** Many changes in one request: what belongs to others is not there, in any place of an operation. */
import { v7 as newId } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person, TestApp } from '../testing.ts'
import { startTestApp } from '../testing.ts'
import type { Belongings } from '../testing-requests.ts'
import { makeBelongings } from '../testing-requests.ts'
import { testDevice } from './testing-device.ts'

const secret = 'secret of somebody else'
let app: TestApp
let victim: Person
let theirs: Belongings
let before: Awaited<ReturnType<TestApp['allRows']>>
/** Rows of the victim as a device sees them, and the operation that wrote the last one. */
let rows: { table: string; id: string; regs: Record<string, { v: unknown }> }[]
let history: { operation: string }[]
beforeAll(async () => {
  app = await startTestApp()
  victim = app.person()
  theirs = await makeBelongings(victim, secret)
  const { body } = await testDevice(victim).send([])
  ;({ rows, history } = body)
  before = await app.allRows(victim.userId)
})
afterAll(async () => {
  expect(await app.allRows(victim.userId)).toEqual(before)
  await app.close()
})

/** What somebody new is told when these operations are sent, and then when everything is read anew. */
async function toldAbout(ops: (device: ReturnType<typeof testDevice>) => object[]) {
  const me = app.person()
  const device = testDevice(me)
  const answer = await device.send(ops(device))
  const anew = await testDevice(me).send([])
  const text = JSON.stringify([answer.body, anew.body])
  return { me, answer, anew, text }
}

describe('SEC-121', () => {
  test('SEC-121: there are rows of every kind to try', () => {
    const tables = new Set(rows.map(({ table }) => table))
    for (const table of ['tasks', 'projects', 'labels', 'timeEntries']) expect([...tables]).toContain(table)
    expect(theirs).toBeDefined()
  })

  test('SEC-121: a patch of a row of somebody else makes a row of my own, or is refused', async () => {
    for (const { table, id, regs } of rows) {
      const values = Object.fromEntries(Object.entries(regs).map(([name, { v }]) => [name, v]))
      const own = JSON.parse(JSON.stringify(values).replaceAll(secret, 'mine')) as Record<string, unknown>
      const one = Object.fromEntries(Object.entries(own).slice(0, 1))
      const { answer, text } = await toldAbout((device) => [
        device.op(table, id, one),
        device.op(table, id, own),
        device.op(table, id, { deleted: true }),
      ])
      expect(answer.status, table).toBe(200)
      expect(text, table).not.toContain(secret)
      // Settings are named by their person: what was sent comes back.
      if (id !== victim.userId) expect(text, table).not.toContain(victim.userId)
    }
  })

  test('SEC-121: references to rows of somebody else tell nothing of them', async () => {
    const ids = rows.map(({ id }) => id)
    const references = rows.flatMap(({ table, regs }) =>
      Object.entries(regs)
        .filter(([, { v }]) => ids.includes(String([v].flat()[0])))
        .map(([name]) => ({ table, regs, name })),
    )
    expect(references.length).toBeGreaterThan(2)
    for (const { table, regs, name } of references) {
      const mine = Object.fromEntries(Object.entries(regs).map(([key, { v }]) => [key, v]))
      const values = ids.map((foreign) =>
        JSON.parse(
          JSON.stringify({ ...mine, [name]: Array.isArray(mine[name]) ? [foreign] : foreign }).replaceAll(
            secret,
            'mine',
          ),
        ),
      )
      const { me, answer, text } = await toldAbout((device) =>
        values.map((one) => device.op(table, newId(), one)),
      )
      expect(answer.status, `${table}.${name}`).toBe(200)
      const document = await me.call('GET', '/v1/export/json')
      expect(text + JSON.stringify(document.body), `${table}.${name}`).not.toContain(secret)
    }
  })

  test('SEC-121: an operation of somebody else cannot be undone, nor continued under its device', async () => {
    const operation = history.at(-1)!.operation
    const [clientId = ''] = operation.split('/')
    const undone = await toldAbout((device) => [
      device.op('labels', newId(), { name: 'mine' }, Date.now(), { undoes: operation }),
    ])
    expect(undone.answer.status).toBe(200)
    expect(undone.text).not.toContain(secret)
    const me = app.person()
    const device = testDevice(me)
    const continued = await device.send([device.op('labels', newId(), { name: 'mine' })], { clientId })
    expect(JSON.stringify(continued.body)).not.toContain(secret)
    expect(continued.status).toBeLessThan(500)
  })

  test('SEC-121: a cursor or epoch of somebody else shows nothing of theirs', async () => {
    const { body } = await testDevice(victim).send([])
    for (const given of [
      { epoch: body.epoch, cursor: 0 },
      { epoch: body.epoch, cursor: body.cursor },
    ]) {
      const answer = await testDevice(app.person()).send([], given)
      expect(answer.status).toBeLessThan(500)
      expect(JSON.stringify(answer.body)).not.toContain(secret)
      expect(answer.body.rows ?? []).toEqual([])
    }
  })
})

test('SEC-122: fields that are not for clients change nothing in an operation', async () => {
  const me = app.person()
  const device = testDevice(me)
  const id = newId()
  const given = {
    user_id: victim.userId,
    userId: victim.userId,
    role: 'admin',
    is_admin: true,
    seq: 1,
    created_at: '2000-01-01T00:00:00Z',
    createdAt: '2000-01-01T00:00:00Z',
    email_verified: true,
  }
  const answer = await device.send([
    device.op('labels', id, { name: 'mine', ...given }),
    { ...device.op('labels', newId(), { name: 'also mine' }), userId: victim.userId, user_id: victim.userId },
  ])
  expect(answer.status).toBe(200)
  const { body } = await me.call('GET', '/v1/labels')
  for (const label of body.items) {
    for (const name of ['user_id', 'userId', 'role', 'is_admin', 'email_verified'])
      expect(label).not.toHaveProperty(name)
    expect(label.createdAt).not.toContain('2000')
  }
  const stored = await app.allRows(me.userId)
  expect(JSON.stringify(stored)).not.toContain('"user_id":"' + victim.userId)
})
