/**
 * Migrations: numbered SQL files, forward only, each in its own transaction.
 * Two processes may run them at once and any process may run them again: an advisory lock lets one through,
 * and each file's number is written before its statements, so it cannot run twice.
 */
import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'

interface MigrateOptions {
  readonly url: string
  /** Schema that the service owns; made when absent. */
  readonly schema: string
  /** Folder with `0001_name.sql`, … */
  readonly folder: string
}

/** A server that starts, or recovers from a crash, is waited for; longer than it takes after the death of a session. */
const patienceMs = 30_000

/**
 * Brings the schema up to the newest file. A server that says that it cannot serve yet is asked again for a while;
 * one that cannot be reached is not: the address may be wrong.
 * @returns the names of the files that were run now
 * @throws Error when a file that ran before has changed since: make a new file instead
 */
export async function migrate(options: MigrateOptions): Promise<string[]> {
  const until = Date.now() + patienceMs
  for (;;) {
    try {
      return await migrateNow(options)
    } catch (error) {
      if (!saysNotNow(error) || Date.now() > until) throw error
    }
    await setTimeout(50)
  }
}

/** It starts, recovers or shuts down (SQLSTATE 57P…), or broke the connection off as it does when it crashes. */
const saysNotNow = (error: unknown): boolean =>
  error instanceof pg.DatabaseError
    ? error.code?.startsWith('57P') === true
    : error instanceof Error && /Connection terminated unexpectedly|ECONNRESET|EPIPE/.test(error.message)

/** The name of the lock under which one process at a time changes a schema. */
export const migrationLock = (schema: string): string => `goalixa migrations ${schema}`

async function migrateNow({ url, schema, folder }: MigrateOptions): Promise<string[]> {
  const files = await filesIn(folder)
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  // A connection that breaks between two statements must not end the process: the next statement fails.
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query('select pg_advisory_lock(hashtext($1))', [migrationLock(schema)])
    await makeSchema(client, schema)
    const applied = await client.query<{ name: string; checksum: string }>(
      'select name, checksum from migrations',
    )
    const known = new Map(applied.rows.map((row) => [row.name, row.checksum]))
    const run: string[] = []
    for (const name of files) {
      const { text, checksum } = await readMigration(folder, name)
      const before = known.get(name)
      if (before === checksum) continue
      if (before !== undefined) {
        throw new Error(
          `migration ${name} of schema ${schema} has changed since it ran; add a new file instead`,
        )
      }
      await applyOne(client, name, checksum, text)
      run.push(name)
    }
    return run
  } finally {
    // Closing the connection gives the lock back.
    await client.end().catch(() => undefined)
  }
}

/**
 * Makes a schema that is not there, in the transaction that `client` is in, by these migrations and no others.
 * The search path stays at the schema until the transaction ends.
 */
export async function migrateWithin(
  client: pg.Client,
  { schema, folder, names }: { schema: string; folder: string; names: readonly string[] },
): Promise<void> {
  await makeSchema(client, schema, 'local')
  for (const name of names) {
    const { text, checksum } = await readMigration(folder, name)
    await runOne(client, name, checksum, text)
  }
}

/** Names and SHA-256 of the migrations in a folder, in their order. */
export async function migrationsIn(folder: string): Promise<{ name: string; checksum: string }[]> {
  const files = await filesIn(folder)
  return Promise.all(
    files.map(async (name) => ({ name, checksum: (await readMigration(folder, name)).checksum })),
  )
}

const filesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder)).filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name)).toSorted()

async function readMigration(folder: string, name: string): Promise<{ text: string; checksum: string }> {
  const text = await readFile(join(folder, name), 'utf8')
  return { text, checksum: createHash('sha256').update(text).digest('hex') }
}

async function makeSchema(client: pg.Client, schema: string, scope: 'local' | 'session' = 'session') {
  await client.query(`create schema if not exists "${schema}"`)
  await client.query(`set ${scope} search_path to "${schema}", public`)
  await client.query(`create table if not exists migrations (
    name text primary key,
    checksum text not null,
    applied_at timestamptz not null default now()
  )`)
}

async function applyOne(client: pg.Client, name: string, checksum: string, text: string): Promise<void> {
  await client.query('begin')
  try {
    await runOne(client, name, checksum, text)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

async function runOne(client: pg.Client, name: string, checksum: string, text: string): Promise<void> {
  try {
    await client.query('insert into migrations (name, checksum) values ($1, $2)', [name, checksum])
    await client.query(text)
  } catch (error) {
    throw new Error(`migration ${name} failed: ${(error as Error).message}`, { cause: error })
  }
}
