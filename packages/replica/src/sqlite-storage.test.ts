import { execFile, execFileSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '@goalixa/contracts/errors'
import { openSqliteStorage } from './sqlite-storage.ts'
import type { StoredRow } from './storage.ts'

const folder = mkdtempSync(join(tmpdir(), 'goalixa-replica-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let path: string
let files = 0
beforeEach(() => {
  path = join(folder, `store-${++files}.db`)
})

const row = (n: number): StoredRow => {
  const regs = { name: { v: `label ${n} ${'x'.repeat(200)}`, stamp: [n, 0, 'me'] as const } }
  return {
    table: 'labels',
    id: `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`,
    confirmed: regs,
    seq: n,
    pending: null,
    visible: regs,
  }
}
async function fill(rows = 500): Promise<void> {
  const storage = openSqliteStorage({ path })
  await storage.write(async (writer) => {
    for (let n = 1; n <= rows; n++) await writer.putRow(row(n))
  })
  await storage.close()
}
const readAll = async () => {
  const storage = openSqliteStorage({ path })
  try {
    return await storage.read((reader) => reader.storedRows())
  } finally {
    await storage.close()
  }
}
const failure = async (work: () => unknown): Promise<AppError> => {
  try {
    await work()
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('nothing failed')
}

describe('a file', () => {
  test('keeps what was written for the next process', async () => {
    await fill(3)
    expect(await readAll()).toEqual([row(1), row(2), row(3)])
  })

  test('belongs to its owner alone, with the files beside it', async () => {
    const storage = openSqliteStorage({ path })
    await storage.write((writer) => writer.setMeta('a', 1))
    for (const name of ['', '-wal', '-shm']) expect(statSync(path + name).mode & 0o077).toBe(0)
    await storage.close()
  })

  test('six processes that open a new one at once all get it', async () => {
    const script = `
      const { openSqliteStorage } = await import(${JSON.stringify(new URL('./sqlite-storage.ts', import.meta.url).href)})
      const storage = openSqliteStorage({ path: ${JSON.stringify(path)} })
      await storage.write(async (writer) => writer.setMeta('count', ((await writer.meta('count')) ?? 0) + 1))
      await storage.close()`
    const run = promisify(execFile)
    await Promise.all(
      Array.from({ length: 6 }, () => run(process.execPath, ['--input-type=module', '-e', script])),
    )
    const storage = openSqliteStorage({ path })
    expect(await storage.read((reader) => reader.meta('count'))).toBe(6)
    await storage.close()
  })

  test('waits for the other process that writes, and sees what it wrote', async () => {
    const [one, other] = [openSqliteStorage({ path }), openSqliteStorage({ path, busyMs: 0 })]
    await one.write((writer) => writer.setMeta('a', 1))
    let refused: unknown
    await one.write(async (writer) => {
      await writer.setMeta('a', 2)
      refused = await failure(() => other.write((inner) => inner.setMeta('a', 3)))
      // Readers are not kept waiting.
      expect(await other.read((reader) => reader.meta('a'))).toBe(1)
    })
    expect(refused).toMatchObject({ code: 'replica.unwritable', try: 'try again in a moment' })
    expect(await other.read((reader) => reader.meta('a'))).toBe(2)
    await Promise.all([one.close(), other.close()])
  })

  test('is synced to the disk at each commit', async () => {
    const storage = openSqliteStorage({ path })
    const seen = new DatabaseSync(path)
    expect(seen.prepare('pragma journal_mode').get()).toEqual({ journal_mode: 'wal' })
    seen.close()
    await storage.close()
  })

  test('what a killed process had committed is there, what it had not is not', async () => {
    const script = `
      const { openSqliteStorage } = await import(${JSON.stringify(new URL('./sqlite-storage.ts', import.meta.url).href)})
      const storage = openSqliteStorage({ path: ${JSON.stringify(path)} })
      await storage.write((writer) => writer.setMeta('committed', true))
      await storage.write(async (writer) => {
        await writer.setMeta('open', true)
        process.kill(process.pid, 'SIGKILL')
        await new Promise(() => {})
      })`
    expect(() =>
      execFileSync(process.execPath, ['--input-type=module', '-e', script], { stdio: 'pipe' }),
    ).toThrow()
    const storage = openSqliteStorage({ path })
    expect(
      await storage.read(async (reader) => [await reader.meta('committed'), await reader.meta('open')]),
    ).toEqual([true, undefined])
    await storage.close()
  })
})

describe('a file that cannot be used says so, and what to do', () => {
  test('made by a newer version: it is not touched', async () => {
    await fill(1)
    const database = new DatabaseSync(path)
    database.exec('pragma user_version = 99')
    database.close()
    const before = readFileSync(path)
    expect(await failure(() => openSqliteStorage({ path }))).toMatchObject({
      code: 'replica.newer',
      try: 'update the program',
    })
    expect(readFileSync(path).equals(before)).toBe(true)
  })

  test.each([
    [
      'no database',
      async () => writeFileSync(path, 'these are notes about my cat, and no database at all. '.repeat(100)),
    ],
    [
      'of another program',
      async () => {
        const database = new DatabaseSync(path)
        database.exec('create table cats (name text)')
        database.close()
      },
    ],
    [
      'cut short',
      async () => {
        await fill()
        truncateSync(path, 20_000)
      },
    ],
    [
      'overwritten in the middle',
      async () => {
        await fill()
        const file = openSync(path, 'r+')
        for (let at = 4096; at < 400_000; at += 4096) writeSync(file, Buffer.alloc(4096, 0xa5), 0, 4096, at)
      },
    ],
  ])('%s', async (_what, damage) => {
    await damage()
    const error = await failure(readAll)
    expect(error.code).toBe('replica.damaged')
    expect(error.message).toMatch(/^the local store cannot be used: /)
    expect(error.message).not.toMatch(/SQL|malformed|\//)
    expect(error.try).not.toBe('')
  })

  test('a folder that is not there', async () => {
    expect(await failure(() => openSqliteStorage({ path: join(folder, 'none', 'store.db') }))).toMatchObject({
      code: 'replica.unwritable',
    })
  })

  test('a file that may only be read', async () => {
    await fill(1)
    // As root permissions do not hold; a folder in its place cannot be opened by anybody.
    if (process.getuid?.() === 0) {
      expect(await failure(() => openSqliteStorage({ path: folder }))).toMatchObject({
        code: 'replica.unwritable',
      })
      return
    }
    chmodSync(path, 0o400)
    const write = async () => openSqliteStorage({ path }).write((writer) => writer.setMeta('a', 1))
    expect(await failure(write)).toMatchObject({ code: 'replica.unwritable' })
  })

  test('F12 a full disk: nothing is half written, and it goes on once there is room', async () => {
    await fill(10)
    const storage = openSqliteStorage({ path, maxPages: 30 })
    const tooMuch = () =>
      storage.write(async (writer) => {
        for (let n = 11; n <= 2_000; n++) await writer.putRow(row(n))
      })
    expect(await failure(tooMuch)).toMatchObject({
      code: 'replica.unwritable',
      message: expect.stringContaining('disk is full'),
    })
    expect(await storage.read((reader) => reader.storedRows())).toHaveLength(10)
    await storage.write((writer) => writer.putRow(row(11)))
    await storage.close()
    expect(await readAll()).toHaveLength(11)
  })

  test('an older copy opens as what it was', async () => {
    await fill(2)
    const copy = `${path}.copy`
    copyFileSync(path, copy)
    const storage = openSqliteStorage({ path: copy })
    expect(await storage.read((reader) => reader.storedRows())).toHaveLength(2)
    await storage.close()
  })
})
