import { copyFileSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { listDeadLetters, unsent } from '@goalixa/replica/dead-letters'
import { openReplica } from '@goalixa/replica/replica'
import type { Replica } from '@goalixa/replica/replica'
import { openSqliteStorage } from '@goalixa/replica/sqlite-storage'
import { v7 } from 'uuid'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { repairReplica } from './repair-replica.ts'

let dataDir: string
let path: string
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'goalixa-repair-'))
  path = join(dataDir, 'replica.sqlite')
})
afterEach(() => rm(dataDir, { recursive: true }))

const me = 'me'
const now = () => Date.UTC(2026, 2, 2, 9)
let last = 0
const random = (bytes: number) => Uint8Array.from({ length: bytes }, () => (last = (last + 7) % 256))
const repair = () => repairReplica({ path, dataDir, userId: me, now })

async function withReplica<Result>(work: (replica: Replica) => Promise<Result>): Promise<Result> {
  const replica = await openReplica({ storage: openSqliteStorage({ path }), userId: me, now, random })
  try {
    return await work(replica)
  } finally {
    await replica.close()
  }
}
const addLabels = (count: number, from = 0) =>
  withReplica(async (replica) => {
    for (let n = from; n < from + count; n++)
      await replica.write('labels.create', (draft) => draft.patch('labels', v7(), { name: `label ${n}` }))
  })
const labels = () =>
  withReplica(async (replica) =>
    (await replica.read((reader) => reader.rowsOf('labels'))).map(({ regs }) => regs['name']!.v as string),
  )
const waiting = () => withReplica(async (replica) => (await unsent(replica)).outbox)

/** Overwrites the page where a table begins. */
function spoil(table: string): void {
  const database = new DatabaseSync(path)
  const { rootpage } = database.prepare('select rootpage from sqlite_schema where name = ?').get(table) as {
    rootpage: number
  }
  database.close()
  const bytes = readFileSync(path)
  bytes.fill(0xff, (rootpage - 1) * 4096, rootpage * 4096)
  writeFileSync(path, bytes)
}

describe('a damaged store', () => {
  test('keeps what was not sent, with its stamps, under a new name', async () => {
    await addLabels(3)
    await withReplica((replica) =>
      replica.storage.write(async (writer) => {
        const [item] = await writer.outbox(0, 1)
        const { operation } = item!
        await writer.putDeadLetter({
          key: 'x/9',
          code: 'sync.invalid_operation',
          detail: 'no',
          atMs: 1,
          operation,
        })
      }),
    )
    const before = await waiting()
    spoil('intents')
    const done = await repair()
    expect(done).toMatchObject({ saved: 3, refused: 1 })
    const after = await waiting()
    expect(after.map(({ operation }) => operation)).toEqual(before.map(({ operation }) => operation))
    expect(after[0]!.key).not.toBe(before[0]!.key)
    expect(await labels()).toEqual(['label 0', 'label 1', 'label 2'])
    expect(await withReplica(listDeadLetters)).toMatchObject([{ key: 'x/9', detail: 'no' }])
    const copy = JSON.parse(readFileSync(done.copy!, 'utf8')) as { operations: unknown }
    expect(copy.operations).toHaveLength(3)
    for (const name of await readdir(dataDir))
      expect((await stat(join(dataDir, name))).mode & 0o077, name).toBe(0)
    // What is done next comes after it.
    await addLabels(1, 3)
    expect((await waiting()).map(({ operation }) => operation.n)).toEqual([1, 2, 3, 4])
  })

  test('whose outbox cannot be read gives back what waits for its rows', async () => {
    await addLabels(2)
    spoil('outbox')
    expect(await repair()).toMatchObject({ saved: 2 })
    expect(await labels()).toEqual(['label 0', 'label 1'])
    expect(await waiting()).toMatchObject([{ operation: { n: 1, intent: 'sync.repair' } }])
  })

  test('whose outbox is long gives back what is before and behind the damage', async () => {
    await addLabels(400)
    const database = new DatabaseSync(path)
    // Beside the outbox, what waits for rows would give it back, too.
    database.exec('update rows set pending = null')
    database.close()
    const bytes = readFileSync(path)
    const at = bytes.indexOf('"label 200"')
    const page = Math.floor(at / 4096)
    bytes.fill(0, page * 4096, (page + 1) * 4096)
    writeFileSync(path, bytes)
    const { saved } = await repair()
    expect(saved).toBeGreaterThan(300)
    expect(saved).toBeLessThan(400)
    const names = await labels()
    expect(names).toEqual(expect.arrayContaining(['label 0', 'label 399']))
  })

  test('that is cut in half gives back what is in the first half', async () => {
    await addLabels(400)
    truncateSync(path, Math.floor(statSync(path).size / 8192) * 4096)
    const { saved } = await repair()
    expect(saved).toBeGreaterThan(50)
    const names = await labels()
    expect(names.length).toBeGreaterThan(50)
    expect(new Set(names).size).toBe(names.length)
  })

  test.each([
    ['garbage', () => writeFileSync(path, 'garbage'.repeat(2_000))],
    ['cut off in its first page', () => truncateSync(path, 700)],
    ['another program’s', () => writeAnother()],
  ])('that is %s is set aside as it is', async (_, harm) => {
    await addLabels(1)
    harm()
    const bytes = readFileSync(path)
    const done = await repair()
    expect(done).toMatchObject({ saved: 0, refused: 0, copy: null })
    expect(readFileSync(done.setAside!).equals(bytes)).toBe(true)
    expect(await labels()).toEqual([])
  })

  test('of another account is set aside, and nothing of it is taken over', async () => {
    await withReplica(() => Promise.resolve())
    const other = join(dataDir, 'other.sqlite')
    const storage = openSqliteStorage({ path: other })
    const replica = await openReplica({ storage, userId: 'somebody else', now, random })
    await replica.write('labels.create', (draft) => draft.patch('labels', v7(), { name: 'private' }))
    await replica.close()
    copyFileSync(other, path)
    expect(await repair()).toMatchObject({ saved: 0, copy: null, setAside: expect.any(String) as string })
    expect([await labels(), await waiting()]).toEqual([[], []])
  })
})

test('a store that is in order, or not there, is left alone', async () => {
  const nothing = { setAside: null, copy: null, saved: 0, refused: 0 }
  expect(await repair()).toEqual(nothing)
  expect(await readdir(dataDir)).toEqual([])
  await addLabels(2)
  expect(await repair()).toEqual(nothing)
  expect(await waiting()).toHaveLength(2)
})

test('a store of a newer version is left alone', async () => {
  await addLabels(1)
  const database = new DatabaseSync(path)
  database.exec('pragma user_version = 99')
  database.close()
  await expect(repair()).rejects.toMatchObject({ code: 'replica.newer' })
  expect(await readdir(dataDir)).toEqual(['replica.sqlite'])
})

function writeAnother(): void {
  writeFileSync(path, '')
  const database = new DatabaseSync(path)
  database.exec('create table songs (name text)')
  database.close()
}
