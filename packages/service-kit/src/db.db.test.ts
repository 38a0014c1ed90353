import type { AddressInfo } from 'node:net'
import { connect, createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from './db.ts'
import type { Db } from './db.ts'
import { sql } from './sql.ts'
import { testDatabase } from './testing/database.ts'

/** A pool of the test's own, and somebody beside it who can end its connections. */
async function aDatabase() {
  const url = await testDatabase()
  const idleErrors: Error[] = []
  const database = openDatabase({
    url,
    schema: 'public',
    poolSize: 2,
    onError: (error) => idleErrors.push(error),
  })
  const other = openDatabase({ url, schema: 'public', poolSize: 1 })
  onTestFinished(async () => {
    await database.close()
    await other.close()
  })
  await database.rows(sql`create table kept (word text)`)
  const pidOf = async (db: Db) => (await db.row<{ pid: number }>(sql`select pg_backend_pid() as pid`))!.pid
  const kill = (pid: number) => other.rows(sql`select pg_terminate_backend(${pid}, 5000)`)
  return { database, idleErrors, pidOf, kill }
}

test('a connection that breaks within a transaction takes all of it back, and the pool goes on', async () => {
  const { database, pidOf, kill } = await aDatabase()
  const broken = database.transaction(async (tx) => {
    await tx.rows(sql`insert into kept values ('lost')`)
    await kill(await pidOf(tx))
    await tx.rows(sql`insert into kept values ('too late')`)
  })
  await expect(broken).rejects.toMatchObject({ code: 'service.unavailable', retryAfterSeconds: 2 })
  await database.transaction((tx) => tx.rows(sql`insert into kept values ('kept')`))
  expect(await database.rows(sql`select word from kept`)).toEqual([{ word: 'kept' }])
})

test('a connection that breaks before the commit fails the transaction', async () => {
  const { database, pidOf, kill } = await aDatabase()
  const broken = database.transaction(async (tx) => {
    await tx.rows(sql`insert into kept values ('lost')`)
    await kill(await pidOf(tx))
  })
  await expect(broken).rejects.toMatchObject({ code: 'service.unavailable' })
  expect(await database.rows(sql`select word from kept`)).toEqual([])
})

test('a connection that breaks while idle is told, and replaced', async () => {
  const { database, idleErrors, pidOf, kill } = await aDatabase()
  await kill(await pidOf(database))
  await expect.poll(() => idleErrors.length).toBe(1)
  await database.ping()
})

test('a connection that breaks in the moment in which it is handed over fails its query, and nothing else', async () => {
  const url = await cutWhenReady(new URL(await testDatabase()))
  const database = openDatabase({ url: url.href, schema: 'public' })
  const crashes: unknown[] = []
  const onCrash = (error: unknown) => void crashes.push(error)
  process.on('uncaughtException', onCrash)
  onTestFinished(async () => {
    process.off('uncaughtException', onCrash)
    await database.close()
  })
  await expect(database.rows(sql`select 1`)).rejects.toMatchObject({ code: 'service.unavailable' })
  expect(crashes).toEqual([])
})

/** A way to the server on which each session is ended as soon as it is ready, in one packet with the news of that. */
async function cutWhenReady(target: URL): Promise<URL> {
  const ready = Buffer.from('Z\0\0\0\x05I', 'latin1')
  const fields = Buffer.from('SFATAL\0C57P01\0Mterminating connection\0\0', 'latin1')
  const length = Buffer.alloc(4)
  length.writeInt32BE(fields.length + 4)
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname)
    for (const socket of [near, far]) socket.on('error', () => undefined)
    near.pipe(far)
    far.on('data', (piece: Buffer) => {
      if (!piece.subarray(-ready.length).equals(ready)) return void near.write(piece)
      near.end(Buffer.concat([piece, Buffer.from('E'), length, fields]))
      far.destroy()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const way = new URL(target)
  way.hostname = '127.0.0.1'
  way.port = String((server.address() as AddressInfo).port)
  return way
}
