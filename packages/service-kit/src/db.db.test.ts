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
