import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { openDatabase } from '@goalixa/service-kit/db'
import { sql } from '@goalixa/service-kit/sql'
import { testDatabase } from '@goalixa/service-kit/testing/database'
import { get, register } from './testing-requests.ts'

const main = fileURLToPath(new URL('main.ts', import.meta.url))

function start(settings: Record<string, string>): ChildProcess {
  return fork(main, {
    env: { ...settings, LOG_LEVEL: 'warn' },
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
}

async function wordsOf(child: ChildProcess): Promise<string> {
  let words = ''
  for await (const chunk of child.stderr ?? []) words += String(chunk)
  return words
}

test('two processes that start at once on an empty database share one schema and one key', async () => {
  const DATABASE_URL = await testDatabase()
  const database = openDatabase({ url: DATABASE_URL, schema: 'auth', poolSize: 1 })
  await database.rows(sql`drop schema auth cascade`)
  const settings = {
    DATABASE_URL,
    AUTH_SECRET: 'uT5wQ8zK3xN7vB2mL9jH4gF6dS1aP0oI',
    PUBLIC_URL: 'https://goalixa.test',
  }
  const children = [start(settings), start(settings)]
  const urls = await Promise.all(
    children.map(async (child) => {
      const [message] = await once(child, 'message')
      return `http://127.0.0.1:${message.listening.port}`
    }),
  )
  expect(await database.row(sql`select count(*) as keys from signing_keys`)).toEqual({ keys: 1 })
  const { accessToken } = await register(urls[0] ?? '')
  expect((await get(`${urls[1]}/auth/me`, { token: accessToken })).status).toBe(200)
  await database.close()
  const ends = children.map((child) => once(child, 'exit'))
  for (const child of children) child.kill('SIGTERM')
  expect(await Promise.all(ends)).toEqual([
    [0, null],
    [0, null],
  ])
})

test('SEC-018: it refuses to start with a weak secret and says what to do', async () => {
  const child = start({
    DATABASE_URL: 'postgres://127.0.0.1/none',
    AUTH_SECRET: 'changeme',
    PUBLIC_URL: 'https://goalixa.test',
  })
  const [words, [code]] = await Promise.all([wordsOf(child), once(child, 'exit')])
  expect(code).toBe(1)
  expect(words).toContain('AUTH_SECRET: it needs at least 32 bytes')
  expect(words).not.toContain('changeme')
})
