import { connect } from 'node:net'
import { once } from 'node:events'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SnapshotLine } from '@goalixa/contracts/sync'
import { sql } from '@goalixa/service-kit/sql'
import type { Person, TestApp } from '../testing.ts'
import { startTestApp } from '../testing.ts'
import { testDevice } from './testing-device.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

const now = Math.floor(Date.now() / 1000)
const day = 86_400
const span = (start: number, end: number | null) => ({ start, end, zone: 'UTC' })

interface Snapshot {
  readonly start: { epoch: string; head: number; schema: number; recent: number }
  readonly rows: { table: string; id: string; regs: Record<string, { v: unknown }>; seq: number }[]
  readonly history: { operation: string }[]
  readonly end: { end: true; count: number; history: number }
}
async function snapshotOf(person: Person, query = ''): Promise<Snapshot> {
  const answer = await person.call('GET', `/v1/sync/snapshot${query}`)
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/x-ndjson'])
  const lines = (answer.body as string)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  for (const line of lines) expect(SnapshotLine.parse(line)).toEqual(line)
  const between = lines.slice(1, -1)
  return {
    start: lines[0],
    rows: between.filter(({ regs }) => regs !== undefined),
    history: between.filter(({ operation }) => operation !== undefined),
    end: lines.at(-1),
  }
}

describe('a snapshot', () => {
  test('of somebody new has no rows, and settles the epoch', async () => {
    const person = app.person()
    const { start, rows, end } = await snapshotOf(person)
    expect({ start, rows, end }).toMatchObject({
      start: { head: 0, schema: 1, recent: 0 },
      rows: [],
      end: { end: true, count: 0, history: 0 },
    })
    expect((await testDevice(person).send([])).body.epoch).toBe(start.epoch)
  })

  test('holds every row as sync tells it, open and recent ones first', async () => {
    const person = app.person()
    const phone = testDevice(person)
    const [label, done, open, gone] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()]
    const [running, recent, old, trashed] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()]
    const stranger = uuidv7()
    const longAgo = Date.now() - 200 * day * 1000
    await phone.send([
      phone.op('labels', label, { name: 'deep', sparkle: 3 }, longAgo),
      phone.op('tasks', done, { title: 'done', status: { status: 'done', completedAt: 1 } }, longAgo),
      phone.op('tasks', gone, { title: 'gone', deleted: true }, longAgo),
      phone.op('tasks', open, { title: 'open' }, longAgo),
      phone.op('timeEntries', old, { span: span(now - 200 * day, now - 199 * day) }, longAgo),
      phone.op('timeEntries', trashed, { span: span(now - day, now), deleted: true }),
      phone.op('timeEntries', recent, {
        span: span(now - 80 * day, now - 79 * day),
        [`label:${label}`]: true,
      }),
      phone.op('timeEntries', running, { span: span(now - 100 * day, null) }, longAgo),
      phone.op('constellations', stranger, { stars: 2 }),
    ])
    const { start, rows, end, history } = await snapshotOf(person)
    const synced = (await testDevice(person).send([])).body
    expect(start).toMatchObject({ epoch: synced.epoch, head: synced.cursor, recent: 4 })
    expect([end, history]).toEqual([{ end: true, count: 9, history: 0 }, []])
    const bySeq = rows.toSorted((a, b) => a.seq - b.seq)
    expect(bySeq).toEqual(synced.rows)
    const parts = [rows.slice(0, start.recent), rows.slice(start.recent)]
    expect(parts.map((part) => part.map(({ id }) => id).toSorted())).toEqual([
      [label, open, recent, running].toSorted(),
      [done, gone, old, trashed, stranger].toSorted(),
    ])
  })

  test('brings a task with the recent time on it, however long ago it was done', async () => {
    const person = app.person()
    const phone = testDevice(person)
    const task = uuidv7()
    const longAgo = Date.now() - 200 * day * 1000
    await phone.send([
      phone.op('tasks', task, { title: 'done', status: { status: 'done', completedAt: 1 } }, longAgo),
      phone.op('timeEntries', uuidv7(), { span: span(now - day, now), taskId: task }),
    ])
    expect((await snapshotOf(person)).start.recent).toBe(2)
  })

  test('tells the history when asked', async () => {
    const person = app.person()
    await person.call('POST', '/v1/labels', { name: 'one' })
    await person.call('POST', '/v1/labels', { name: 'two' })
    const { history, end } = await snapshotOf(person, '?history=true')
    expect(history).toEqual((await testDevice(person).send([])).body.history)
    expect(end).toMatchObject({ count: 2, history: 2 })
  })

  describe('of much', () => {
    let person: Person
    const rows = 20 * 80
    beforeAll(async () => {
      person = app.person()
      const phone = testDevice(person)
      const description = 'x'.repeat(10_000)
      for (let batch = 0; batch < 20; batch++) {
        const ops = Array.from({ length: 80 }, () =>
          phone.op('timeEntries', uuidv7(), { span: span(now - 5, now), description }),
        )
        expect((await phone.send(ops)).status).toBe(200)
      }
    })
    /** Reads the beginning, and then nothing until it is asked to. */
    async function slowReader() {
      const reader = connect(app.port, '127.0.0.1')
      const head = `Host: x\r\nAuthorization: Bearer ${person.token}\r\nConnection: close`
      reader.write(`GET /v1/sync/snapshot HTTP/1.1\r\n${head}\r\n\r\n`)
      const [first] = (await once(reader, 'data')) as [Buffer]
      reader.pause()
      return { reader, first }
    }
    const inTransaction = sql`select count(*) as n from pg_stat_activity
      where datname = current_database() and state = 'idle in transaction'`
    const open = async () => (await app.database.row<{ n: number }>(inTransaction))?.n

    test('a slow reader slows it down, and what is written meanwhile is not in it', async () => {
      const { reader, first } = await slowReader()
      // The answer waits in its transaction instead of piling up here.
      await expect.poll(open, { interval: 5 }).toBe(1)
      await person.call('POST', '/v1/labels', { name: 'too late' })
      const pieces = [first]
      for await (const piece of reader) pieces.push(piece as Buffer)
      const text = Buffer.concat(pieces).toString()
      expect(text).toContain(`{"end":true,"count":${rows},"history":0}`)
      expect(text).not.toContain('too late')
      expect((await snapshotOf(person)).end.count).toBe(rows + 1)
    })

    test('only a few load at once, and who leaves makes room', async () => {
      const readers = await Promise.all(Array.from({ length: 4 }, slowReader))
      await expect.poll(open, { interval: 5 }).toBe(4)
      const refused = await person.call('GET', '/v1/sync/snapshot')
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '2'])
      for (const { reader } of readers) reader.destroy()
      await expect.poll(open, { interval: 5 }).toBe(0)
      expect((await snapshotOf(app.person())).end.count).toBe(0)
    })
  })

  test('a HEAD request is told what would come', async () => {
    const { status, headers } = await fetch(`http://127.0.0.1:${app.port}/v1/sync/snapshot`, {
      method: 'HEAD',
      headers: { Authorization: `Bearer ${app.person().token}` },
    })
    expect([status, headers.get('content-type')]).toEqual([200, 'application/x-ndjson'])
  })
})
