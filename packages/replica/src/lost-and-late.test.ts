/** Lost replies, wrong clocks, edits that meet: F1 to F7. */
import { describe, expect, test } from 'vitest'
import { AppError } from '@goalixa/contracts/errors'
import { listAutomaticEnds, resumeEntry } from './automatic-ends.ts'
import { dismissConflict, listConflicts, takeBack } from './conflicts.ts'
import { createWorld, ended, hour, running } from './testing/devices.ts'

const seconds = (ms: number) => Math.floor(ms / 1000)
const year = 365 * 24 * hour
const offline = () => new AppError('service.unreachable', 'no network')

test('F1 a lost reply: what is sent again is not applied again', async () => {
  const world = createWorld()
  const device = await world.device()
  const id = world.newId()
  await device.set('labels', id, { name: 'a' })
  const losing = device.sync({
    exchange: async (request) => {
      world.server.exchange(request)
      throw offline()
    },
  })
  await expect(losing).rejects.toMatchObject({ code: 'service.unreachable' })
  expect((await device.status()).pending).toBe(1)
  await device.sync()
  expect(world.server.history()).toHaveLength(1)
  expect((await device.status()).pending).toBe(0)
  expect(await world.textOf(device)).toBe(world.serverText())
})

test('F2 operations that come twice, and late, change nothing', async () => {
  const world = createWorld()
  const device = await world.device()
  const id = world.newId()
  await device.set('labels', id, { name: 'a' })
  await device.sync()
  const [first] = world.sent
  await device.set('labels', id, { name: 'b' })
  await device.sync()
  world.server.exchange(first!)
  world.server.exchange(world.sent[1]!)
  expect(world.server.history()).toHaveLength(2)
  expect(world.server.rows()[0]!.regs['name']!.v).toBe('b')
})

test('F3 rows that are read have sequence numbers without a gap, as history has', async () => {
  const world = createWorld({ pageRows: 2 })
  const devices = [await world.device(), await world.device()]
  for (let n = 0; n < 5; n++)
    for (const device of devices) await device.set('labels', world.newId(), { name: `${n}` })
  await world.settle(...devices)
  const lines = world.server.history().map(({ seq }) => seq)
  expect(lines).toEqual(lines.map((_, index) => index + 1))
  for (const device of devices) expect(await world.textOf(device)).toBe(world.serverText())
})

describe('F4 clocks', () => {
  test.each([[year], [-year]])(
    'a clock that is %d ms wrong syncs, and later good edits win',
    async (skewMs) => {
      const world = createWorld()
      const [wrong, right] = [await world.device(undefined, skewMs), await world.device()]
      const id = world.newId()
      await wrong.set('labels', id, { name: 'wrong' })
      await world.settle(wrong, right)
      world.nowMs += 61_000
      await right.set('labels', id, { name: 'right' })
      await world.settle(wrong, right)
      expect(world.server.rows()[0]!.regs['name']!.v).toBe('right')
      // And the other way round: who was wrong is not locked out.
      world.nowMs += 61_000
      await wrong.set('labels', id, { name: 'wrong again' })
      await world.settle(wrong, right)
      expect(await right.see('labels', id, 'name')).toBe('wrong again')
      expect(await world.textOf(wrong)).toBe(world.serverText())
    },
  )

  test('the skew is told, and new starts are corrected by it; a small one is left alone', async () => {
    const world = createWorld()
    for (const [skewMs, corrected] of [
      [hour, true],
      [-year, true],
      [90_000, false],
    ] as const) {
      const device = await world.device(undefined, skewMs)
      await device.sync()
      expect((await device.status()).skewMs).toBe(-skewMs)
      const { result } = await device.write('look', (draft) => draft.nowMs)
      expect(result).toBe(corrected ? world.nowMs : world.nowMs + skewMs)
    }
  })

  test('a clock that ran ahead comes back once nothing waits that it has stamped', async () => {
    const world = createWorld()
    const device = await world.device(undefined, year)
    const id = world.newId()
    await device.set('labels', id, { name: 'a' })
    device.skewMs = 0
    await device.sync()
    await device.set('labels', id, { name: 'b' })
    const [item] = await device.read((reader) => reader.outbox(0))
    expect(item!.operation.patches[0]!.regs['name']!.stamp[0]).toBeLessThanOrEqual(world.nowMs + 60_000)
  })
})

test('F5 a device that was away edits one field, another one another field: both stay', async () => {
  const world = createWorld()
  const [a, b] = [await world.device(), await world.device()]
  const id = world.newId()
  await a.set('timeEntries', id, { ...ended(0, 60), description: 'old' })
  await world.settle(a, b)
  await a.set('timeEntries', id, { description: 'new' })
  await b.set('timeEntries', id, { billable: true })
  await world.settle(a, b)
  for (const device of [a, b]) {
    expect([
      await device.see('timeEntries', id, 'description'),
      await device.see('timeEntries', id, 'billable'),
    ]).toEqual(['new', true])
  }
  expect(await listConflicts(a)).toEqual([])
})

