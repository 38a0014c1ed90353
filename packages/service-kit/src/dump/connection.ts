/** One connection that writes values the same way whatever the server is set to. */
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { AppError } from '@goalixa/contracts/errors'

/** What values look like as text, and no limit of time: a dump takes as long as it takes. */
const settings = {
  TimeZone: 'UTC',
  DateStyle: 'ISO',
  IntervalStyle: 'iso_8601',
  bytea_output: 'hex',
  extra_float_digits: '1',
  statement_timeout: '0',
  lock_timeout: '60000',
  idle_in_transaction_session_timeout: '0',
}

/** @throws AppError `ops.backup_database` when nobody answers there, or refuses the role */
export async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: 'goalixa backup',
    options: Object.entries(settings)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
  })
  // A connection that breaks between two statements must not end the process: the next statement fails.
  client.on('error', () => undefined)
  try {
    await client.connect()
    return client
  } catch (error) {
    throw databaseFailure(error)
  }
}

/** Ends the connection in whatever state it is; what was not committed is undone by the server. */
export async function disconnect(client: pg.Client): Promise<void> {
  const late = new AbortController()
  await Promise.race([
    client.end().catch(() => undefined),
    setTimeout(5_000, undefined, { signal: late.signal }).catch(() => undefined),
  ])
  late.abort()
}

/** Messages of PostgreSQL name tables and roles, and may quote a row: only the kind of the failure is told on. */
export function databaseFailure(error: unknown): AppError {
  if (error instanceof AppError) return error
  const code = (error as { code?: string }).code
  const message = error instanceof pg.DatabaseError ? `${error.message} (${code})` : (code ?? String(error))
  return new AppError('ops.backup_database', `the database says: ${message}`, { cause: error })
}

/** What a `copy … to stdout` answers. @throws AppError `ops.backup_database` */
export async function* rowsOf(answer: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* answer
  } catch (error) {
    throw databaseFailure(error)
  }
}

/** A name as SQL takes it, from the catalogue of the database. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
