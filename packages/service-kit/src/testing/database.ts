/** Databases for tests: each test file works on its own copy of a migrated template. */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject, onTestFinished } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of the server's maintenance database, and the name of the migrated template. */
    databaseServer: string
    databaseTemplate: string
  }
}

/** A fresh copy of the template; drop it when the tests are over. */
export async function createTestDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const server = inject('databaseServer')
  const name = `test_${randomBytes(8).toString('hex')}`
  await execute(server, `create database ${name} template ${inject('databaseTemplate')}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => execute(server, `drop database if exists ${name} with (force)`) }
}

/** A fresh copy that goes when the running test ends. */
export async function testDatabase(): Promise<string> {
  const { url, drop } = await createTestDatabase()
  onTestFinished(drop)
  return url
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
