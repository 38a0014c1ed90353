import { randomUUID } from 'node:crypto'
import { sql } from '@goalixa/service-kit/sql'
import { v7 as newId } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { storedTables } from '../app.ts'
import type { Person, TestApp } from '../testing.ts'
import { startTestApp } from '../testing.ts'
import { adoptUnknownRows } from './adopt-unknown-rows.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

const announced: string[] = []
const errors: unknown[] = []
/** Whose rows cannot be adopted. */
let unlucky = ''
const adopt = () =>
  adoptUnknownRows({
    database: app.database,
    tables: storedTables,
    announceHead: async (_, userId, seq) => {
      announced.push(`${userId} ${seq}`)
      if (userId === unlucky) throw new Error('out of luck')
    },
    onError: (error) => errors.push(error),
  })

/** A device of a newer version; what it sends of `weeklyGoals` comes to a server that never heard of them. */
function newerDevice(person: Person) {
  const clientId = randomUUID()
  let n = 0
  const exchange = async (ops: object[], cursor: number) =>
    (
      await person.call('POST', '/v1/sync', {
        protocol: 1,
        schema: 1,
        clientId,
        epoch: null,
        cursor,
        now: Date.now(),
        ops,
      })
    ).body
  return {
    exchange,
    async send(id: string, values: object, table = 'notKnownYet') {
      const regs = Object.fromEntries(
        Object.entries(values).map(([name, v]) => [name, { v, stamp: [Date.now(), 0, clientId] }]),
      )
      const answer = await exchange([{ n: ++n, v: 1, intent: 'test', patches: [{ table, id, regs }] }], 0)
      expect(answer).toMatchObject({ ackedN: n, rejected: [] })
    },
    /** From now on the server knows: what it kept was of this table. */
    async upgrade() {
      for (const table of ['unknown_rows', 'history'] as const) {
        const query =
          table === 'history'
            ? sql`update history set table_name = 'weeklyGoals' where user_id = ${person.userId} and table_name = 'notKnownYet'`
            : sql`update unknown_rows set table_name = 'weeklyGoals' where user_id = ${person.userId}`
        await app.database.rows(query)
      }
    },
  }
}
const aGoal = { title: 'from tomorrow', weekStart: '2026-03-02', targetSeconds: 3600, createdAt: 1 }
const stillUnknown = async ({ userId }: Person) =>
  (await app.allRows(userId))['unknown_rows']!.map((row) => (row as { id: string }).id)

test('a row that came too early becomes a row of its table, and comes to every device again (I4, F11)', async () => {
  const me = app.person()
  const { body: label } = await me.call('POST', '/v1/labels', { name: 'deep' })
  const device = newerDevice(me)
  const id = newId()
  await device.send(id, { ...aGoal, labelId: label.id, dreamId: newId() })
  await device.upgrade()
  const before = (await device.exchange([], 0)).rows.find((row: { id: string }) => row.id === id)
  const headBefore = await app.headSeq(me.userId)
  expect((await me.call('GET', '/v1/weekly-goals')).body.items).toEqual([])

  expect(await adopt()).toBe(1)
  expect((await me.call('GET', `/v1/weekly-goals/${id}`)).body).toMatchObject({
    title: 'from tomorrow',
    weekStart: '2026-03-02',
    label: 'deep',
    createdAt: '1970-01-01T00:00:01Z',
  })
  expect(await stillUnknown(me)).toEqual([])
  const { rows, cursor } = await device.exchange([], headBefore)
  // Every register as it was, also the one that is still unknown.
  expect(rows).toEqual([{ ...before, seq: headBefore + 1 }])
  expect(cursor).toBe(headBefore + 1)
  expect(announced).toContain(`${me.userId} ${headBefore + 1}`)
  expect(await adopt()).toBe(0)
  expect(await app.headSeq(me.userId)).toBe(headBefore + 1)
})

test('what two instances kept of one row is merged: the later value of each register', async () => {
  const me = app.person()
  const device = newerDevice(me)
  const id = newId()
  await device.send(id, aGoal, 'weeklyGoals')
  await device.send(id, { title: 'changed at the older one' })
  await device.upgrade()
  expect(await adopt()).toBe(1)
  expect((await me.call('GET', `/v1/weekly-goals/${id}`)).body).toMatchObject({
    title: 'changed at the older one',
    targetSeconds: 3600,
  })
})

test('what this version would refuse stays as it is, and is echoed', async () => {
  const me = app.person()
  const device = newerDevice(me)
  const bad = {
    'no title': { weekStart: '2026-03-02', targetSeconds: 60 },
    'no date': { ...aGoal, weekStart: 'soon' },
    'no such label': { ...aGoal, labelId: newId() },
    'no number': { ...aGoal, targetSeconds: 'much' },
  }
  const ids = Object.keys(bad).map(() => newId())
  for (const [index, values] of Object.values(bad).entries()) await device.send(ids[index]!, values)
  await device.upgrade()
  const head = await app.headSeq(me.userId)
  expect(await adopt()).toBe(0)
  expect(await app.headSeq(me.userId)).toBe(head)
  expect((await stillUnknown(me)).toSorted()).toEqual(ids.toSorted())
  expect((await device.exchange([], 0)).rows).toHaveLength(4)
  expect((await me.call('GET', '/v1/weekly-goals')).body.items).toEqual([])
})

test('what fails for one person fails for nobody else', async () => {
  const people = [app.person(), app.person()] as const
  for (const person of people) {
    const device = newerDevice(person)
    await device.send(newId(), aGoal)
    await device.upgrade()
  }
  unlucky = people[0].userId
  expect(await adopt()).toBe(1)
  expect(errors).toEqual([new Error('out of luck')])
  expect(await stillUnknown(people[0])).toHaveLength(1)
  expect(await stillUnknown(people[1])).toEqual([])
  unlucky = ''
  expect(await adopt()).toBe(1)
  expect(await stillUnknown(people[0])).toEqual([])
})
