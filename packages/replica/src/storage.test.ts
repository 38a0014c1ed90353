/** One contract for every storage: what holds in a file holds in a browser, and in the simulation's memory. */
import 'fake-indexeddb/auto'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import type { Registers, Row } from '@goalixa/domain/rows'
import { openIndexedDbStorage } from './indexeddb-storage.ts'
import { columnsOf, touches } from './row-columns.ts'
import { openSqliteStorage } from './sqlite-storage.ts'
import type { IntentRecord, OutboxItem, ReplicaStorage, StoredRow } from './storage.ts'
import { createMemoryStorage } from './testing/memory-storage.ts'

let users = 0
const storages: [string, () => Promise<ReplicaStorage>][] = [
  ['memory', async () => createMemoryStorage()],
  ['SQLite', async () => openSqliteStorage({ path: ':memory:' })],
  ['IndexedDB', () => openIndexedDbStorage({ userId: `user ${++users}` })],
]

const stamp = [1, 0, 'me'] as const
const regsOf = (values: Record<string, unknown>): Registers =>
  Object.fromEntries(Object.entries(values).map(([register, v]) => [register, { v: v as never, stamp }]))
const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
const confirmed = (table: string, n: number, values: Record<string, unknown>, seq = n): StoredRow => {
  const regs = regsOf(values)
  return { table, id: id(n), confirmed: regs, seq, pending: null, visible: regs }
}
const entry = (n: number, start: number, end: number | null, more: Record<string, unknown> = {}) =>
  confirmed('timeEntries', n, { span: { start, end, zone: 'UTC' }, ...more })
const item = (n: number): OutboxItem => ({ n, bytes: 10, operation: { n, v: 1, intent: 'x', patches: [] } })
const intent = (n: number, pending: boolean): IntentRecord => ({
  operation: `c/${n}`,
  order: String(n).padStart(5, '0'),
  intent: 'x',
  undoes: null,
  group: null,
  at: n,
  pending,
  lines: [],
})
const numbers = (rows: readonly Row[]) => rows.map((row) => Number(row.id.slice(-12)))
const day = 86_400

