import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import type { SqliteChanges } from './sqlite-changes.ts'
import { openSqliteChanges } from './sqlite-changes.ts'
import { openSqliteStorage } from './sqlite-storage.ts'
import type { ReplicaStorage } from './storage.ts'

const folder = mkdtempSync(join(tmpdir(), 'goalixa-changes-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let path: string
let files = 0
let storage: ReplicaStorage
let changes: SqliteChanges
beforeEach(() => {
  path = join(folder, `store-${++files}.db`)
  storage = openSqliteStorage({ path })
  changes = openSqliteChanges(path)
})
afterEach(async () => {
  changes.close()
  await storage.close()
})
const write = (value: number) => storage.write((writer) => writer.setMeta('a', value))

test('a change of this process is seen once it is committed, and reading is none', async () => {
  const before = changes.version()
  expect(changes.version()).toBe(before)
  await storage.write(async (writer) => {
    await writer.setMeta('a', 1)
    expect(changes.version()).toBe(before)
  })
  const after = changes.version()
  expect(after).not.toBe(before)
  await storage.read((reader) => reader.meta('a'))
  expect(changes.version()).toBe(after)
})

test('what is taken back is no change', async () => {
  await write(1)
  const before = changes.version()
  await expect(
    storage.write(async (writer) => {
      await writer.setMeta('a', 2)
      throw new Error('no')
    }),
  ).rejects.toThrow('no')
  expect(changes.version()).toBe(before)
})

test('a change of another process is seen', async () => {
  await write(1)
  const before = changes.version()
  const script = `
    const { openSqliteStorage } = await import(${JSON.stringify(new URL('./sqlite-storage.ts', import.meta.url).href)})
    const storage = openSqliteStorage({ path: ${JSON.stringify(path)} })
    await storage.write((writer) => writer.setMeta('a', 2))
    await storage.close()`
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script])
  expect(changes.version()).not.toBe(before)
})

test('a store that was removed, and one that took its place, are not the one that is watched', async () => {
  await write(1)
  expect(changes.version()).toBeTypeOf('number')
  for (const companion of ['', '-wal', '-shm']) rmSync(path + companion)
  expect(changes.version()).toBeUndefined()
  const next = openSqliteStorage({ path })
  expect(changes.version()).toBeUndefined()
  await next.close()
})

test('without a store there is nothing to watch', () => {
  expect(() => openSqliteChanges(join(folder, 'none.db'))).toThrow(
    expect.objectContaining({ code: 'replica.unwritable' }),
  )
})
