import 'fake-indexeddb/auto'
import { describe, expect, test } from 'vitest'
import { AppError } from '@goalixa/contracts/errors'
import { SnapshotLine } from '@goalixa/contracts/sync'
import { openIndexedDbStorage } from './indexeddb-storage.ts'
import { loadSnapshot, needsSnapshot } from './load-snapshot.ts'
import { readState } from './replica-state.ts'
import { openSqliteStorage } from './sqlite-storage.ts'
import type { ReplicaStorage } from './storage.ts'
import type { TestWorld } from './testing/devices.ts'
import { createWorld, ended, running } from './testing/devices.ts'
import { createMemoryStorage } from './testing/memory-storage.ts'
import { undo } from './undo.ts'

let stores = 0
const storages: [string, () => Promise<ReplicaStorage>][] = [
  ['SQLite', async () => openSqliteStorage({ path: ':memory:' })],
  ['IndexedDB', () => openIndexedDbStorage({ userId: `snapshot ${++stores}` })],
  ['memory', async () => createMemoryStorage()],
]

type Device = Awaited<ReturnType<TestWorld['device']>>

/** The lines of the server as they would come, up to `cutAt`; then the stream ends, or fails. */
async function* linesOf(world: TestWorld, cutAt = Infinity, failure?: AppError) {
  for (const [index, line] of world.server.snapshot().entries()) {
    if (index >= cutAt) {
      if (failure !== undefined) throw failure
      return
    }
    expect(SnapshotLine.safeParse(JSON.parse(line)).success).toBe(true)
    yield line
  }
}
const stateOf = (device: Device) => device.read(readState)
const staged = (device: Device) =>
  device.read(async (reader) => (await reader.stagedRows()).length + (await reader.stagedHistory()).length)

describe.each(storages)('a snapshot on %s', (_name, newStorage) => {
  /** A server with ten rows that a laptop made; three of them are in the trash. */
  const begin = async () => {
    const world = createWorld({ pageRows: 4 })
    const laptop = await world.device()
    const ids = Array.from({ length: 10 }, world.newId)
    for (const [index, id] of ids.entries())
      await laptop.set('timeEntries', id, { ...ended(index, index + 1), description: `entry ${index}` })
    for (const id of ids.slice(0, 3)) await laptop.set('timeEntries', id, { deleted: true })
    await laptop.sync()
    const phone = await world.device(await newStorage())
    return { world, laptop, phone, ids }
  }

  test('brings everything: rows, history, cursor, clock', async () => {
    const { world, phone, ids } = await begin()
    expect(needsSnapshot(await stateOf(phone))).toBe(true)
    expect(await loadSnapshot(phone, linesOf(world), { rowsAtOnce: 3 })).toEqual({
      state: 'done',
      received: 10,
    })
    expect(await world.textOf(phone)).toBe(world.serverText())
    expect(await stateOf(phone)).toMatchObject({ cursor: world.server.head(), epoch: world.server.epoch() })
    expect(await staged(phone)).toBe(0)
    expect(needsSnapshot(await stateOf(phone))).toBe(false)
    expect(await loadSnapshot(phone, linesOf(world))).toEqual({ state: 'not_needed', received: 0 })
    // What was done elsewhere can be taken back here.
    expect((await undo(phone)).state).toBe('done')
    await phone.sync()
    expect(world.server.rows().find(({ id }) => id === ids[2])?.regs['deleted']?.v).toBe(false)
    await phone.close()
  })

  test('cut in the middle, at any line: the cursor stays, and the next load begins anew', async () => {
    const { world, phone } = await begin()
    const count = world.server.snapshot().length
    for (let cutAt = 0; cutAt < count; cutAt++) {
      const failure = cutAt % 2 === 0 ? undefined : new AppError('service.unreachable', 'no network')
      await expect(
        loadSnapshot(phone, linesOf(world, cutAt, failure), { rowsAtOnce: 2 }),
      ).rejects.toMatchObject({
        code: failure === undefined ? 'upstream.broken' : 'service.unreachable',
      })
      expect(await stateOf(phone)).toMatchObject({ cursor: 0, epoch: null, staged: null })
      expect(await staged(phone)).toBe(0)
    }
    await loadSnapshot(phone, linesOf(world), { rowsAtOnce: 2 })
    expect(await world.textOf(phone)).toBe(world.serverText())
    await phone.close()
  })

  test('can be worked with after the first part; what was written meanwhile is kept', async () => {
    const { world, phone, ids } = await begin()
    const changed: number[] = []
    phone.onChange((rows) => changed.push(rows.length))
    await expect(loadSnapshot(phone, linesOf(world, 9), { rowsAtOnce: 2 })).rejects.toThrow()
    // Seven that are not in the trash, and one that came with the last of them.
    expect(changed).toEqual([8])
    expect(await phone.see('timeEntries', ids[9]!, 'description')).toBe('entry 9')
    await phone.set('timeEntries', ids[9]!, { description: 'mine' })
    await loadSnapshot(phone, linesOf(world))
    expect(await phone.see('timeEntries', ids[9]!, 'description')).toBe('mine')
    await phone.sync()
    expect(await world.textOf(phone)).toBe(world.serverText())
    await phone.close()
  })

  test('is taken by sync where it is offered; when it fails, pages do', async () => {
    const { world, phone } = await begin()
    world.sent.length = 0
    const result = await phone.sync({ snapshot: () => linesOf(world) })
    expect([result, world.sent.length]).toMatchObject([{ state: 'done', received: 10 }, 1])
    const tablet = await world.device(await newStorage())
    world.sent.length = 0
    await tablet.sync({ snapshot: () => linesOf(world, 7), rowsAtOnce: 2 })
    expect(world.sent.length).toBe(3)
    for (const device of [phone, tablet]) {
      expect(await world.textOf(device)).toBe(world.serverText())
      await device.close()
    }
  })

  test('a process that is killed in the middle leaves nothing that gets into pages', async () => {
    const { world, phone } = await begin()
    // What such a process leaves: rows of a load that no longer exist on the server.
    await phone.storage.write((writer) =>
      writer.stage([{ table: 'timeEntries', id: world.newId(), regs: {}, seq: 99 }], []),
    )
    await phone.sync()
    expect(await world.textOf(phone)).toBe(world.serverText())
    await phone.close()
  })
})

