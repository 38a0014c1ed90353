import { randomUUID } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestApp } from '../testing.ts'
import { startTestApp } from '../testing.ts'
import { testDevice } from './testing-device.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

const span = (start: number, end: number | null) => ({ start, end, zone: 'UTC' })
const nine = Date.parse('2026-03-02T09:00:00Z') / 1000

describe('sync', () => {
  test('what one device sends, another and REST read', async () => {
    const person = app.person()
    const [phone, laptop] = [testDevice(person), testDevice(person)]
    const id = uuidv7()
    const sent = await phone.send([
      phone.op('timeEntries', id, { span: span(nine, nine + 60), description: 'on the train' }),
    ])
    expect(sent).toMatchObject({
      status: 200,
      body: { ackedN: 1, ackedSeq: 1, rejected: [], cursor: 1, more: false },
    })
    const { body } = await laptop.send([])
    expect(body.rows).toMatchObject([
      { table: 'timeEntries', id, seq: 1, regs: { description: { v: 'on the train' } } },
    ])
    expect(body.history).toMatchObject([
      { seq: 1, operation: `${phone.clientId}/1`, intent: 'test', rowId: id },
    ])
    expect((await person.call('GET', `/v1/time-entries/${id}`)).body).toMatchObject({
      description: 'on the train',
      durationSeconds: 60,
    })
    await person.call('PATCH', `/v1/time-entries/${id}`, { description: 'at the desk' })
    expect((await phone.send([])).body.rows).toMatchObject([
      { seq: 2, regs: { description: { v: 'at the desk' } } },
    ])
  })

  test('F1, F2: the same operations again, also at once, are applied once and acknowledged alike', async () => {
    const person = app.person()
    const phone = testDevice(person)
    const ops = [1, 2, 3].map((i) => phone.op('labels', uuidv7(), { name: `label ${i}` }))
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => phone.send(ops, { epoch: null, cursor: 0 })),
    )
    for (const { status, body } of answers)
      expect({ status, body }).toMatchObject({ status: 200, body: { ackedN: 3, ackedSeq: 3 } })
    expect((await person.call('GET', '/v1/labels')).body.items).toHaveLength(3)
  })

  test('F4: a stamp of next year is set back, and a good edit after it wins', async () => {
    const person = app.person()
    const [wrong, right] = [testDevice(person), testDevice(person)]
    const id = uuidv7()
    await wrong.send([wrong.op('labels', id, { name: 'future' }, Date.now() + 365 * 86_400_000)])
    const { body } = await right.send([])
    expect(body.rows[0].regs.name.stamp[0]).toBeLessThan(Date.now() + 61_000)
    await right.send([right.op('labels', id, { name: 'now' }, Date.now() + 1_000)])
    expect((await person.call('GET', `/v1/labels/${id}`)).body.name).toBe('now')
  })

  test('F5, F6: registers merge each for itself; the later edit wins and the loser stays readable', async () => {
    const person = app.person()
    const [phone, laptop] = [testDevice(person), testDevice(person)]
    const id = uuidv7()
    await phone.send([phone.op('labels', id, { name: 'a', colour: '#000000' }, 1_000)])
    await laptop.send([laptop.op('labels', id, { name: 'later' }, 3_000)])
    await phone.send([phone.op('labels', id, { name: 'earlier', colour: '#ffffff' }, 2_000)])
    const { body } = await testDevice(person).send([])
    expect(body.rows).toMatchObject([{ regs: { name: { v: 'later' }, colour: { v: '#ffffff' } } }])
    expect(body.history.at(-1).changes).toContainEqual({
      register: 'name',
      before: 'later',
      after: 'earlier',
      stamp: [2_000, 0, phone.clientId],
      outcome: 'lost',
    })
  })

  test('F7: two timers that were started offline: one runs, no time is lost', async () => {
    const person = app.person()
    const [phone, laptop] = [testDevice(person), testDevice(person)]
    const [a, b] = [uuidv7(), uuidv7()]
    await phone.send([phone.op('timeEntries', a, { span: span(nine, null) })])
    await laptop.send([laptop.op('timeEntries', b, { span: span(nine + 600, null) })])
    const { body } = await person.call('GET', '/v1/time-entries')
    expect(body.items).toMatchObject([
      { id: b, end: null },
      { id: a, start: '2026-03-02T09:00:00Z', end: '2026-03-02T09:10:00Z' },
    ])
    // A real stop that was made later wins over the automatic one.
    await phone.send([phone.op('timeEntries', a, { span: span(nine, nine + 300) })])
    expect((await person.call('GET', `/v1/time-entries/${a}`)).body.end).toBe('2026-03-02T09:05:00Z')
  })

  test('F8: a copied store is told so', async () => {
    const person = app.person()
    const phone = testDevice(person)
    const op = phone.op('labels', uuidv7(), { name: 'mine' })
    await phone.send([op])
    const copy = { ...op, patches: phone.op('labels', uuidv7(), { name: 'other' }).patches }
    expect(await phone.send([copy])).toMatchObject({
      status: 409,
      body: { code: 'sync.resync_required', reason: 'client_forked' },
    })
  })

  test('F9: a cursor of another lineage, or ahead of it, or a gap: the device starts over', async () => {
    const person = app.person()
    const phone = testDevice(person)
    await phone.send([phone.op('labels', uuidv7(), { name: 'x' })])
    const refused = { status: 409, body: { reason: 'epoch' } }
    expect(await phone.send([], { epoch: randomUUID() })).toMatchObject(refused)
    expect(await phone.send([], { cursor: 99 })).toMatchObject(refused)
    phone.op('labels', uuidv7(), { name: 'never sent' })
    expect(await phone.send([phone.op('labels', uuidv7(), { name: 'y' })])).toMatchObject(refused)
    expect(await phone.send([], { schema: 0 })).toMatchObject({ status: 400 })
  })

  test('F10: a poison operation is refused by itself, told again, and holds nothing up', async () => {
    const person = app.person()
    const phone = testDevice(person)
    const ops = [
      phone.op('labels', uuidv7(), { name: 'good' }),
      phone.op('timeEntries', uuidv7(), { span: span(nine, nine - 1) }),
      phone.op('timeEntries', uuidv7(), { description: 'without a span' }),
      phone.op('timeEntries', uuidv7(), { span: span(nine, nine), taskId: uuidv7() }),
      phone.op('labels', uuidv7(), { name: 'nul \0' }),
      { ...phone.op('labels', uuidv7(), { name: 'x' }), patches: 'nonsense' },
      phone.op('labels', uuidv7(), { name: 'also good' }),
    ]
    const codes = [
      [2, 'sync.invalid_operation'],
      [3, 'sync.incomplete_row'],
      [4, 'sync.unknown_reference'],
      [5, 'sync.invalid_operation'],
      [6, 'sync.invalid_operation'],
    ]
    for (let round = 0; round < 2; round++) {
      const { body } = await phone.send(ops)
      expect(body).toMatchObject({ ackedN: 7, ackedSeq: 2 })
      expect(body.rejected.map(({ n, code }: { n: number; code: string }) => [n, code])).toEqual(codes)
    }
    expect((await person.call('GET', '/v1/labels')).body.items).toHaveLength(2)
    expect((await person.call('GET', '/v1/time-entries')).body.items).toEqual([])
  })

  test('F11: what a newer device knows is kept, and an operation of a newer version waits', async () => {
    const person = app.person()
    const phone = testDevice(person)
    const [id, goal] = [uuidv7(), uuidv7()]
    await phone.send([
      phone.op('labels', id, { name: 'x', sparkle: { level: 3 } }),
      phone.op('constellations', goal, { stars: ['a', 'b'] }),
    ])
    await person.call('PATCH', `/v1/labels/${id}`, { name: 'y' })
    const { body } = await testDevice(person).send([])
    expect(body.rows).toMatchObject([
      { table: 'constellations', id: goal, regs: { stars: { v: ['a', 'b'] } } },
      { table: 'labels', regs: { name: { v: 'y' }, sparkle: { v: { level: 3 } } } },
    ])
    const newer = [
      phone.op('labels', uuidv7(), { name: 'first' }),
      { ...phone.op('labels', uuidv7(), { name: 'second' }), v: 2 },
    ]
    expect((await phone.send(newer)).body).toMatchObject({ ackedN: 3, stoppedAt: 4 })
  })

  test('F17: a deleted row stays deleted under a late edit, and comes back only when told to', async () => {
    const person = app.person()
    const phone = testDevice(person)
    const id = uuidv7()
    await phone.send([
      phone.op('labels', id, { name: 'x' }, 1_000),
      phone.op('labels', id, { deleted: true }, 2_000),
      phone.op('labels', id, { name: 'late' }, 3_000),
    ])
    expect((await person.call('GET', `/v1/labels/${id}`)).status).toBe(404)
    await phone.send([phone.op('labels', id, { deleted: false }, 4_000)])
    expect((await person.call('GET', `/v1/labels/${id}`)).body.name).toBe('late')
  })

  test('one name made on two devices: the later id gets a number', async () => {
    const person = app.person()
    const [phone, laptop] = [testDevice(person), testDevice(person)]
    const [a, b] = [uuidv7(), uuidv7()]
    await phone.send([phone.op('labels', b, { name: 'ops' })])
    await laptop.send([laptop.op('labels', a, { name: 'ops' })])
    const { body } = await person.call('GET', '/v1/labels')
    expect(body.items).toMatchObject([
      { id: a, name: 'ops' },
      { id: b, name: 'ops (2)' },
    ])
  })

  test('F3: a reader that polls under 50 writers misses nothing', { timeout: 120_000 }, async () => {
    const person = app.person()
    const reader = testDevice(person)
    const seen: number[] = []
    let writing = true
    const reading = (async () => {
      for (let quiet = 0; quiet < 2;) {
        const { body } = await reader.send([])
        seen.push(...body.rows.map(({ seq }: { seq: number }) => seq))
        if (!writing && !body.more) quiet++
      }
    })()
    await Promise.all(
      Array.from({ length: 50 }, async () => {
        const writer = testDevice(person)
        for (let round = 0; round < 4; round++) {
          const ops = Array.from({ length: 50 }, () =>
            writer.op('timeEntries', uuidv7(), { span: span(nine, nine + 1) }),
          )
          expect((await writer.send(ops, { cursor: 0, epoch: null })).status).toBe(200)
        }
      }),
    )
    writing = false
    await reading
    expect(seen).toEqual(Array.from({ length: 10_000 }, (_, index) => index + 1))
  })

  test('many rows come in pages, none twice', async () => {
    const person = app.person()
    const phone = testDevice(person)
    for (let batch = 0; batch < 5; batch++) {
      await phone.send(
        Array.from({ length: 500 }, () => phone.op('timeEntries', uuidv7(), { span: span(nine, nine + 1) })),
      )
    }
    const reader = testDevice(person)
    const ids: string[] = []
    for (let more = true; more;) {
      const { body } = await reader.send([])
      ids.push(...body.rows.map(({ id }: { id: string }) => id))
      more = body.more
    }
    expect(ids).toHaveLength(2_500)
    expect(new Set(ids).size).toBe(2_500)
  })
})
