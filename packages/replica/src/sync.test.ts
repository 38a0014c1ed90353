import { describe, expect, test } from 'vitest'
import { AppError } from '@goalixa/contracts/errors'
import type { SyncRequest, SyncResponse } from '@goalixa/contracts/sync'
import { createWorld, ended } from './testing/devices.ts'
import { createMemoryStorage } from './testing/memory-storage.ts'

const offline = () => new AppError('service.unreachable', 'no network')

describe('batches', () => {
  test('at most 500 operations in a request, and all arrive', async () => {
    const world = createWorld()
    const device = await world.device()
    for (let n = 0; n < 1_101; n++) await device.set('labels', world.newId(), { name: `${n}` })
    expect(await device.sync()).toEqual({ state: 'done', sent: 1_101, received: 1_101, refused: 0 })
    expect(world.sent.map(({ ops }) => ops.length)).toEqual([500, 500, 101])
  })

  test('at most 1 MiB in a request', async () => {
    const world = createWorld()
    const device = await world.device()
    for (let n = 0; n < 30; n++)
      await device.set('timeEntries', world.newId(), { ...ended(0, 1), description: 'x'.repeat(65_000) })
    await device.sync()
    expect(world.sent.length).toBe(2)
    for (const request of world.sent) expect(JSON.stringify(request).length).toBeLessThanOrEqual(1024 * 1024)
  })

  test('a server that takes less gets half, and half of that', async () => {
    const world = createWorld({ operationsAtMost: 3 })
    const device = await world.device()
    for (let n = 0; n < 10; n++) await device.set('labels', world.newId(), { name: `${n}` })
    await device.sync()
    expect(world.sent.map(({ ops }) => ops.length)).toEqual([10, 5, 2, 2, 2, 2, 2])
    expect(await world.textOf(device)).toBe(world.serverText())
  })

  test('an operation that is too large alone becomes a dead letter; the others go on', async () => {
    const world = createWorld()
    const device = await world.device()
    const [id, large] = [world.newId(), world.newId()]
    await device.set('labels', world.newId(), { name: 'before' })
    await device.set('labels', large, { name: 'large' })
    await device.set('labels', id, { name: 'after' })
    const isLarge = (request: { ops: readonly unknown[] }) => JSON.stringify(request.ops).includes('"large"')
    await device.sync({
      exchange: async (request) => {
        if (isLarge(request)) throw new AppError('request.too_large')
        return world.server.exchange(request)
      },
    })
    expect(world.server.rows().map(({ regs }) => regs['name']!.v)).toEqual(['before', 'after'])
    expect(await device.status()).toMatchObject({ pending: 0, deadLetters: 1 })
    expect(await device.see('labels', large, 'name')).toBeUndefined()
  })
})

describe('pages', () => {
  const filled = async () => {
    const world = createWorld({ pageRows: 2 })
    const author = await world.device()
    for (let n = 0; n < 7; n++) await author.set('labels', world.newId(), { name: `${n}` })
    await author.sync()
    world.sent.length = 0
    return world
  }

  test('the screen changes after the last one only; each is stored', async () => {
    const world = await filled()
    const device = await world.device()
    const seen: number[] = []
    await device.sync({
      exchange: async (request) => {
        seen.push((await device.read((reader) => reader.rowsOf('labels'))).length)
        return world.server.exchange(request)
      },
    })
    expect(seen).toEqual([0, 0, 0, 0])
    expect(await world.textOf(device)).toBe(world.serverText())
  })

  test('a load that breaks off goes on where it was; writes meanwhile are kept and sent after it', async () => {
    const world = await filled()
    const storage = createMemoryStorage()
    const device = await world.device(storage)
    let left = 2
    const breaking = device.sync({
      exchange: async (request) => {
        if (left-- === 0) throw offline()
        return world.server.exchange(request)
      },
    })
    await expect(breaking).rejects.toThrow()
    expect((await device.status()).cursor).toBe(0)
    const again = await world.device(storage)
    await again.set('labels', world.newId(), { name: 'meanwhile' })
    await again.sync()
    expect(world.sent.map(({ cursor, loading, ops }) => [cursor, loading, ops.length])).toEqual([
      [4, true, 0],
      [6, true, 0],
      [7, undefined, 1],
    ])
    expect(await world.textOf(again)).toBe(world.serverText())
  })

  test('an answer counts only once: rows and cursor move together or not at all', async () => {
    const world = await filled()
    const inner = createMemoryStorage()
    let isFailing = true
    const device = await world.device({
      ...inner,
      write: (work) =>
        inner.write(async (writer) => {
          const result = await work(writer)
          if (isFailing && (await writer.storedRows()).length > 0) throw new AppError('replica.unwritable')
          return result
        }),
    })
    await expect(device.sync()).rejects.toMatchObject({ code: 'replica.unwritable' })
    expect([(await device.status()).cursor, await device.read((reader) => reader.storedRows())]).toEqual([
      0,
      [],
    ])
    isFailing = false
    await device.sync()
    expect(await world.textOf(device)).toBe(world.serverText())
  })
})

describe('a device that was away too long', () => {
  test('loads everything anew, in pages, and keeps what waits', async () => {
    const world = createWorld({ pageRows: 2 })
    const [a, b] = [await world.device(), await world.device()]
    const gone = world.newId()
    await a.set('labels', gone, { name: 'gone' })
    for (let n = 0; n < 4; n++) await a.set('labels', world.newId(), { name: `${n}` })
    await world.settle(a, b)
    await b.set('labels', world.newId(), { name: 'waits' })
    await a.set('labels', gone, { deleted: true })
    await a.sync()
    world.nowMs += 500 * 86_400_000
    world.server.purge(400 * 86_400_000)
    await a.set('labels', world.newId(), { name: 'later' })
    await a.sync()
    world.sent.length = 0
    await b.sync()
    expect(world.sent.map(({ cursor, loading }) => [cursor, loading === true])).toEqual([
      [5, false],
      [0, false],
      [3, true],
      [5, true],
      [7, false],
    ])
    expect(await b.see('labels', gone, 'name')).toBeUndefined()
    expect(await world.textOf(b)).toBe(world.serverText())
    expect(world.server.rows().map(({ regs }) => regs['name']!.v)).toContain('waits')
  })
})

