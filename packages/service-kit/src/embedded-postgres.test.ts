import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { EmbeddedPostgres } from './embedded-postgres.ts'
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import { migrate } from './migrate.ts'

let folder: string
let server: EmbeddedPostgres | undefined
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'goalixa-postgres-'))
})
afterEach(async () => {
  await server?.stop()
  await rm(folder, { recursive: true, force: true })
})

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  return client
}

test('comes back on its port after kill -9, when the last of its processes has ended', async () => {
  server = await startEmbeddedPostgres({ folder, durable: true })
  const port = Number(new URL(server.url).port)
  const client = await connected(server.url)
  await client.query('create table kept (word text)')
  await client.query(`insert into kept values ('committed')`)
  await client.query('begin')
  await client.query(`insert into kept values ('open')`)
  // A session that works looks for its server only when it is done: such a process outlives it for a while.
  const busy = await connected(server.url)
  let hasEnded = false
  busy.once('end', () => (hasEnded = true))
  const working = busy.query('select count(*) from generate_series(1, 4000000)').catch(() => undefined)

  process.kill(server.pid, 'SIGKILL')
  await server.exited
  server = await startEmbeddedPostgres({ folder, durable: true, port })
  expect(hasEnded).toBe(true)
  await working
  expect(Number(new URL(server.url).port)).toBe(port)
  const again = await connected(server.url)
  expect((await again.query('select word from kept')).rows).toEqual([{ word: 'committed' }])
  await again.end()
})

test('first starts that were killed in the middle do not stand in the way', async () => {
  await mkdir(join(folder, 'data.new'))
  await writeFile(join(folder, 'data.new', 'PG_VERSION'), '18\n')
  server = await startEmbeddedPostgres({ folder, durable: false })
  const client = await connected(server.url.replace(/goalixa$/, 'postgres'))
  await client.query('drop database goalixa')
  await client.end()
  await server.stop()
  server = await startEmbeddedPostgres({ folder, durable: false })
  await (await connected(server.url)).end()
})

test('migrations wait for a server that recovers from the death of a session', async () => {
  server = await startEmbeddedPostgres({ folder, durable: false })
  const migrations = join(folder, 'migrations')
  await mkdir(migrations)
  await writeFile(join(migrations, '0001_first.sql'), 'create table first (id int)')
  // All sessions end with one that is killed. Then connections break, and then the server says that it recovers: a
  // few times meet both.
  for (const schema of ['shop', 'stock', 'staff', 'sales']) {
    const client = await connected(server.url)
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    const over = new Promise((resolve) => client.once('end', resolve))
    process.kill(rows[0]!.pid, 'SIGKILL')
    await over
    expect(await migrate({ url: server.url, schema, folder: migrations })).toEqual(['0001_first.sql'])
  }
})

test('a stop while the server recovers from a crash ends it, too', { timeout: 60_000 }, async () => {
  const log: string[] = []
  server = await startEmbeddedPostgres({ folder, durable: false, onLog: (line) => log.push(line) })
  const client = await connected(server.url)
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  process.kill(rows[0]!.pid, 'SIGKILL')
  await expect.poll(() => log.join(), { interval: 2 }).toContain('reinitializing')
  await server.stop()
  expect(await server.exited).toMatch(/exit code/)
})