describe.each(storages)('%s', (_name, open) => {
  let storage: ReplicaStorage
  const fresh = async () => (storage = await open())
  afterEach(() => storage.close())
  const put = (...rows: StoredRow[]) =>
    storage.write(async (writer) => {
      for (const row of rows) await writer.putRow(row)
    })

  test('a row comes back as it was put, with all its copies', async () => {
    await fresh()
    const both: StoredRow = {
      table: 'labels',
      id: id(1),
      confirmed: regsOf({ name: 'a' }),
      seq: 7,
      pending: regsOf({ name: 'b' }),
      visible: regsOf({ name: 'b' }),
    }
    const mine: StoredRow = {
      table: 'unknown',
      id: id(2),
      confirmed: null,
      seq: 0,
      pending: regsOf({ x: [1, { y: null }] }),
      visible: regsOf({ x: [1, { y: null }] }),
    }
    await put(both, mine, confirmed('labels', 3, { name: 'c', deleted: true }))
    const read = await storage.read(async (reader) => ({
      both: await reader.row('labels', id(1)),
      mine: await reader.row('unknown', id(2)),
      none: await reader.row('tasks', id(1)),
      all: await reader.storedRows(),
      unknown: await reader.rowsOf('unknown'),
    }))
    expect(read.both).toEqual(both)
    expect(read.mine).toEqual(mine)
    expect(read.none).toBeUndefined()
    expect(read.all).toHaveLength(3)
    expect(numbers(read.unknown)).toEqual([2])
    await put({ ...both, seq: 8 })
    expect((await storage.read((reader) => reader.row('labels', id(1))))?.seq).toBe(8)
  })

  test('what is in the trash or incomplete is not found', async () => {
    await fresh()
    await put(
      confirmed('labels', 1, { name: 'a' }),
      confirmed('labels', 2, { name: 'a', deleted: true }),
      confirmed('labels', 3, { colour: null }),
      confirmed('projects', 4, { name: 'a' }),
      confirmed('labels', 5, { name: 'a', deleted: false }),
      confirmed('timeEntries', 6, { description: 'no span' }),
    )
    const read = await storage.read(async (reader) => ({
      of: await reader.rowsOf('labels'),
      named: await reader.rowsNamed('labels', 'a'),
      other: await reader.rowsNamed('labels', 'A'),
      latest: await reader.latestEntries({ limit: 9 }),
      running: await reader.runningEntries(),
      tail: await reader.rowsByIdTail('labels', '00002'),
    }))
    expect([numbers(read.of), numbers(read.named), read.other, read.latest, read.running, read.tail]).toEqual(
      [[1, 5], [1, 5], [], [], [], []],
    )
  })

  test('a row is found by the end of its id, five characters or more', async () => {
    await fresh()
    await put(
      confirmed('labels', 112345, { name: 'a' }),
      confirmed('labels', 212345, { name: 'b' }),
      confirmed('projects', 12345, { name: 'c' }),
    )
    const tails = await storage.read(async (reader) => [
      numbers(await reader.rowsByIdTail('labels', '12345')),
      numbers(await reader.rowsByIdTail('labels', '212345')),
      numbers(await reader.rowsByIdTail('labels', '312345')),
      numbers(await reader.rowsByIdTail('labels', id(112345))),
    ])
    expect(tails).toEqual([[112345, 212345], [212345], [], [112345]])
  })

  test('entries: running, latest first with a place to go on, of a task', async () => {
    await fresh()
    const taskId = id(900)
    await put(
      entry(1, 100, 200, { taskId }),
      entry(2, 300, null),
      entry(3, 300, 400, { taskId }),
      entry(4, 50, 60),
      entry(5, 500, 600, { deleted: true, taskId }),
      entry(6, 300, 300, { taskId: null }),
    )
    const read = await storage.read(async (reader) => ({
      running: numbers(await reader.runningEntries()),
      latest: numbers(await reader.latestEntries({ limit: 2 })),
      next: numbers(await reader.latestEntries({ limit: 2, before: { start: 300, id: id(3) } })),
      last: numbers(await reader.latestEntries({ limit: 9, before: { start: 100, id: id(1) } })),
      none: numbers(await reader.latestEntries({ limit: 0 })),
      ofTask: numbers(await reader.entriesOfTask(taskId)),
    }))
    expect(read).toEqual({ running: [2], latest: [6, 3], next: [2, 1], last: [4], none: [], ofTask: [3, 1] })
  })

  test('entries that touch a range are the same as when every entry is looked at', async () => {
    const moment = fc.integer({ min: -3 * day, max: 3 * day })
    const spans = fc.array(
      fc.tuple(moment, fc.option(fc.integer({ min: 0, max: 2 * day + 5 })), fc.boolean()),
      { maxLength: 12 },
    )
    await fc.assert(
      fc.asyncProperty(spans, moment, fc.integer({ min: 0, max: 2 * day }), async (given, from, length) => {
        await fresh()
        const rows = given.map(([start, seconds, deleted], n) =>
          entry(n, start, seconds === null ? null : start + seconds, { deleted }),
        )
        await put(...rows)
        const wanted = rows
          .filter((row) => {
            const columns = columnsOf(row.table, row.id, row.visible)
            return columns !== undefined && touches(columns, from, from + length)
          })
          .map((row) => row.id)
        const found = await storage.read((reader) => reader.entriesTouching(from, from + length))
        expect(found.map((row) => row.id).toSorted()).toEqual(wanted.toSorted())
        const starts = found.map((row) => (row.regs['span']!.v as { start: number }).start)
        expect(starts).toEqual(starts.toSorted((a, b) => a - b))
        await storage.close()
      }),
      { numRuns: 60 },
    )
  })

  test('a row that changes is found where it is now, and nowhere else', async () => {
    await fresh()
    await put(entry(1, 100, null), confirmed('labels', 2, { name: 'old' }))
    await put(entry(1, 900, 950), confirmed('labels', 2, { name: 'new' }))
    const read = await storage.read(async (reader) => [
      await reader.runningEntries(),
      await reader.entriesTouching(0, 500),
      numbers(await reader.entriesTouching(900, 901)),
      await reader.rowsNamed('labels', 'old'),
      numbers(await reader.rowsNamed('labels', 'new')),
    ])
    expect(read).toEqual([[], [], [1], [], [2]])
    await storage.write((writer) => writer.deleteRow('timeEntries', id(1)))
    expect(await storage.read((reader) => reader.latestEntries({ limit: 1 }))).toEqual([])
  })

  test('the confirmed copies go; what waits stays, and is found', async () => {
    await fresh()
    const waiting: StoredRow = {
      ...confirmed('labels', 2, { name: 'b' }),
      pending: regsOf({ name: 'c' }),
      visible: regsOf({ name: 'c' }),
    }
    const hidden: StoredRow = { ...confirmed('labels', 3, { name: 'd' }), pending: regsOf({ colour: null }) }
    await put(confirmed('labels', 1, { name: 'a' }), waiting, hidden)
    await storage.write((writer) => writer.deleteAllConfirmed())
    expect(await storage.read((reader) => reader.storedRows())).toEqual([
      { ...waiting, confirmed: null, seq: 0 },
      { ...hidden, confirmed: null, seq: 0 },
    ])
    expect(numbers(await storage.read((reader) => reader.rowsNamed('labels', 'c')))).toEqual([2])
  })

  test('the outbox keeps its order, and is read in parts', async () => {
    await fresh()
    await storage.write(async (writer) => {
      for (const n of [11, 2, 9, 10]) await writer.putOutbox(item(n))
    })
    const read = await storage.read(async (reader) => [
      (await reader.outbox(0, 9)).map(({ n }) => n),
      (await reader.outbox(2, 2)).map(({ n }) => n),
      await reader.outbox(11, 5),
      await reader.outboxSize(),
    ])
    expect(read).toEqual([[2, 9, 10, 11], [9, 10], [], 4])
    await storage.write((writer) => writer.deleteOutbox(0, 9))
    expect(await storage.read((reader) => reader.outbox(0))).toEqual([item(10), item(11)])
    await storage.write((writer) => writer.deleteOutbox(0, Number.MAX_SAFE_INTEGER))
    expect(await storage.read((reader) => reader.outboxSize())).toBe(0)
  })

  test('the outbox is read by bytes, and for the rows it touches alone', async () => {
    await fresh()
    const patches = [{ table: 'labels', id: id(1), regs: regsOf({ name: 'a' }) }]
    const touching = (n: number): OutboxItem => ({
      ...item(n),
      operation: { ...item(n).operation, patches } as never,
    })
    await storage.write(async (writer) => {
      for (const n of [1, 2, 3, 4]) await writer.putOutbox(touching(n))
    })
    const read = await storage.read(async (reader) => [
      await reader.outbox(0, undefined, 25),
      await reader.outbox(1, 9, 1),
      await reader.outbox(0, 1, 100),
      await reader.outboxRows(1, 2),
    ])
    const rows = [['labels', id(1)]]
    expect(read).toEqual([
      [touching(1), touching(2)],
      [touching(2)],
      [touching(1)],
      [
        { n: 2, rows },
        { n: 3, rows },
      ],
    ])
  })

  test('pages that wait are read in parts', async () => {
    await fresh()
    const row = (table: string, n: number) => ({ table, id: id(n), regs: {}, seq: n })
    const line = (seq: number) => ({
      seq,
      operation: 'c/1',
      intent: 'x',
      undoes: null,
      at: 0,
      table: 'labels',
      rowId: id(1),
      changes: [],
    })
    await storage.write((writer) =>
      writer.stage([row('tasks', 1), row('labels', 3), row('labels', 2)], [line(1), line(2), line(3)]),
    )
    const read = await storage.read(async (reader) => [
      await reader.stagedRows(undefined, 2),
      await reader.stagedRows({ table: 'labels', id: id(2) }, 2),
      await reader.stagedHistory(undefined, 2),
      await reader.stagedHistory(2, 2),
    ])
    expect(read).toEqual([
      [row('labels', 2), row('labels', 3)],
      [row('labels', 3), row('tasks', 1)],
      [line(1), line(2)],
      [line(3)],
    ])
  })

  test('history and conflicts are trimmed to the latest; what is pending stays', async () => {
    await fresh()
    await storage.write(async (writer) => {
      for (const n of [3, 1, 5, 2, 4]) await writer.putIntent(intent(n, n === 1))
      for (const n of [3, 1, 2])
        await writer.putConflict({
          id: `k${n}`,
          order: `${n}`,
          table: 't',
          rowId: 'r',
          register: 'x',
          lost: n,
          operation: null,
          at: 0,
        })
      await writer.trimIntents(2)
      await writer.trimConflicts(2)
    })
    const read = await storage.read(async (reader) => [
      (await reader.intents()).map(({ at }) => at),
      (await reader.conflicts()).map(({ lost }) => lost),
      await reader.intent('c/5'),
      await reader.intent('c/2'),
    ])
    expect(read).toEqual([[5, 4, 1], [3, 2], intent(5, false), undefined])
    await storage.write(async (writer) => {
      await writer.deleteIntent('c/5')
      await writer.deleteConflict('k3')
      await writer.trimIntents(0)
    })
    expect(
      await storage.read(async (reader) => [
        (await reader.intents()).length,
        (await reader.conflicts()).length,
      ]),
    ).toEqual([1, 1])
  })

  test('pages wait apart from the rows, the later copy of a row instead of the earlier', async () => {
    await fresh()
    const row = (seq: number) => ({ table: 'labels', id: id(1), regs: regsOf({ name: `${seq}` }), seq })
    const line = (seq: number) => ({
      seq,
      operation: 'c/1',
      intent: 'x',
      undoes: null,
      at: 0,
      table: 'labels',
      rowId: id(1),
      changes: [],
    })
    await storage.write((writer) => writer.stage([row(4)], [line(4)]))
    await storage.write((writer) => writer.stage([row(9)], [line(9), line(7)]))
    const staged = await storage.read(async (reader) => [
      await reader.stagedRows(),
      await reader.stagedHistory(),
      await reader.rowsOf('labels'),
    ])
    expect(staged).toEqual([[row(9)], [line(4), line(7), line(9)], []])
    await storage.write((writer) => writer.clearStaged())
    expect(
      await storage.read(async (reader) => [await reader.stagedRows(), await reader.stagedHistory()]),
    ).toEqual([[], []])
  })

  test('dead letters and values by key', async () => {
    await fresh()
    const letter = { key: 'c/1', code: 'x', detail: 'y', atMs: 1, operation: item(1).operation }
    await storage.write(async (writer) => {
      await writer.putDeadLetter(letter)
      await writer.setMeta('a', { b: [1, null] })
      await writer.setMeta('a', { b: [2, null] })
    })
    expect(
      await storage.read(async (reader) => [
        await reader.deadLetters(),
        await reader.meta('a'),
        await reader.meta('b'),
      ]),
    ).toEqual([[letter], { b: [2, null] }, undefined])
    await storage.write((writer) => writer.deleteDeadLetter('c/1'))
    expect(await storage.read((reader) => reader.deadLetters())).toEqual([])
  })

  test('F12 a transaction that breaks off leaves no trace, and the next one works', async () => {
    await fresh()
    await put(confirmed('labels', 1, { name: 'a' }))
    const broken = storage.write(async (writer) => {
      await writer.putRow(confirmed('labels', 1, { name: 'b' }))
      await writer.putOutbox(item(1))
      await writer.setMeta('state', 1)
      expect(numbers(await writer.rowsNamed('labels', 'b'))).toEqual([1])
      throw new Error('power cut')
    })
    await expect(broken).rejects.toThrow('power cut')
    const read = await storage.read(async (reader) => [
      numbers(await reader.rowsNamed('labels', 'a')),
      await reader.outboxSize(),
      await reader.meta('state'),
    ])
    expect(read).toEqual([[1], 0, undefined])
    await storage.write((writer) => writer.setMeta('state', 2))
    expect(await storage.read((reader) => reader.meta('state'))).toBe(2)
  })

  test('transactions that come at once run one after the other', async () => {
    await fresh()
    await storage.write((writer) => writer.setMeta('count', 0))
    const add = () =>
      storage.write(async (writer) => writer.setMeta('count', ((await writer.meta('count')) as number) + 1))
    await Promise.all(Array.from({ length: 20 }, add))
    expect(await storage.read((reader) => reader.meta('count'))).toBe(20)
  })
})