describe('a server that is busy', () => {
  const failing = (
    times: number,
    error: () => AppError,
    exchange: (request: SyncRequest) => SyncResponse,
  ) => {
    let left = times
    return async (request: SyncRequest) => {
      if (left-- > 0) throw error()
      return exchange(request)
    }
  }

  test('is asked again, later and later, not before it said', async () => {
    const world = createWorld()
    const device = await world.device()
    await device.set('labels', world.newId(), { name: 'a' })
    const waits: number[] = []
    const delay = async (ms: number) => void waits.push(ms)
    await device.sync({
      delay,
      exchange: failing(3, () => new AppError('service.unavailable'), world.server.exchange),
    })
    expect(waits).toHaveLength(3)
    waits.forEach((ms, index) => {
      expect(ms).toBeGreaterThanOrEqual(500 * 2 ** index)
      expect(ms).toBeLessThanOrEqual(750 * 2 ** index)
    })
    waits.length = 0
    await device.set('labels', world.newId(), { name: 'b' })
    await device.sync({
      delay,
      exchange: failing(
        1,
        () => new AppError('rate.limited', 'slow down', { retryAfterSeconds: 9 }),
        world.server.exchange,
      ),
    })
    expect(waits[0]).toBeGreaterThanOrEqual(9_000)
  })

  test('is left alone after some attempts; nothing is lost', async () => {
    const world = createWorld()
    const device = await world.device()
    await device.set('labels', world.newId(), { name: 'a' })
    const busy = async () => {
      throw new AppError('upstream.unavailable')
    }
    await expect(device.sync({ exchange: busy, attempts: 3 })).rejects.toMatchObject({
      code: 'upstream.unavailable',
    })
    expect((await device.status()).pending).toBe(1)
    expect(await device.sync()).toMatchObject({ state: 'done', sent: 1 })
  })

  test('no network: it is told at once, and the next one may sync at once', async () => {
    const world = createWorld()
    const device = await world.device()
    let calls = 0
    const unreachable = async () => {
      calls++
      throw offline()
    }
    await expect(device.sync({ exchange: unreachable })).rejects.toMatchObject({
      code: 'service.unreachable',
    })
    expect(calls).toBe(1)
    expect(await device.sync()).toMatchObject({ state: 'done' })
  })
})

test('a verdict that comes after another syncer has gone on changes nothing', async () => {
  const world = createWorld()
  const storage = createMemoryStorage()
  const [one, other] = [await world.device(storage), await world.device(storage)]
  await one.set('labels', world.newId(), { name: 'a' })
  let names: string[] = []
  let isFirst = true
  await one.sync({
    exchange: async (request) => {
      if (!isFirst) return world.server.exchange(request)
      isFirst = false
      world.nowMs += 90_000
      await other.sync()
      names = [(await other.status()).clientId]
      throw new AppError('sync.resync_required', 'forked', { reason: 'client_forked' })
    },
  })
  expect([(await one.status()).clientId]).toEqual(names)
  expect(world.server.history()).toHaveLength(1)
})

test.each([
  ['goes back', { cursor: 0 }],
  ['is of another lineage', { epoch: '00000000-0000-4000-8000-000000000000' }],
])('an answer that %s is not taken', async (_what, wrong) => {
  const world = createWorld()
  const device = await world.device()
  await device.set('labels', world.newId(), { name: 'a' })
  await device.sync()
  const before = await device.status()
  const confused = async (request: SyncRequest) => ({ ...world.server.exchange(request), ...wrong })
  await expect(device.sync({ exchange: confused })).rejects.toMatchObject({ code: 'upstream.broken' })
  expect(await device.status()).toEqual(before)
})

test('a server that takes nothing is not asked for ever', async () => {
  const world = createWorld()
  const device = await world.device()
  await device.set('labels', world.newId(), { name: 'a' })
  const deaf = async (request: SyncRequest) => world.server.exchange({ ...request, ops: [] })
  await expect(device.sync({ exchange: deaf })).rejects.toMatchObject({ code: 'upstream.broken' })
  expect((await device.status()).pending).toBe(1)
})

test('a server that contradicts itself is not resynced with for ever', async () => {
  const world = createWorld()
  const device = await world.device()
  const confused = async () => {
    throw new AppError('sync.resync_required', 'again', { reason: 'epoch' })
  }
  await expect(device.sync({ exchange: confused })).rejects.toMatchObject({ reason: 'epoch' })
})

test('a write while the answer is on its way waits for the next request', async () => {
  const world = createWorld()
  const device = await world.device()
  const [first, second] = [world.newId(), world.newId()]
  await device.set('labels', first, { name: 'a' })
  let isFirst = true
  await device.sync({
    exchange: async (request) => {
      const answer = world.server.exchange(request)
      if (isFirst) {
        isFirst = false
        await device.set('labels', first, { name: 'b' })
        await device.set('labels', second, { name: 'c' })
      }
      return answer
    },
  })
  expect(await device.see('labels', first, 'name')).toBe('b')
  expect((await device.status()).pending).toBe(0)
  expect(await world.textOf(device)).toBe(world.serverText())
})