describe('F6 both edit the same field', () => {
  const bothEdit = async (firstToSync: 'earlier' | 'later') => {
    const world = createWorld()
    const [earlier, later] = [await world.device(), await world.device()]
    const id = world.newId()
    await earlier.set('timeEntries', id, { ...ended(0, 60), description: 'old' })
    await world.settle(earlier, later)
    await earlier.set('timeEntries', id, { description: 'made earlier' })
    world.nowMs += 1000
    await later.set('timeEntries', id, { description: 'made later' })
    const order = firstToSync === 'earlier' ? [earlier, later] : [later, earlier]
    await world.settle(...order)
    return { world, id, earlier, later }
  }

  test.each(['earlier', 'later'] as const)(
    'the later edit wins, whoever comes first (%s); the other value stays readable',
    async (first) => {
      const { world, id, earlier, later } = await bothEdit(first)
      for (const device of [earlier, later])
        expect(await device.see('timeEntries', id, 'description')).toBe('made later')
      // Who comes second learns of it: by the server's word, or because it went over what it had not seen.
      const knowing = first === 'earlier' ? later : earlier
      const [conflict, ...others] = await listConflicts(knowing)
      expect([conflict, others]).toMatchObject([
        { table: 'timeEntries', rowId: id, register: 'description', lost: 'made earlier' },
        [],
      ])
      await takeBack(knowing, conflict!.id)
      await world.settle(earlier, later)
      for (const device of [earlier, later]) {
        expect(await device.see('timeEntries', id, 'description')).toBe('made earlier')
        expect(await listConflicts(device)).toEqual([])
      }
    },
  )

  test('a conflict that was dismissed is told no more', async () => {
    const { earlier, later } = await bothEdit('earlier')
    const [conflict] = await listConflicts(later)
    await dismissConflict(later, conflict!.id)
    await later.sync()
    expect(await listConflicts(later)).toEqual([])
    expect(await takeBack(later, conflict!.id)).toBeUndefined()
    expect(await listConflicts(earlier)).toEqual([])
  })

  test('edits that follow each other are no conflict', async () => {
    const world = createWorld()
    const [a, b] = [await world.device(), await world.device()]
    const id = world.newId()
    await a.set('labels', id, { name: 'a' })
    await world.settle(a, b)
    await b.set('labels', id, { name: 'b' })
    await b.set('labels', id, { name: 'c' })
    await world.settle(b, a)
    await a.set('labels', id, { name: 'd' })
    await world.settle(a, b)
    expect([await listConflicts(a), await listConflicts(b)]).toEqual([[], []])
  })
})

test('F7 two timers started offline: one runs, no time is lost, and the end can be taken back', async () => {
  const world = createWorld()
  const [a, b] = [await world.device(), await world.device()]
  const [first, second] = [world.newId(), world.newId()]
  const start = seconds(world.nowMs)
  await a.set('timeEntries', first, running(start))
  world.nowMs += hour
  await b.set('timeEntries', second, running(start + 3600))
  await world.settle(a, b)
  for (const device of [a, b]) {
    expect((await device.running()).map(({ id }) => id)).toEqual([second])
    expect(await device.see('timeEntries', first, 'span')).toEqual({ start, end: start + 3600, zone: 'UTC' })
    expect(await listAutomaticEnds(device)).toMatchObject([{ entryId: first, after: { end: start + 3600 } }])
  }
  await resumeEntry(a, first)
  await world.settle(a, b)
  expect((await b.running()).map(({ id }) => id)).toEqual([first])
  expect(await b.see('timeEntries', second, 'span')).toMatchObject({ end: seconds(world.nowMs) })
})

test('F7 a rule that is only previewed here is never sent', async () => {
  const world = createWorld()
  const [a, b] = [await world.device(), await world.device()]
  const [first, second] = [world.newId(), world.newId()]
  await a.set('timeEntries', first, running(100))
  await a.sync()
  await b.set('timeEntries', second, running(200))
  // The page with the other timer comes, ours is not sent yet.
  await b
    .sync({ exchange: async (request) => world.server.exchange({ ...request, ops: [] }) })
    .catch(() => undefined)
  expect((await b.running()).map(({ id }) => id)).toEqual([second])
  expect(await b.see('timeEntries', first, 'span')).toMatchObject({ end: 200 })
  expect(
    (await b.read((reader) => reader.outbox(0))).map(({ operation }) =>
      operation.patches.map(({ id }) => id),
    ),
  ).toEqual([[second]])
})
