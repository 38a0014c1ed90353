/** Refusals, versions, several windows, other users, late edits: F10 to F18. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { AppError } from '@goalixa/contracts/errors'
import { discardDeadLetter, listDeadLetters, retryDeadLetter } from './dead-letters.ts'
import { openSqliteStorage } from './sqlite-storage.ts'
import { createWorld, ended, hour } from './testing/devices.ts'
import { createMemoryStorage } from './testing/memory-storage.ts'
import { undo } from './undo.ts'

const offline = () => new AppError('service.unreachable', 'no network')

test('F10 a poisonous operation becomes a dead letter, the rest goes on, and it can be cured', async () => {
  const world = createWorld({
    refuse: ({ patches }) => (patches[0]!.regs['name']?.v === 'poison' ? 'the name is poison' : undefined),
  })
  const device = await world.device()
  const id = world.newId()
  await device.set('labels', world.newId(), { name: 'before' })
  await device.set('labels', id, { name: 'poison' })
  await device.set('labels', world.newId(), { name: 'after' })
  // The reply is lost, so that the server is asked for its verdict again.
  let isLost = false
  const losing = device.sync({
    exchange: async (request) => {
      const answer = world.server.exchange(request)
      if (isLost) return answer
      isLost = true
      throw offline()
    },
  })
  await expect(losing).rejects.toThrow()
  expect(await device.sync()).toMatchObject({ refused: 1 })
  expect(world.server.rows()).toHaveLength(2)
  const [letter] = await listDeadLetters(device)
  expect(letter).toMatchObject({
    code: 'sync.invalid_operation',
    detail: 'the name is poison',
    operation: { n: 2 },
  })
  expect(await device.see('labels', id, 'name')).toBeUndefined()
  expect(await device.status()).toMatchObject({ pending: 0, deadLetters: 1 })
  await retryDeadLetter(device, letter!.key, (_table, _id, _register, value) =>
    value === 'poison' ? 'cured' : value,
  )
  await device.sync()
  expect(world.server.rows()).toHaveLength(3)
  expect((await device.status()).deadLetters).toBe(0)
})

test('F10 a dead letter that nobody wants is discarded', async () => {
  const world = createWorld({ refuse: () => 'no' })
  const device = await world.device()
  await device.set('labels', world.newId(), { name: 'a' })
  await device.sync()
  const [letter] = await listDeadLetters(device)
  await discardDeadLetter(device, letter!.key)
  expect(await listDeadLetters(device)).toEqual([])
  expect(await retryDeadLetter(device, letter!.key)).toBeUndefined()
})

describe('F11 versions', () => {
  test('what a newer version wrote is kept, and lives through edits of an older one', async () => {
    const world = createWorld()
    const device = await world.device()
    const id = world.newId()
    world.server.write('newer', [
      { table: 'labels', id, values: { name: 'a', mood: { colour: 'blue' } } },
      { table: 'dreams', id, values: { depth: 3 } },
    ])
    await device.sync()
    await device.set('labels', id, { name: 'b' })
    await device.sync()
    const regs = Object.fromEntries(world.server.rows().map((row) => [row.table, row.regs]))
    expect([regs['labels']!['mood']!.v, regs['labels']!['name']!.v, regs['dreams']!['depth']!.v]).toEqual([
      { colour: 'blue' },
      'b',
      3,
    ])
    expect(await world.textOf(device)).toBe(world.serverText())
  })

  test('an operation that the server is too old for stops the queue there; nothing is dropped', async () => {
    const world = createWorld()
    const storage = createMemoryStorage()
    const device = await world.device(storage)
    await device.set('labels', world.newId(), { name: 'a' })
    await device.set('labels', world.newId(), { name: 'of a newer program' })
    await device.set('labels', world.newId(), { name: 'c' })
    await storage.write(async (writer) => {
      const [item] = await writer.outbox(1, 1)
      await writer.putOutbox({ ...item!, operation: { ...item!.operation, v: 2 } })
    })
    await device.sync()
    expect(await device.status()).toMatchObject({ pending: 2, stoppedAt: 2 })
    expect(world.server.rows()).toHaveLength(1)
  })

  test('a server that needs a newer program: the queue waits, and writing goes on', async () => {
    const world = createWorld({ minSchema: 9 })
    const device = await world.device()
    const id = world.newId()
    await device.set('labels', id, { name: 'a' })
    await expect(device.sync()).rejects.toMatchObject({
      code: 'sync.resync_required',
      reason: 'schema_too_old',
    })
    await device.set('labels', id, { name: 'b' })
    expect(await device.status()).toMatchObject({ pending: 2, paused: 'update' })
  })
})

test('F13 a store that was emptied loads everything again, and offers the history to undo', async () => {
  const world = createWorld({ pageRows: 2 })
  const device = await world.device()
  for (let n = 0; n < 5; n++) await device.set('labels', world.newId(), { name: `${n}` })
  await device.sync()
  const again = await world.device()
  await again.sync()
  expect(await world.textOf(again)).toBe(world.serverText())
  await undo(again)
  await again.sync()
  expect(world.server.rows().filter(({ regs }) => regs['deleted']?.v === true)).toHaveLength(1)
})

describe('F14 two windows and a terminal at once', () => {
  test('one of them pushes, none doubles', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'goalixa-windows-'))
    const path = join(folder, 'store.db')
    const world = createWorld()
    const [one, other] = [
      await world.device(openSqliteStorage({ path })),
      await world.device(openSqliteStorage({ path })),
    ]
    await one.set('labels', world.newId(), { name: 'a' })
    await other.set('labels', world.newId(), { name: 'b' })
    const results = await Promise.all([one.sync(), other.sync(), one.sync()])
    expect(results.map(({ state }) => state)).toContain('done')
    expect(world.sent.map(({ ops }) => ops.length).filter((count) => count > 0)).toEqual([2])
    expect(world.server.history()).toHaveLength(2)
    expect(await other.status()).toMatchObject({ pending: 0 })
    await Promise.all([one.close(), other.close()])
    rmSync(folder, { recursive: true })
  })

  test('a syncer that crashed keeps the others out for its lease only', async () => {
    const world = createWorld()
    const storage = createMemoryStorage()
    const [one, other] = [await world.device(storage), await world.device(storage)]
    // It never hears of an answer, as it is dead.
    void one.sync({ exchange: () => new Promise(() => undefined) })
    await Promise.resolve()
    expect(await other.sync()).toMatchObject({ state: 'busy' })
    world.nowMs += 60_001
    expect(await other.sync()).toMatchObject({ state: 'done' })
  })

  test('an answer that comes after another syncer has gone on is not applied', async () => {
    const world = createWorld()
    const storage = createMemoryStorage()
    const [one, other] = [await world.device(storage), await world.device(storage)]
    await one.set('labels', world.newId(), { name: 'a' })
    const slow = one.sync({
      exchange: async (request) => {
        const answer = world.server.exchange(request)
        world.nowMs += 90_000
        await other.set('labels', world.newId(), { name: 'b' })
        await other.sync()
        return answer
      },
    })
    expect(await slow).toMatchObject({ state: 'busy' })
    expect((await one.status()).cursor).toBe(world.server.head())
    expect(await world.textOf(one)).toBe(world.serverText())
  })
})

test("F15 a store is its user's alone", async () => {
  const world = createWorld()
  const storage = createMemoryStorage()
  await world.device(storage)
  const { openReplica } = await import('./replica.ts')
  const other = openReplica({
    storage,
    userId: 'somebody else',
    now: () => 0,
    random: (count) => new Uint8Array(count),
  })
  await expect(other).rejects.toMatchObject({ code: 'replica.damaged' })
})

test('F16 a sign-in that ended pauses the queue; 300 operations wait, and go on', async () => {
  const world = createWorld()
  const device = await world.device()
  for (let n = 0; n < 300; n++) await device.set('labels', world.newId(), { name: `${n}` })
  const ending = device.sync({
    exchange: async () => {
      throw new AppError('auth.session_ended')
    },
  })
  await expect(ending).rejects.toMatchObject({ status: 401 })
  expect(await device.status()).toMatchObject({ pending: 300, paused: 'sign_in' })
  expect(await device.sync()).toMatchObject({ sent: 300 })
  expect(await device.status()).toMatchObject({ pending: 0, paused: null })
})

test('F17 what was deleted stays deleted when a late edit comes, and comes back with the edit', async () => {
  const world = createWorld()
  const [a, b] = [await world.device(), await world.device()]
  const id = world.newId()
  await a.set('timeEntries', id, { ...ended(0, 60), description: 'a' })
  await world.settle(a, b)
  await a.set('timeEntries', id, { deleted: true })
  world.nowMs += hour
  await b.set('timeEntries', id, { description: 'late' })
  await world.settle(a, b)
  for (const device of [a, b])
    expect(await device.read((reader) => reader.latestEntries({ limit: 5 }))).toEqual([])
  await b.set('timeEntries', id, { deleted: false })
  await world.settle(b, a)
  expect(await a.read((reader) => reader.latestEntries({ limit: 5 }))).toHaveLength(1)
  expect(await a.see('timeEntries', id, 'description')).toBe('late')
})

test('F18 an entry that runs over a change of the clocks keeps its instants and its zone', async () => {
  const world = createWorld()
  const [a, b] = [await world.device(), await world.device()]
  const id = world.newId()
  const start = Date.UTC(2026, 2, 29, 0, 30) / 1000
  await a.set('timeEntries', id, { span: { start, end: null, zone: 'Europe/Berlin' } })
  await world.settle(a, b)
  await b.set('timeEntries', id, { span: { start, end: start + 3 * 3600, zone: 'Europe/Berlin' } })
  await world.settle(b, a)
  expect(await a.see('timeEntries', id, 'span')).toEqual({
    start,
    end: start + 10_800,
    zone: 'Europe/Berlin',
  })
})
