import { describe, expect, test } from 'vitest'
import { maxOperationBytes } from '@goalixa/contracts/sync-limits'
import { unsent } from './dead-letters.ts'
import { newClientId } from './replica.ts'
import { createWorld, ended, running } from './testing/devices.ts'
import { createMemoryStorage } from './testing/memory-storage.ts'

const names = async (device: Awaited<ReturnType<ReturnType<typeof createWorld>['device']>>) =>
  (await device.read((reader) => reader.rowsOf('labels')))
    .map(({ regs }) => regs['name']!.v as string)
    .toSorted()

describe('a write', () => {
  test('is seen at once, and waits to be sent as one operation with one stamp', async () => {
    const world = createWorld()
    const device = await world.device()
    const [entry, label] = [world.newId(), world.newId()]
    const { result, operations } = await device.write('timer.start', async (draft, reader) => {
      draft.patch('labels', label, { name: 'deep', colour: undefined })
      draft.patch('timeEntries', entry, { ...running(100), [`label:${label}`]: false })
      draft.patch('timeEntries', entry, { [`label:${label}`]: true })
      return reader.outboxSize()
    })
    const { clientId } = await device.status()
    expect([result, operations]).toEqual([0, [`${clientId}/1`]])
    expect(await device.see('timeEntries', entry, `label:${label}`)).toBe(true)
    const [item] = await device.read((reader) => reader.outbox(0))
    const stamp = [world.nowMs, 0, clientId]
    expect(item!.operation).toEqual({
      n: 1,
      v: 1,
      intent: 'timer.start',
      patches: [
        { table: 'labels', id: label, regs: { name: { v: 'deep', stamp } } },
        {
          table: 'timeEntries',
          id: entry,
          regs: {
            span: { v: { start: 100, end: null, zone: 'UTC' }, stamp },
            [`label:${label}`]: { v: true, stamp },
          },
        },
      ],
    })
    expect(item!.bytes).toBe(JSON.stringify(item!.operation).length)
  })

  test('what says the same is left out, also what an absent register stands for; a write of nothing is none', async () => {
    const world = createWorld()
    const device = await world.device()
    const id = world.newId()
    await device.set('timeEntries', id, { ...ended(0, 60), description: 'a' })
    const again = await device.write('again', (draft) =>
      draft.patch('timeEntries', id, {
        span: { zone: 'UTC', end: 60, start: 0 },
        description: 'a',
        billable: false,
        projectId: null,
        deleted: false,
        [`label:${id}`]: false,
      }),
    )
    expect(again.operations).toEqual([])
    await device.set('timeEntries', id, { description: 'b', billable: false })
    const items = await device.read((reader) => reader.outbox(0))
    expect(items.map(({ operation }) => operation.patches.map(({ regs }) => Object.keys(regs)))).toEqual([
      [['span', 'description']],
      [['description']],
    ])
  })

  test('a stop of what a rule would end is a stop: it is sent', async () => {
    const world = createWorld()
    const device = await world.device()
    const [first, second] = [world.newId(), world.newId()]
    await device.set('timeEntries', first, running(100))
    await device.set('timeEntries', second, running(200))
    expect(await device.see('timeEntries', first, 'span')).toMatchObject({ end: 200 })
    await device.set('timeEntries', first, ended(100, 200))
    expect((await device.status()).pending).toBe(3)
  })

  test('a plan that fails writes nothing, and uses no number', async () => {
    const world = createWorld()
    const device = await world.device()
    const id = world.newId()
    const failing = device.write('x', (draft) => {
      draft.patch('labels', id, { name: 'a' })
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await device.see('labels', id, 'name')).toBeUndefined()
    expect(await device.set('labels', id, { name: 'b' })).toMatch(/\/1$/)
  })

  test('stamps go on when the wall clock stands still or goes back', async () => {
    const world = createWorld()
    const device = await world.device()
    const id = world.newId()
    for (const step of [0, 0, -5000, 1]) {
      world.nowMs += step
      await device.set('labels', id, { name: `${(await device.status()).pending}` })
    }
    const items = await device.read((reader) => reader.outbox(0))
    const stamps = items.map(
      ({ operation }) => operation.patches[0]!.regs['name']!.stamp.slice(0, 2) as [number, number],
    )
    expect(stamps.map(([, counter]) => counter)).toEqual([0, 1, 2, 3])
    expect(new Set(stamps.map(([wallMs]) => wallMs)).size).toBe(1)
    expect(await device.see('labels', id, 'name')).toBe('3')
  })

  test('names that two rows share are told apart at once, and the rows that a rule touched come back when it no longer holds', async () => {
    const world = createWorld()
    const device = await world.device()
    const [a, b] = [world.newId(), world.newId()].toSorted() as [string, string]
    await device.set('labels', b, { name: 'ops' })
    await device.set('labels', a, { name: 'ops' })
    expect([await device.see('labels', a, 'name'), await device.see('labels', b, 'name')]).toEqual([
      'ops',
      'ops (2)',
    ])
    await device.set('labels', a, { deleted: true })
    expect(await names(device)).toEqual(['ops'])
  })

  test('listeners hear which rows look different, until they end it', async () => {
    const world = createWorld()
    const device = await world.device()
    const heard: unknown[] = []
    const end = device.onChange((changed) => heard.push(changed))
    const id = world.newId()
    await device.set('labels', id, { name: 'a' })
    await device.set('labels', id, { name: 'a' })
    end()
    await device.set('labels', id, { name: 'b' })
    expect(heard).toEqual([[['labels', id]]])
  })
})

describe('limits hold when something is made, not when it is sent', () => {
  test('a value of 64 KiB, counted in bytes', async () => {
    const world = createWorld()
    const device = await world.device()
    const id = world.newId()
    await device.set('timeEntries', id, { ...ended(0, 1), description: 'x'.repeat(65_534) })
    await expect(device.set('timeEntries', id, { description: 'x'.repeat(65_535) })).rejects.toMatchObject({
      code: 'request.too_large',
      message: 'description is larger than 64 KiB',
      try: 'shorten it',
    })
    await expect(device.set('timeEntries', id, { description: 'ü'.repeat(40_000) })).rejects.toMatchObject({
      code: 'request.too_large',
    })
    expect((await device.status()).pending).toBe(1)
  })

  const many = (world: ReturnType<typeof createWorld>, count: number) =>
    Array.from(
      { length: count },
      (_, n) => [world.newId(), { ...ended(n, n + 60), description: 'x'.repeat(200) }] as const,
    )

  test('an operation of 512 KiB: one intent is never divided by itself', async () => {
    const world = createWorld()
    const device = await world.device()
    const rows = many(world, 3_000)
    const write = device.write('edit', (draft) =>
      rows.forEach(([id, values]) => draft.patch('timeEntries', id, values)),
    )
    await expect(write).rejects.toMatchObject({ code: 'request.too_large' })
    expect(await device.read((reader) => reader.rowsOf('timeEntries'))).toEqual([])
  })

  test('an import of 6,000 rows becomes several operations of one group, labels first, and converges', async () => {
    const world = createWorld()
    const device = await world.device()
    const label = world.newId()
    const rows = many(world, 6_000)
    const { operations } = await device.write(
      'import.timewarrior',
      (draft) => {
        rows.forEach(([id, values]) =>
          draft.patch('timeEntries', id, { ...values, [`label:${label}`]: true }),
        )
        draft.patch('labels', label, { name: 'imported' })
      },
      { mayDivide: true },
    )
    const items = await device.read((reader) => reader.outbox(0))
    expect(items.length).toBe(operations.length)
    expect(items.length).toBeGreaterThan(1)
    expect(new Set(items.map(({ operation }) => operation.group)).size).toBe(1)
    expect(items.every(({ operation }) => JSON.stringify(operation).length <= maxOperationBytes)).toBe(true)
    expect(items[0]!.operation.patches[0]!.table).toBe('labels')
    expect(items.reduce((sum, { operation }) => sum + operation.patches.length, 0)).toBe(6_001)
    await device.sync()
    expect(world.server.rows()).toHaveLength(6_001)
  })
})

describe('a store', () => {
  test('is the same device when it is opened again', async () => {
    const world = createWorld()
    const storage = createMemoryStorage()
    const device = await world.device(storage)
    await device.set('labels', world.newId(), { name: 'a' })
    const again = await world.device(storage)
    expect(await again.status()).toEqual(await device.status())
    expect(await again.set('labels', world.newId(), { name: 'b' })).toBe(
      `${(await device.status()).clientId}/2`,
    )
  })

  test('tells what would be lost with it', async () => {
    const world = createWorld()
    const device = await world.device()
    await device.set('labels', world.newId(), { name: 'sent' })
    await device.sync()
    await device.set('labels', world.newId(), { name: 'waits' })
    const { outbox, deadLetters } = await unsent(device)
    expect([outbox.map(({ operation }) => operation.n), deadLetters]).toEqual([[2], []])
  })

  test('names of devices are long enough for the contract, and made of all that is given', () => {
    expect(newClientId((count) => Uint8Array.from({ length: count }, (_, index) => index * 20))).toBe(
      '0014283c5064788ca0b4c8dc',
    )
  })
})
