/** One stack per data folder: a file names the process that holds it, and goes when that process stops. */
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'

const Holder = z.object({ pid: z.int().positive(), url: z.string() })

/** The data folder is in use. */
export class LockedError extends Error {
  override readonly name = 'LockedError'
}

/**
 * Takes the folder; a lock that a killed process left does not count.
 * @throws LockedError naming who has it
 */
export async function takeLock(folder: string, url: string): Promise<{ release: () => Promise<void> }> {
  const file = join(folder, 'server.json')
  const text = JSON.stringify({ pid: process.pid, url })
  const create = () => writeFile(file, text, { flag: 'wx' })
  await create().catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
    const holder = Holder.safeParse(await readJson(file)).data
    if (holder !== undefined && (await holds(holder.pid))) {
      throw new LockedError(`Goalixa runs already on this data, at ${holder.url} (process ${holder.pid}).`)
    }
    await rm(file, { force: true })
    await create()
  })
  return { release: () => rm(file, { force: true }) }
}

const readJson = (file: string): Promise<unknown> =>
  readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as unknown,
    () => undefined,
  )

async function holds(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  // The number may belong to another program by now; where that cannot be seen, the lock counts.
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined)
  return command === undefined ? process.platform !== 'linux' : command.includes('node')
}
