/** However much waits, or comes: no transaction takes more of it into memory at once than a request carries. */
import { describe, expect, test } from 'vitest'
import type { ReplicaStorage, ReplicaWriter } from './storage.ts'
import { createWorld, ended } from './testing/devices.ts'
import { createMemoryStorage } from './testing/memory-storage.ts'

const requestBytes = 1024 * 1024
const piece = 500

/** Counts what is handed out. */
function counting(inner: ReplicaStorage) {
  const seen = { outboxBytes: 0, mostOutboxBytes: 0, mostStagedRows: 0, mostStagedLines: 0 }
  const noting = <Handle extends Partial<ReplicaWriter>>(handle: Handle): Handle => ({
    ...handle,
    async outbox(...asked) {
      const items = await handle.outbox!(...asked)
      const bytes = items.reduce((sum, item) => sum + item.bytes, 0)
      seen.outboxBytes += bytes
      seen.mostOutboxBytes = Math.max(seen.mostOutboxBytes, bytes)
      return items
    },
    async stagedRows(...asked) {
      const rows = await handle.stagedRows!(...asked)
      seen.mostStagedRows = Math.max(seen.mostStagedRows, rows.length)
      return rows
    },
    async stagedHistory(...asked) {
      const lines = await handle.stagedHistory!(...asked)
      seen.mostStagedLines = Math.max(seen.mostStagedLines, lines.length)
      return lines
    },
  })
  const storage: ReplicaStorage = {
    read: (work) => inner.read((reader) => work(noting(reader))),
    write: (work) => inner.write((writer) => work(noting(writer))),
    close: inner.close,
  }
  return { storage, seen }
}

const text = 'x'.repeat(60_000)

describe('memory', () => {
  test('an outbox of many megabytes is read in pieces, each a few times', async () => {
    const world = createWorld({ pageRows: 7 })
    const { storage, seen } = counting(createMemoryStorage())
    const device = await world.device(storage)
    await device.write(
      'imports.test',
      (draft) => {
        for (let n = 0; n < 120; n++)
          draft.patch('timeEntries', world.newId(), { ...ended(n, n + 1), description: text })
      },
      { mayDivide: true },
    )
    const { pending } = await device.status()
    expect(pending).toBeGreaterThan(10)
    const all = (await device.read((reader) => reader.outbox(0))).reduce((sum, { bytes }) => sum + bytes, 0)
    expect(all).toBeGreaterThan(6 * requestBytes)
    Object.assign(seen, { outboxBytes: 0, mostOutboxBytes: 0 })
    expect(await device.sync()).toMatchObject({ state: 'done', sent: pending, refused: 0 })
    expect(seen.mostOutboxBytes).toBeLessThanOrEqual(requestBytes)
    // Sent, taken out, and looked at for what waits behind it: not once with each answer.
    expect(seen.outboxBytes).toBeLessThan(4 * all)
    expect(await world.textOf(device)).toBe(world.serverText())
  })

  test.each(['snapshot', 'pages'])('a new device takes in all rows in pieces, by %s', async (way) => {
    const world = createWorld({ pageRows: 300 })
    const [author, { storage, seen }] = [await world.device(), counting(createMemoryStorage())]
    await author.sync()
    await author.write('test.fill', (draft) => {
      for (let n = 0; n < piece + 100; n++) draft.patch('timeEntries', world.newId(), ended(n, n + 1))
    })
    await author.sync()
    const device = await world.device(storage)
    // What it wrote before it knew anything stays, also of a row that comes in a later piece.
    const known = world.server.rows().at(-1)!
    await device.set('timeEntries', known.id, { description: 'mine' })
    const snapshot = async function* () {
      yield* world.server.snapshot()
    }
    await device.sync(way === 'snapshot' ? { snapshot } : {})
    expect(seen.mostStagedRows).toBeLessThanOrEqual(piece)
    expect(seen.mostStagedLines).toBeLessThanOrEqual(piece)
    expect(await device.status()).toMatchObject({ pending: 0 })
    expect(await world.textOf(device)).toBe(world.serverText())
    expect(await device.see('timeEntries', known.id, 'description')).toBe('mine')
  })

  test('what waits for a row in a later operation stays when an earlier one is taken', async () => {
    const world = createWorld({ operationsAtMost: 1 })
    const device = await world.device()
    const id = world.newId()
    await device.set('labels', id, { name: 'one' })
    await device.set('labels', id, { name: 'two' })
    const pendings: unknown[] = []
    await device.sync({
      exchange: async (request) => {
        pendings.push((await device.read((reader) => reader.row('labels', id)))?.pending?.['name']?.v)
        return world.server.exchange(request)
      },
    })
    expect(pendings).toEqual(['two', 'two', 'two'])
    expect((await device.read((reader) => reader.row('labels', id)))?.pending).toBeNull()
    expect(await world.textOf(device)).toBe(world.serverText())
  })
})
