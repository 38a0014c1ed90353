/**
 * Puts rows into a database, in one transaction: until it is committed everybody sees what was there before, and
 * whatever ends it earlier leaves that as it was. Schemas are made by our own migrations; nothing of a dump is run.
 */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { AppError } from '@goalixa/contracts/errors'
import { migrateWithin, migrationLock } from '../migrate.ts'
import { connect, databaseFailure, disconnect, quoted, rowsOf } from './connection.ts'
import { migrationsOf, tablesOf } from './tables.ts'
import type { AppliedMigration, SequenceState, TableShape } from './tables.ts'

export interface SchemaToRestore {
  readonly schema: string
  /** Where its migrations are. */
  readonly folder: string
  /** Those that the rows fit to, all of which must be in the folder. */
  readonly migrations: readonly AppliedMigration[]
}

export interface Restoring {
  /** Schemas that were there, as they will be called. */
  readonly movedAside: readonly string[]
  tables(schema: string): Promise<readonly TableShape[]>
  /** `table` as `tables` tells it. */
  load(schema: string, table: TableShape, rows: AsyncIterable<Buffer>): Promise<void>
  /** What is there now, as it was given: to be compared. */
  rows(schema: string, table: TableShape): AsyncIterable<Buffer>
  setSequence(schema: string, state: SequenceState): Promise<void>
  /** References between tables are checked again, and triggers work again. */
  finish(schema: string): Promise<void>
  /** Calls a function without arguments, where the schema has one. */
  call(schema: string, name: string): Promise<void>
  commit(): Promise<void>
  /** Undoes what was not committed. */
  close(): Promise<void>
}

/**
 * `aside`: what is there is kept under the name of its schema and this; refused with `ops.backup_target` when absent and
 * a table has rows.
 * @throws AppError `ops.backup_database`, `ops.backup_target`
 */
export async function openRestoring(
  url: string,
  schemas: readonly SchemaToRestore[],
  aside?: string,
): Promise<Restoring> {
  const client = await connect(url)
  const references = new Map<string, readonly Reference[]>()
  const movedAside: string[] = []
  try {
    await client.query('begin')
    for (const { schema, folder, migrations } of schemas) {
      // Services that start meanwhile wait with their migrations.
      await client.query('select pg_advisory_xact_lock(hashtext($1))', [migrationLock(schema)])
      if (await clearTheWay(client, schema, aside)) movedAside.push(`${schema}${aside}`)
      await migrateWithin(client, { schema, folder, names: migrations.map(({ name }) => name) })
      references.set(schema, await takeOff(client, schema))
    }
  } catch (error) {
    await disconnect(client)
    throw databaseFailure(error)
  }
  const told = <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      throw databaseFailure(error)
    })
  const nameOf = (schema: string, { name, columns }: TableShape) =>
    `${quoted(schema)}.${quoted(name)} (${columns.map(quoted).join(', ')})`
  return {
    movedAside,
    tables: (schema) => told(tablesOf(client, schema)),
    load: (schema, table, rows) =>
      told(
        pipeline(
          Readable.from(rows, { objectMode: false }),
          client.query(copyFrom(`copy ${nameOf(schema, table)} from stdin`)),
        ),
      ),
    async *rows(schema, table) {
      yield* rowsOf(client.query(copyTo(`copy ${nameOf(schema, table)} to stdout`)))
    },
    setSequence: async (schema, { name, last, isCalled }) => {
      await told(
        client.query('select setval(to_regclass($1), $2::bigint, $3)', [
          `${quoted(schema)}.${quoted(name)}`,
          last,
          isCalled,
        ]),
      )
    },
    finish: (schema) => told(putBack(client, schema, references.get(schema) ?? [])),
    async call(schema, name) {
      const called = `${quoted(schema)}.${quoted(name)}()`
      const { rows } = await told(
        client.query<{ found: boolean }>('select to_regprocedure($1) is not null as found', [called]),
      )
      if (rows[0]?.found === true) {
        await told(client.query(`set local search_path to ${quoted(schema)}, public`))
        await told(client.query(`select ${called}`))
      }
    },
    commit: async () => {
      await told(client.query('commit'))
    },
    close: () => disconnect(client),
  }
}

/** True when something was moved aside. */
async function clearTheWay(client: pg.Client, schema: string, aside: string | undefined): Promise<boolean> {
  const { rowCount } = await client.query('select 1 from pg_namespace where nspname = $1', [schema])
  if (rowCount === 0) return false
  if (aside !== undefined) {
    await client.query(`alter schema ${quoted(schema)} rename to ${quoted(`${schema}${aside}`)}`)
    return true
  }
  for (const { name } of await tablesOf(client, schema)) {
    const found = await client.query(`select 1 from ${quoted(schema)}.${quoted(name)} limit 1`)
    if (found.rowCount !== 0)
      throw new AppError('ops.backup_target', `the database has rows already, such as in ${schema}.${name}`)
  }
  const applied = await migrationsOf(client, schema, quoted)
  const { rows } = await client.query<{ count: string }>(
    `select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1`,
    [schema],
  )
  if (applied === undefined && rows[0]?.count !== '0')
    throw new AppError('ops.backup_target', `the schema "${schema}" of the database is not of Goalixa`)
  await client.query(`drop schema ${quoted(schema)} cascade`)
  return false
}

interface Reference {
  readonly table: string
  readonly name: string
  readonly definition: string
}

/** References are checked at the end, all at once; triggers have done their work before the dump was made. */
async function takeOff(client: pg.Client, schema: string): Promise<readonly Reference[]> {
  const { rows } = await client.query<Reference>(
    `select c.relname as table, k.conname as name, pg_get_constraintdef(k.oid) as definition
     from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = $1 and k.contype = 'f' and k.conparentid = 0 order by c.relname, k.conname`,
    [schema],
  )
  for (const { table, name } of rows)
    await client.query(`alter table ${quoted(schema)}.${quoted(table)} drop constraint ${quoted(name)}`)
  for (const { name } of await tablesOf(client, schema)) {
    await client.query(`alter table ${quoted(schema)}.${quoted(name)} disable trigger user`)
    // Migrations may have put rows in.
    await client.query(`truncate ${quoted(schema)}.${quoted(name)}`)
  }
  return rows
}

async function putBack(client: pg.Client, schema: string, references: readonly Reference[]): Promise<void> {
  await client.query(`set local search_path to ${quoted(schema)}, public`)
  for (const { table, name, definition } of references)
    await client.query(`alter table ${quoted(table)} add constraint ${quoted(name)} ${definition}`)
  for (const { name } of await tablesOf(client, schema)) {
    await client.query(`alter table ${quoted(name)} enable trigger user`)
    await client.query(`analyze ${quoted(name)}`)
  }
}
