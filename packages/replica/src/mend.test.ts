import { expect, test } from 'vitest'
import { mend } from './mend.ts'
import { createWorld } from './testing/devices.ts'

test('F13 garbage goes, what waits is sent, and the server gives back what it knows', async () => {
  const world = createWorld()
  const device = await world.device()
  const sent = world.newId()
  const waits = world.newId()
  await device.set('labels', sent, { name: 'sent' })
  await device.sync()
  await device.set('labels', waits, { name: 'waits' })
  await device.storage.write(async (writer) => {
    const row = (await writer.row('labels', sent))!
    await writer.putRow({ ...row, confirmed: 'garbage' as never, visible: { name: 7 as never } })
    const lost = (await writer.row('labels', waits))!
    await writer.putRow({ ...lost, pending: { name: { v: 'x', stamp: 'never' } } as never })
  })
  await mend(device)
  await device.sync()
  const names = await device.read(async (reader) =>
    (await reader.rowsOf('labels')).map(({ regs }) => regs['name']!.v),
  )
  expect(new Set(names)).toEqual(new Set(['sent', 'waits']))
  expect(world.server.rows()).toHaveLength(2)
  expect(await device.status()).toMatchObject({ pending: 0 })
})

test('F13 an operation that is none goes alone', async () => {
  const world = createWorld()
  const device = await world.device()
  for (const name of ['one', 'two', 'three']) await device.set('labels', world.newId(), { name })
  await device.storage.write(async (writer) => {
    const [, second] = await writer.outbox(0)
    await writer.putOutbox({ ...second!, operation: { ...second!.operation, patches: 'none' as never } })
  })
  await mend(device)
  await device.sync()
  expect(world.server.rows().map(({ regs }) => regs['name']!.v)).toEqual(['one', 'three'])
})

test('a store whose state is garbage must go', async () => {
  const device = await createWorld().device()
  await device.storage.write((writer) => writer.setMeta('state', { nextN: 'many' }))
  await expect(mend(device)).rejects.toMatchObject({ code: 'replica.damaged' })
})
