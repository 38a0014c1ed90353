import { describe, expect, test } from 'vitest'
import { createWorld, ended, running } from './testing/devices.ts'
import { listDeeds, redo, undo } from './undo.ts'

const setUp = async () => {
  const world = createWorld()
  return { world, device: await world.device(), other: await world.device() }
}

describe.each([
  ['offline', false],
  ['after a sync', true],
])('%s', (_when, isSynced) => {
  const begin = async () => {
    const { world, device, other } = await setUp()
    const later = async () => {
      world.nowMs += 1000
      if (isSynced) await device.sync()
    }
    return { world, device, other, later }
  }

  test('what was made goes to the trash, what was changed goes back, what was deleted comes back', async () => {
    const { world, device, later } = await begin()
    const id = world.newId()
    const see = () =>
      Promise.all(
        ['description', 'billable', 'deleted'].map((register) => device.see('timeEntries', id, register)),
      )
    await device.set('timeEntries', id, { ...ended(0, 60), description: 'a' })
    await later()
    await device.set('timeEntries', id, { description: 'b', billable: true })
    await later()
    await device.set('timeEntries', id, { deleted: true })
    await later()
    expect(await see()).toEqual(['b', true, true])
    for (const wanted of [
      ['b', true, false],
      ['a', false, false],
      ['a', false, true],
    ]) {
      expect((await undo(device)).state).toBe('done')
      await later()
      expect(await see()).toEqual(wanted)
    }
    expect((await undo(device)).state).toBe('nothing')
    for (const wanted of [
      ['a', false, false],
      ['b', true, false],
      ['b', true, true],
    ]) {
      expect((await redo(device)).state).toBe('done')
      await later()
      expect(await see()).toEqual(wanted)
    }
    expect((await redo(device)).state).toBe('nothing')
    // And all the way back again.
    for (const wanted of [
      ['b', true, false],
      ['a', false, false],
      ['a', false, true],
    ]) {
      await undo(device)
      await later()
      expect(await see()).toEqual(wanted)
    }
    await device.sync()
    expect(await world.textOf(device)).toBe(world.serverText())
  })

  test('it reverses the whole intent: "stop A, start B"', async () => {
    const { world, device, later } = await begin()
    const [a, b] = [world.newId(), world.newId()]
    await device.set('timeEntries', a, running(100))
    await later()
    await device.write('timer.start', (draft) => {
      draft.patch('timeEntries', a, ended(100, 200))
      draft.patch('timeEntries', b, running(200))
    })
    await later()
    await undo(device)
    await later()
    expect((await device.running()).map(({ id }) => id)).toEqual([a])
    expect(await device.see('timeEntries', b, 'deleted')).toBe(true)
  })

  test('after something new there is nothing to redo', async () => {
    const { world, device, later } = await begin()
    const id = world.newId()
    await device.set('labels', id, { name: 'a' })
    await later()
    await device.set('labels', id, { name: 'b' })
    await later()
    await undo(device)
    await later()
    await device.set('labels', id, { colour: '#112233' })
    expect((await redo(device)).state).toBe('nothing')
  })

  test('what changed since is told; the rest, or anyway', async () => {
    const { world, device, later } = await begin()
    const id = world.newId()
    await device.set('timeEntries', id, { ...ended(0, 60), description: 'a' })
    await later()
    const made = await device.set('timeEntries', id, { description: 'b', billable: true })
    await later()
    await device.set('timeEntries', id, { description: 'c' })
    await later()
    const told = await undo(device, { operation: made })
    expect(told).toMatchObject({
      state: 'changed_since',
      changes: [{ table: 'timeEntries', rowId: id, register: 'description', now: 'c', made: 'b' }],
    })
    expect(await device.see('timeEntries', id, 'billable')).toBe(true)
    expect(await undo(device, { operation: made, choice: 'rest' })).toMatchObject({ state: 'done' })
    expect([
      await device.see('timeEntries', id, 'description'),
      await device.see('timeEntries', id, 'billable'),
    ]).toEqual(['c', false])
    await later()
    expect((await undo(device, { operation: made, choice: 'anyway' })).state).toBe('nothing')
    await redo(device)
    await later()
    await undo(device, { operation: made, choice: 'anyway' })
    // Done again, it can be taken back again: whole, this time.
    expect([
      await device.see('timeEntries', id, 'description'),
      await device.see('timeEntries', id, 'billable'),
    ]).toEqual(['a', false])
  })
})

