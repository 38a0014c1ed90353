/** One at a time works on a data folder: a file names the process that holds it, and goes when that process stops. */
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'

const Holder = z.object({ pid: z.int().positive(), url: z.string() })
type Holder = z.infer<typeof Holder>

/** The data folder is in use. */
export class LockedError extends Error {
  override readonly name = 'LockedError'
}

/**
 * Takes the folder; a lock that a killed process left does not count. `url`: where whoever has it can be reached, or
 * what it does.
 * @throws LockedError naming who has it
 */
export async function takeLock(folder: string, url: string): Promise<{ release: () => Promise<void> }> {
  const file = lockFile(folder)
  const text = JSON.stringify({ pid: process.pid, url })
  const create = () => writeFile(file, text, { flag: 'wx' })
  await create().catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
    const holder = await holderOf(folder)
    if (holder !== undefined) {
      throw new LockedError(`Goalixa runs already on this data, at ${holder.url} (process ${holder.pid}).`)
    }
    await rm(file, { force: true })
    await create()
  })
  return { release: () => rm(file, { force: true }) }
}

/** Who works on the folder; undefined when nobody does. */
export async function holderOf(folder: string): Promise<Holder | undefined> {
  const holder = Holder.safeParse(await readJson(lockFile(folder))).data
  return holder !== undefined && (await holds(holder.pid)) ? holder : undefined
}

const lockFile = (folder: string) => join(folder, 'server.json')

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