describe('a resync', () => {
  const begin = async () => {
    const world = createWorld()
    const [phone, laptop] = [await world.device(), await world.device()]
    const id = world.newId()
    await phone.set('timeEntries', id, running(1))
    await world.settle(phone, laptop)
    return { world, phone, laptop, id }
  }

  test('epoch: what the server lost comes back, also over a snapshot', async () => {
    const { world, phone, laptop, id } = await begin()
    const backup = world.server.backup()
    await laptop.set('timeEntries', id, { description: 'after the backup' })
    await world.settle(laptop, phone)
    world.server.restore(backup)
    await laptop.set('timeEntries', world.newId(), ended(5, 6))
    for (let round = 0; round < 2; round++)
      for (const device of [phone, laptop]) await device.sync({ snapshot: () => linesOf(world) })
    expect(world.server.rows().find((row) => row.id === id)?.regs['description']?.v).toBe('after the backup')
    for (const device of [phone, laptop]) expect(await world.textOf(device)).toBe(world.serverText())
  })

  test('cursor_too_old: rows that were purged go, what waits stays', async () => {
    const { world, phone, laptop, id } = await begin()
    const gone = world.newId()
    await laptop.set('timeEntries', gone, ended(5, 6))
    await world.settle(laptop, phone)
    await laptop.set('timeEntries', gone, { deleted: true })
    await laptop.sync()
    world.nowMs += 500 * 86_400_000
    world.server.purge(400 * 86_400_000)
    await phone.set('timeEntries', id, { description: 'waits' })
    await phone.sync({ snapshot: () => linesOf(world) })
    expect(await phone.see('timeEntries', gone, 'span')).toBeUndefined()
    expect(world.server.rows()[0]?.regs['description']?.v).toBe('waits')
    expect(await world.textOf(phone)).toBe(world.serverText())
  })

  test('cursor_too_old, and the server is set back before the snapshot: that is noticed, and nothing is lost', async () => {
    const { world, phone, laptop, id } = await begin()
    const backup = world.server.backup()
    await laptop.set('timeEntries', id, { description: 'after the backup' })
    await world.settle(laptop, phone)
    await phone.storage.write(async (writer) =>
      writer.setMeta('state', { ...(await readState(writer)), reload: 'cursor_too_old' } as never),
    )
    world.server.restore(backup)
    await phone.sync({ snapshot: () => linesOf(world) })
    expect(world.server.rows()[0]?.regs['description']?.v).toBe('after the backup')
  })

  test('a form of rows that is not known asks for an update', async () => {
    const world = createWorld()
    const phone = await world.device()
    const newer = async function* () {
      const [start, ...rest] = world.server.snapshot()
      yield JSON.stringify({ ...JSON.parse(start!), schema: 2 })
      yield* rest
    }
    await expect(phone.sync({ snapshot: newer })).rejects.toMatchObject({ reason: 'schema_too_old' })
    expect((await phone.status()).paused).toBe('update')
  })
})

test('two windows: one loads, the other is busy; a load that is overtaken takes nothing', async () => {
  const world = createWorld()
  const laptop = await world.device()
  for (let index = 0; index < 6; index++)
    await laptop.set('timeEntries', world.newId(), ended(index, index + 1))
  await laptop.sync()
  const storage = createMemoryStorage()
  const [one, two] = [await world.device(storage), await world.device(storage)]
  const overtaken = async function* () {
    const lines = world.server.snapshot()
    yield* lines.slice(0, 4)
    expect((await two.sync({ snapshot: () => linesOf(world) })).state).toBe('busy')
    // The first one hangs for so long that its lease ends.
    world.nowMs += 120_000
    await two.sync()
    yield* lines.slice(4)
  }
  expect(await loadSnapshot(one, overtaken(), { rowsAtOnce: 2 })).toMatchObject({ state: 'busy' })
  expect(await world.textOf(one)).toBe(world.serverText())
})