test('on another device, from what it received', async () => {
  const { world, device, other } = await setUp()
  const id = world.newId()
  await device.set('labels', id, { name: 'a' })
  await world.settle(device, other)
  await device.set('labels', id, { name: 'b' })
  await world.settle(device, other)
  expect(await undo(other)).toMatchObject({ state: 'done', deed: { intent: 'test.set', pending: false } })
  await world.settle(other, device)
  expect(await device.see('labels', id, 'name')).toBe('a')
  expect((await listDeeds(device))[0]).toMatchObject({ intent: 'undo', kind: 'undone' })
  expect((await redo(device)).state).toBe('done')
  await world.settle(device, other)
  expect(await other.see('labels', id, 'name')).toBe('b')
})

test('the end that a rule made goes back together with the start that made it necessary', async () => {
  const { world, device, other } = await setUp()
  const [a, b] = [world.newId(), world.newId()]
  await device.set('timeEntries', a, running(100))
  await world.settle(device)
  world.nowMs += 1000
  await other.set('timeEntries', b, running(200))
  await world.settle(other, device)
  expect((await device.running()).map(({ id }) => id)).toEqual([b])
  world.nowMs += 1000
  expect((await undo(device)).state).toBe('done')
  await world.settle(device, other)
  expect((await other.running()).map(({ id }) => id)).toEqual([a])
})

test('a name that a rule gave does not count as changed since', async () => {
  const { world, device, other } = await setUp()
  await other.set('labels', '00000000-0000-7000-8000-000000000001', { name: 'ops' })
  await other.sync()
  world.nowMs += 1000
  const id = '00000000-0000-7000-8000-000000000002'
  await device.set('labels', id, { name: 'ops' })
  await device.sync()
  expect(await device.see('labels', id, 'name')).toBe('ops (2)')
  expect((await undo(device)).state).toBe('done')
  expect(await device.see('labels', id, 'deleted')).toBe(true)
})

test('an import of several operations is taken back as a whole', async () => {
  const { world, device, other } = await setUp()
  await device.write(
    'import.timewarrior',
    (draft) => {
      for (let n = 0; n < 3_000; n++)
        draft.patch('timeEntries', world.newId(), { ...ended(n, n + 1), description: 'x'.repeat(200) })
    },
    { mayDivide: true },
  )
  await world.settle(device, other)
  expect(await listDeeds(other)).toHaveLength(1)
  world.nowMs += 1000
  await undo(other)
  await world.settle(other, device)
  expect(await device.read((reader) => reader.latestEntries({ limit: 1 }))).toEqual([])
  await redo(device)
  expect(await device.read((reader) => reader.rowsOf('timeEntries'))).toHaveLength(3_000)
})

test('settings go back to what they were, never to the trash', async () => {
  const { world, device } = await setUp()
  const id = world.newId()
  await device.set('settings', id, { weekStart: 7 })
  await undo(device)
  expect([
    await device.see('settings', id, 'weekStart'),
    await device.see('settings', id, 'deleted'),
  ]).toEqual([1, undefined])
})

test('the latest 200 operations are kept, and all that wait', async () => {
  const { world, device } = await setUp()
  const id = world.newId()
  for (let n = 0; n < 260; n++) await device.set('labels', id, { name: `${n}` })
  expect(await listDeeds(device)).toHaveLength(260)
  await device.sync()
  await device.set('labels', id, { name: 'last' })
  expect(await listDeeds(device)).toHaveLength(200)
})
