import { setTimeout as pause } from 'node:timers/promises'
import { Router } from 'express'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from './db.ts'
import { openDatabase } from './db.ts'
import { createHttpService } from './http-service.ts'
import { createLogger } from './log.ts'
import { createMetrics } from './metrics.ts'
import { sql } from './sql.ts'
import { createTestDatabase } from './testing/database.ts'

/** One connection, so that whatever a request leaves behind on it is found by the next. */
let database: Database
let watcher: Database
let url: string
let close: () => Promise<void>
/** What was run after the answer. */
const afterwards: unknown[] = []

beforeAll(async () => {
  const test = await createTestDatabase()
  database = openDatabase({ url: test.url, schema: 'app', poolSize: 1 })
  watcher = openDatabase({ url: test.url, schema: 'app', poolSize: 1 })
  const routes = Router()
  const sleep = sql`select pg_sleep(4)`
  routes.get('/query', async (_request, response) => void response.json(await database.rows(sleep)))
  routes.get('/transaction', async (_request, response) => {
    response.json(await database.transaction((tx) => tx.rows(sleep)))
  })
  routes.get('/quick', async (_request, response) => {
    response.json(await database.rows(sql`select 1 as one`))
    await pause(300)
    afterwards.push(await database.rows(sql`select pg_sleep(0.1), 2 as two`).catch((error: unknown) => error))
  })
  routes.get('/late', async (_request, response) => {
    await pause(300)
    response.json(await database.rows(sql`select 1 as one`))
  })
  const service = createHttpService({
    log: createLogger({ service: 'test', level: 'silent' }),
    metrics: createMetrics('test'),
    checks: {},
    routes,
  })
  const { port } = await service.listen({ host: '127.0.0.1', port: 0, metricsPort: 0 })
  url = `http://127.0.0.1:${port}`
  close = async () => {
    await service.close()
    await Promise.all([database.close(), watcher.close()])
    await test.drop()
  }
})
afterAll(() => close())

const get = (path: string, timeoutMs?: string) =>
  fetch(url + path, { headers: timeoutMs === undefined ? {} : { 'x-request-timeout-ms': timeoutMs } })
const sleeping = async () =>
  watcher.row<{ count: number }>(
    sql`select count(*) from pg_stat_activity where state = 'active' and query like 'select pg_sleep(4)%'`,
  )

test.each(['/query', '/transaction'])('SEC-110: %s that nobody waits for does not go on', async (path) => {
  const began = performance.now()
  expect((await get(path, '200')).status).toBe(503)
  expect(performance.now() - began).toBeLessThan(3_500)
  expect(await sleeping()).toEqual({ count: 0 })
  // The limit was of that request alone.
  expect(await database.row(sql`select 1 as one`)).toEqual({ one: 1 })
  expect(await database.row(sql`show statement_timeout`)).toEqual({ statement_timeout: '0' })
  expect(await database.transaction((tx) => tx.row(sql`show statement_timeout`))).toEqual({
    statement_timeout: '0',
  })
})

test('a request whose time is over asks the database nothing more', async () => {
  expect((await get('/late', '100')).status).toBe(503)
  expect((await get('/late', '5000')).status).toBe(200)
})

test('what goes on after the answer has all the time it needs', async () => {
  expect((await get('/quick', '250')).status).toBe(200)
  await expect.poll(() => afterwards).toEqual([[{ pg_sleep: '', two: 2 }]])
})

test.each(['', '-1', '1e9', 'soon', '9'.repeat(40), '999999999'])(
  'a header that says %j takes nothing away',
  async (header) => {
    expect((await get('/quick', header)).status).toBe(200)
  },
)
