/** Stores that were copied, servers that were set back: F8 and F9. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { AppError } from '@goalixa/contracts/errors'
import { listConflicts } from './conflicts.ts'
import { openSqliteStorage } from './sqlite-storage.ts'
import { createWorld, hour } from './testing/devices.ts'
import { createMemoryStorage } from './testing/memory-storage.ts'
import { undo } from './undo.ts'

const offline = () => new AppError('service.unreachable', 'no network')

describe('F8 a store that was copied', () => {
  test('both copies go on under names of their own, and nothing of either is lost', async () => {
    const world = createWorld()
    const storage = createMemoryStorage()
    const original = await world.device(storage)
    await original.set('labels', world.newId(), { name: 'before' })
    const copy = await world.device(storage.copy())
    await original.set('labels', world.newId(), { name: 'of the original' })
    await copy.set('labels', world.newId(), { name: 'of the copy' })
    await copy.set('projects', world.newId(), { name: 'also of the copy' })
    await world.settle(original, copy)
    const names = world.server.rows().map(({ regs }) => regs['name']!.v as string)
    expect(names.toSorted()).toEqual(['also of the copy', 'before', 'of the copy', 'of the original'])
    const clientIds = [(await original.status()).clientId, (await copy.status()).clientId]
    expect(clientIds[0]).not.toBe(clientIds[1])
    // Two that go by one name could give two values one stamp: what is sent under the new name is stamped with it.
    for (const { regs } of world.server.rows()) {
      if (regs['name']!.v !== 'before') expect(clientIds).toContain(regs['name']!.stamp[2])
    }
    expect(new Set(world.server.rows().map(({ regs }) => regs['name']!.stamp[2])).size).toBe(2)
    for (const device of [original, copy]) expect(await world.textOf(device)).toBe(world.serverText())
  })

  test('what the server had already taken is sent again, and is no conflict', async () => {
    const world = createWorld()
    const storage = createMemoryStorage()
    const original = await world.device(storage)
    const id = world.newId()
    await original.set('labels', id, { name: 'first' })
    world.nowMs += 1000
    await original.set('labels', id, { name: 'second' })
    const copy = await world.device(storage.copy())
    await original.sync()
    world.nowMs += 1000
    await original.set('labels', world.newId(), { name: 'another' })
    await original.sync()
    await copy.set('labels', world.newId(), { name: 'of the copy' })
    await world.settle(copy, original)
    for (const device of [original, copy]) {
      expect(await listConflicts(device)).toEqual([])
      expect(await device.see('labels', id, 'name')).toBe('second')
    }
  })

  test('a copy that only reads takes nothing of the other for its own', async () => {
    const world = createWorld()
    const storage = createMemoryStorage()
    const original = await world.device(storage)
    const copy = await world.device(storage.copy())
    await original.set('labels', world.newId(), { name: 'of the original' })
    await original.sync()
    await copy.sync()
    await copy.set('labels', world.newId(), { name: 'of the copy' })
    expect((await copy.status()).pending).toBe(1)
    await world.settle(copy, original)
    expect(world.server.rows()).toHaveLength(2)
  })

  test('a SQLite file and its copy', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'goalixa-copy-'))
    const path = join(folder, 'store.db')
    const world = createWorld()
    const first = await world.device(openSqliteStorage({ path }))
    await first.set('labels', world.newId(), { name: 'waits in both' })
    await first.close()
    copyFileSync(path, `${path}.copy`)
    const [original, copy] = [
      await world.device(openSqliteStorage({ path })),
      await world.device(openSqliteStorage({ path: `${path}.copy` })),
    ]
    await original.set('labels', world.newId(), { name: 'of the original' })
    await copy.set('labels', world.newId(), { name: 'of the copy' })
    await world.settle(copy, original)
    expect(world.server.rows()).toHaveLength(3)
    for (const device of [original, copy]) {
      expect(await world.textOf(device)).toBe(world.serverText())
      expect((await device.status()).pending).toBe(0)
      await device.close()
    }
    rmSync(folder, { recursive: true })
  })

  test('a store that was set back sends what it made since, also undo of what waits', async () => {
    const world = createWorld()
    const storage = createMemoryStorage()
    const device = await world.device(storage)
    const id = world.newId()
    await device.set('labels', id, { name: 'a' })
    await device.sync()
    const older = storage.copy()
    await device.set('labels', id, { name: 'b' })
    await device.sync()
    const restored = await world.device(older)
    await restored.set('labels', world.newId(), { name: 'c' })
    world.nowMs += 1000
    const {
      operations: [made],
    } = await restored.write('x', (draft) => draft.patch('labels', id, { colour: '#112233' }))
    await undo(restored, { operation: made! })
    await restored.sync()
    expect(world.server.rows()).toHaveLength(2)
    const line = world.server.history().find(({ intent }) => intent === 'undo')!
    expect(line.undoes).toBe(world.server.history().find(({ intent }) => intent === 'x')!.operation)
    expect(await world.textOf(restored)).toBe(world.serverText())
  })
})

describe('F9 a server that was set back', () => {
  test('gets from the devices what it lost, also what other devices had made', async () => {
    const world = createWorld({ pageRows: 2 })
    const [a, b] = [await world.device(), await world.device()]
    const [kept, lost, deleted] = [world.newId(), world.newId(), world.newId()]
    await a.set('labels', kept, { name: 'kept' })
    await a.set('labels', deleted, { name: 'deleted' })
    await world.settle(a, b)
    const backup = world.server.backup()
    await a.set('labels', lost, { name: 'lost' })
    await a.set('labels', kept, { name: 'renamed' })
    await b.set('labels', deleted, { deleted: true })
    await world.settle(a, b)
    await a.set('labels', kept, { colour: '#112233' })
    const before = (await a.status()).epoch
    world.server.restore(backup)
    expect(world.server.rows()).toHaveLength(2)
    // The load arrives, then the network goes: nothing that was seen is gone.
    let left = 2
    const breaking = a.sync({
      exchange: async (request) => {
        if (left-- === 0) throw offline()
        return world.server.exchange(request)
      },
    })
    await expect(breaking).rejects.toThrow()
    expect((await a.status()).epoch).not.toBe(before)
    expect([await a.see('labels', lost, 'name'), await a.see('labels', kept, 'colour')]).toEqual([
      'lost',
      '#112233',
    ])
    // Only one of them comes back: it has what the other made, too.
    await a.sync()
    await a.sync()
    const there = new Map(world.server.rows().map(({ id, regs }) => [id, regs]))
    expect(there.get(lost)!['name']!.v).toBe('lost')
    expect([there.get(kept)!['name']!.v, there.get(kept)!['colour']!.v]).toEqual(['renamed', '#112233'])
    expect(there.get(deleted)!['deleted']!.v).toBe(true)
    expect((await a.status()).epoch).not.toBe(before)
    expect(await world.textOf(a)).toBe(world.serverText())
  })

  test('pages of a load that was under way when it happened are forgotten', async () => {
    const world = createWorld({ pageRows: 2 })
    const author = await world.device()
    const backup = world.server.backup()
    for (let n = 0; n < 5; n++) await author.set('labels', world.newId(), { name: `${n}` })
    await author.sync()
    const device = await world.device()
    let left = 2
    const breaking = device.sync({
      exchange: async (request) => {
        if (left-- === 0) throw offline()
        return world.server.exchange(request)
      },
    })
    await expect(breaking).rejects.toThrow()
    // What it had loaded is nowhere any more: its author does not come back.
    world.server.restore(backup)
    for (const name of ['d', 'e', 'f']) {
      world.server.write('labels.create', [{ table: 'labels', id: world.newId(), values: { name } }])
    }
    await device.sync()
    expect(await world.textOf(device)).toBe(world.serverText())
  })

  test('from who was away longer than the trash is kept, it gets only what waited', async () => {
    const world = createWorld()
    const device = await world.device()
    const id = world.newId()
    await device.set('labels', id, { name: 'long purged' })
    const backup = world.server.backup()
    await device.sync()
    world.nowMs += 401 * 24 * hour
    await device.set('labels', world.newId(), { name: 'made since' })
    world.server.restore(backup)
    await device.sync()
    expect(world.server.rows().map(({ regs }) => regs['name']!.v)).toEqual(['made since'])
    expect(await world.textOf(device)).toBe(world.serverText())
  })
})
