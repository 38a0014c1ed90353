import { expect, test } from 'vitest'
import { createWorld } from '../testing/devices.ts'
import { redo, undo } from '../undo.ts'
import { readLostValues } from './conflicts.ts'
import { readReversalPlan } from './reversal-plan.ts'

test('what an undo or a redo would write is told by the names of its rows, and nothing is written', async () => {
  const world = createWorld()
  const device = await world.device()
  const [habit, log] = [world.newId(), world.newId()]
  await device.set('habits', habit, { name: 'read', frequency: { kind: 'daily' } })
  await device.set('habitLogs', log, { habitId: habit, logDate: '2026-03-02', amount: 5 })
  await device.set('habitLogs', log, { amount: 20 })
  const before = await device.status()
  const planned = (verb: 'undo' | 'redo') =>
    device.read((reader) => readReversalPlan(reader, verb, undefined))
  const row = { table: 'habitLogs', name: 'read, 2026-03-02', isRemoved: false }
  expect(await planned('undo')).toMatchObject({
    state: 'done',
    changes: [{ row, field: 'amount', of: null, from: 20, to: 5 }],
  })
  expect(await planned('redo')).toEqual({ state: 'nothing' })
  expect(await device.status()).toEqual(before)
  await undo(device)
  expect(await planned('redo')).toMatchObject({ changes: [{ row, field: 'amount', from: 5, to: 20 }] })
  await redo(device)
  for (let at = 0; at < 3; at += 1) await undo(device)
  expect(await planned('undo')).toEqual({ state: 'nothing' })
})

test('what was changed since is refused, and chosen, as when it is done', async () => {
  const world = createWorld()
  const [one, other] = [await world.device(), await world.device()]
  const id = world.newId()
  await one.set('tasks', id, { title: 'write report', priority: 'low' })
  await world.settle(one, other)
  await one.set('tasks', id, { priority: 'high' })
  await world.settle(one, other)
  world.nowMs += 1000
  await other.set('tasks', id, { priority: 'medium' })
  const { deed } = (await other.read((reader) => readReversalPlan(reader, 'undo', undefined))) as {
    deed: { operation: string }
  }
  expect(deed.operation).toMatch(/\/\d+$/)
  expect(await one.read(readLostValues)).toEqual([])
})
