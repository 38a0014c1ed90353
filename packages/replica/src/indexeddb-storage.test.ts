/** What only a browser's store does; what all stores do is in `storage.test.ts`. */
import 'fake-indexeddb/auto'
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { openDB } from 'idb'
import { expect, test } from 'vitest'
import { deleteIndexedDbStorage, openIndexedDbStorage } from './indexeddb-storage.ts'

let users = 0
const newUser = () => `user-${++users}`

test('F15 each user has a store of their own, and deleting one leaves the other', async () => {
  const [mine, yours] = [newUser(), newUser()]
  const stores = [await openIndexedDbStorage({ userId: mine }), await openIndexedDbStorage({ userId: yours })]
  for (const [index, store] of stores.entries()) await store.write((writer) => writer.setMeta('whose', index))
  await stores[0]!.close()
  await deleteIndexedDbStorage(mine)
  const again = await openIndexedDbStorage({ userId: mine })
  expect(await again.read((reader) => reader.meta('whose'))).toBeUndefined()
  expect(await stores[1]!.read((reader) => reader.meta('whose'))).toBe(1)
})

test('a store of a newer version of the page is refused', async () => {
  const userId = newUser()
  const newer = await openDB(`goalixa-${userId}`, 99)
  newer.close()
  await expect(openIndexedDbStorage({ userId })).rejects.toMatchObject({
    code: 'replica.newer',
    try: 'reload the page',
  })
})

test('F14 a window with a newer version gets the store: the older one closes, and says so', async () => {
  const userId = newUser()
  let isClosed = false
  const old = await openIndexedDbStorage({ userId, onClosed: () => (isClosed = true) })
  const newer = await openDB(`goalixa-${userId}`, 99)
  expect(isClosed).toBe(true)
  await expect(old.write((writer) => writer.setMeta('a', 1))).rejects.toMatchObject({
    code: 'replica.unwritable',
    try: 'reload the page',
  })
  newer.close()
})

test('writes are durable before they are called done', async () => {
  const asked: unknown[] = []
  const storage = await openIndexedDbStorage({ userId: newUser() })
  const { IDBDatabase } = globalThis as unknown as {
    IDBDatabase: { prototype: { transaction: (...given: unknown[]) => unknown } }
  }
  const begin = IDBDatabase.prototype.transaction
  IDBDatabase.prototype.transaction = function (...given) {
    asked.push(given.slice(1))
    return begin.apply(this, given)
  }
  try {
    await storage.write((writer) => writer.setMeta('a', 1))
  } finally {
    IDBDatabase.prototype.transaction = begin
  }
  expect(asked).toEqual([['readwrite', { durability: 'strict' }]])
})

test('F12 a full disk is told, and nothing is half written', async () => {
  const storage = await openIndexedDbStorage({ userId: newUser() })
  await storage.write((writer) => writer.setMeta('a', 1))
  const { IDBObjectStore } = globalThis as unknown as {
    IDBObjectStore: { prototype: { put: (...given: unknown[]) => unknown } }
  }
  const put = IDBObjectStore.prototype.put
  let left = 1
  IDBObjectStore.prototype.put = function (...given) {
    if (left-- > 0) return put.apply(this, given)
    throw new DOMException('no room', 'QuotaExceededError')
  }
  try {
    const writing = storage.write(async (writer) => {
      await writer.setMeta('a', 2)
      await writer.setMeta('b', 2)
    })
    await expect(writing).rejects.toMatchObject({
      code: 'replica.unwritable',
      message: expect.stringContaining('no room'),
    })
  } finally {
    IDBObjectStore.prototype.put = put
  }
  expect(await storage.read(async (reader) => [await reader.meta('a'), await reader.meta('b')])).toEqual([
    1,
    undefined,
  ])
})

test('Node loads no idb with the replica, a browser nothing of Node', () => {
  const loaded = (entry: string) =>
    execFileSync(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `
      import { registerHooks } from 'node:module'
      const seen = []
      registerHooks({ load(url, context, next) { seen.push(url); return next(url, context) } })
      for (const entry of ${JSON.stringify(entry.split(' '))}) await import(entry)
      console.log(seen.join('\\n'))`,
      ],
      { encoding: 'utf8', cwd: fileURLToPath(new URL('.', import.meta.url)) },
    )
  const core = './replica.ts ./sync.ts ./undo.ts ./conflicts.ts ./dead-letters.ts ./automatic-ends.ts'
  expect(loaded(`${core} ./sqlite-storage.ts`)).not.toMatch(/\/idb\//)
  const browser = loaded(`${core} ./indexeddb-storage.ts`)
  expect(browser).toMatch(/\/idb\//)
  expect(browser).not.toMatch(/node:/)
})
