import { mkdtemp, readFile, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { withFileLock } from './file-lock.ts'

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'goalixa-lock-'))
  path = join(folder, 'session.lock')
})
afterEach(() => rm(folder, { recursive: true }))

const noPatience = { patienceMs: 0, wait: async () => {} }
const taken = (pid: number, host = hostname()) => writeFile(path, JSON.stringify([host, pid, 'x']))

describe('withFileLock', () => {
  it('lets one in at a time', async () => {
    let inside = 0
    let most = 0
    const order: number[] = []
    await Promise.all(
      [1, 2, 3, 4].map((number) =>
        withFileLock(
          path,
          async () => {
            inside += 1
            most = Math.max(most, inside)
            await new Promise((resolve) => setImmediate(resolve))
            order.push(number)
            inside -= 1
          },
          { wait: () => new Promise((resolve) => setImmediate(resolve)) },
        ),
      ),
    )
    expect(most).toBe(1)
    expect(order.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4])
    expect(await readdir(folder)).toEqual([])
  })

  it('lets go when the work fails', async () => {
    await expect(withFileLock(path, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await withFileLock(path, async () => 'yes', noPatience)).toBe('yes')
  })

  it('respects the lock of a living process', async () => {
    await taken(process.pid)
    await expect(withFileLock(path, async () => 'yes', noPatience)).rejects.toMatchObject({
      code: 'service.unavailable',
    })
  })

  it('takes over from a process that died', async () => {
    // No process has a number this high.
    await taken(2 ** 30)
    expect(await withFileLock(path, async () => 'yes', noPatience)).toBe('yes')
    expect(await readdir(folder)).toEqual([])
  })

  it('takes over on another machine only by age', async () => {
    await taken(2 ** 30, 'elsewhere')
    await expect(withFileLock(path, async () => 'yes', noPatience)).rejects.toMatchObject({
      code: 'service.unavailable',
    })
    await utimes(path, 0, 0)
    expect(await withFileLock(path, async () => 'yes', noPatience)).toBe('yes')
  })

  it('leaves a lock alone that another process took over meanwhile', async () => {
    await withFileLock(path, () => taken(1))
    expect(await readFile(path, 'utf8')).toContain(',1,')
  })
})
