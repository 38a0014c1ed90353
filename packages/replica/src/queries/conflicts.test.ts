import { describe, expect, test } from 'vitest'
import { dismissAutomaticEnd } from '../automatic-ends.ts'
import { dismissConflict, takeBack } from '../conflicts.ts'
import { createWorld, ended, hour, running } from '../testing/devices.ts'
import { createMemoryStorage } from '../testing/memory-storage.ts'
import { undo } from '../undo.ts'
import { readEndedTimers, readLostValues } from './conflicts.ts'

type World = ReturnType<typeof createWorld>
type Device = Awaited<ReturnType<World['device']>>

/** An entry that both devices know; the first one changes it, then the other one, and both meet. */
async function bothChange(
  first: Record<string, never> | object,
  second: object,
): Promise<{ world: World; earlier: Device; later: Device; id: string }> {
  const world = createWorld()
  const [earlier, later] = [await world.device(), await world.device()]
  const id = world.newId()
  await earlier.set('timeEntries', id, { ...ended(0, 60), description: 'write report' })
  await world.settle(earlier, later)
  await earlier.set('timeEntries', id, first as never)
  world.nowMs += 1000
  await later.set('timeEntries', id, second as never)
  await earlier.sync()
  await later.sync()
  return { world, earlier, later, id }
}
const lostOf = (device: Device) => device.read(readLostValues)
const endedOf = (device: Device) => device.read(readEndedTimers)

describe('values that lost', () => {
  test('are told with their row and field in words, spans as instants', async () => {
    const { later, id } = await bothChange(ended(0, 120), ended(0, 180))
    const instants = { start: '1970-01-01T00:00:00Z', zone: 'UTC' }
    expect(await lostOf(later)).toMatchObject([
      {
        row: { table: 'timeEntries', id, name: 'write report', start: instants.start, isRemoved: false },
        field: 'time',
        lost: { ...instants, end: '1970-01-01T00:02:00Z' },
        now: { ...instants, end: '1970-01-01T00:03:00Z' },
        from: 'another_device',
      },
    ])
  })

  test('name projects and labels', async () => {
    const world = createWorld()
    const [earlier, later] = [await world.device(), await world.device()]
    const [id, thesis, label] = [world.newId(), world.newId(), world.newId()]
    await earlier.set('projects', thesis, { name: 'Thesis' })
    await earlier.set('labels', label, { name: 'deep' })
    await earlier.set('timeEntries', id, { ...ended(0, 60), [`label:${label}`]: true, projectId: thesis })
    await world.settle(earlier, later)
    await earlier.set('timeEntries', id, { [`label:${label}`]: false, projectId: null })
    await earlier.set('timeEntries', id, { [`label:${label}`]: true, projectId: thesis })
    await earlier.set('timeEntries', id, { [`label:${label}`]: false, projectId: world.newId() })
    world.nowMs += 1000
    await later.set('timeEntries', id, { [`label:${label}`]: false, projectId: null })
    await later.set('timeEntries', id, { [`label:${label}`]: true, projectId: thesis })
    await later.sync()
    await earlier.sync()
    const told = (await lostOf(earlier)).map(({ field, of, now, from }) => ({ field, of, now, from }))
    expect(told).toContainEqual({ field: 'project', of: null, now: 'Thesis', from: 'this_device' })
    expect(told).toContainEqual({ field: 'label', of: 'deep', now: true, from: 'this_device' })
  })

  test('are counted once as something to tell, and not by a load', async () => {
    const { world, earlier, later, id } = await bothChange({ description: 'a' }, { description: 'b' })
    expect(await later.status()).toMatchObject({ conflicts: 1, automaticEnds: 0 })
    expect(await earlier.status()).toMatchObject({ conflicts: 0 })
    await world.settle(earlier, later)
    expect(await later.status()).toMatchObject({ conflicts: 1 })
    const fresh = await world.device()
    await fresh.sync()
    expect(await fresh.status()).toMatchObject({ conflicts: 0, automaticEnds: 0 })
    // Both wrote the same: nothing was lost.
    await earlier.set('timeEntries', id, { description: 'same' })
    world.nowMs += 1000
    await later.set('timeEntries', id, { description: 'same' })
    await earlier.sync()
    await later.sync()
    expect([await lostOf(later), (await later.status()).conflicts]).toMatchObject([[{ lost: 'a' }], 1])
  })

  test('are taken back with one write, which can be undone', async () => {
    const { later, id } = await bothChange({ description: 'a' }, { description: 'b' })
    const [value] = await lostOf(later)
    await takeBack(later, value!.key)
    expect([await later.see('timeEntries', id, 'description'), await lostOf(later)]).toEqual(['a', []])
    await undo(later)
    expect(await later.see('timeEntries', id, 'description')).toBe('b')
  })

  test('stay dismissed when the history is loaded again', async () => {
    const world = createWorld()
    const storage = createMemoryStorage()
    const [earlier, later] = [await world.device(), await world.device(storage)]
    const id = world.newId()
    await earlier.set('labels', id, { name: 'x' })
    await world.settle(earlier, later)
    await earlier.set('labels', id, { name: 'a' })
    world.nowMs += 1000
    await later.set('labels', id, { name: 'b' })
    await later.sync()
    await earlier.sync()
    await later.sync()
    const [value] = await lostOf(later)
    await dismissConflict(later, value!.key)
    await storage.write(async (writer) => {
      const state = (await writer.meta('state')) as object
      await writer.setMeta('state', { ...state, cursor: 0, reload: 'cursor_too_old' })
    })
    await later.sync()
    expect(await lostOf(later)).toEqual([])
  })
})

test('a timer that was ended: when, and what was started instead; told once, and dismissed', async () => {
  const world = createWorld()
  const [a, b] = [await world.device(), await world.device()]
  await world.settle(a, b)
  const start = Math.floor(world.nowMs / 1000)
  const [first, second] = [world.newId(), world.newId()]
  await a.set('timeEntries', first, { ...running(start), description: 'one', createdAt: start })
  world.nowMs += hour
  await b.set('timeEntries', second, {
    ...running(start + 3600),
    description: 'two',
    createdAt: start + 3600,
  })
  await world.settle(a, b)
  expect(await endedOf(a)).toMatchObject([
    {
      row: { id: first, name: 'one' },
      endedAt: '2026-03-02T10:00:00Z',
      startedInstead: { id: second, name: 'two' },
      from: 'another_device',
    },
  ])
  expect(await endedOf(b)).toMatchObject([{ row: { id: first }, from: 'this_device' }])
  expect([(await a.status()).automaticEnds, (await b.status()).automaticEnds]).toEqual([1, 1])
  const [timer] = await endedOf(a)
  await dismissAutomaticEnd(a, timer!.key)
  await world.settle(a, b)
  expect(await endedOf(a)).toEqual([])
  expect(await endedOf(b)).toHaveLength(1)
})
