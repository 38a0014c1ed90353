/** Reads all of some schemas from one snapshot of a database: what is written meanwhile is not in it. */
import { to as copyTo } from 'pg-copy-streams'
import { AppError } from '@goalixa/contracts/errors'
import { connect, databaseFailure, disconnect, quoted, rowsOf } from './connection.ts'
import { migrationsOf, sequencesOf, tablesOf } from './tables.ts'
import type { AppliedMigration, SequenceState, TableShape } from './tables.ts'

interface SchemaContents {
  readonly schema: string
  readonly migrations: readonly AppliedMigration[]
  readonly tables: readonly TableShape[]
}

export interface Snapshot {
  /** Of PostgreSQL, such as `18.4`. */
  readonly serverVersion: string
  readonly schemas: readonly SchemaContents[]
  /** Rows as `COPY` writes them, one a line; pieces end anywhere. One table at a time. */
  rows(schema: string, table: TableShape): AsyncIterable<Buffer>
  /** Read last: a number that a row of the snapshot has is never given out again. */
  sequences(schema: string): Promise<readonly SequenceState[]>
  close(): Promise<void>
}

/**
 * Nothing of the database is changed or locked, but for changes of the tables themselves.
 * @throws AppError `ops.backup_database`; `ops.backup_not_found` when a schema was never migrated
 */
export async function openSnapshot(url: string, schemas: readonly string[]): Promise<Snapshot> {
  const client = await connect(url)
  try {
    await client.query('begin isolation level repeatable read read only')
    const version = await client.query<{ server_version: string }>('show server_version')
    const contents: SchemaContents[] = []
    for (const schema of schemas) {
      const migrations = await migrationsOf(client, schema, quoted)
      if (migrations === undefined)
        throw new AppError('ops.backup_not_found', `the database has no schema "${schema}" of Goalixa`)
      contents.push({ schema, migrations, tables: await tablesOf(client, schema) })
    }
    return {
      serverVersion: version.rows[0]!.server_version.split(' ')[0]!,
      schemas: contents,
      async *rows(schema, { name, columns }) {
        const list = columns.map(quoted).join(', ')
        const text = `copy ${quoted(schema)}.${quoted(name)} (${list}) to stdout`
        yield* rowsOf(client.query(copyTo(text)))
      },
      sequences: (schema) => sequencesOf(client, schema, quoted).catch(fails),
      close: () => disconnect(client),
    }
  } catch (error) {
    await disconnect(client)
    throw databaseFailure(error)
  }
}

const fails = (error: unknown): never => {
  throw databaseFailure(error)
}
