/** The door to PostgreSQL: a pool per service, its own schema first on the search path, transactions. */
import pg from 'pg'
import { AppError } from '@goalixa/contracts/errors'
import { currentRequest } from './context.ts'
import { beginSpan, recordsSpans } from './spans.ts'
import type { Sql } from './sql.ts'
import { toQuery } from './sql.ts'
import { limitStatements, limitedBegin } from './statement-limit.ts'

/** A pool or a transaction: what a repository function takes first. */
export interface Db {
  /** Rows of a query. @throws AppError `service.unavailable` when the database cannot answer */
  rows<Row>(query: Sql): Promise<Row[]>
  /** The first row, or undefined. */
  row<Row>(query: Sql): Promise<Row | undefined>
}

export interface Database extends Db {
  /**
   * Runs `work` in one transaction (read committed) and commits; any throw rolls back.
   * The handle is valid until `work` settles.
   */
  transaction<Result>(work: (tx: Db) => Promise<Result>): Promise<Result>
  /** Several reads from one snapshot of the database. */
  snapshot<Result>(work: (tx: Db) => Promise<Result>): Promise<Result>
  /** Throws unless the database answers within two seconds. */
  ping(): Promise<void>
  close(): Promise<void>
}

const { builtins } = pg.types
const types = new pg.TypeOverrides()
// Sequences, counts and seconds stay far below 2^53.
types.setTypeParser(builtins.INT8, Number)
types.setTypeParser(builtins.NUMERIC, Number)
// Civil dates are text: a Date would put them into the server's zone.
types.setTypeParser(builtins.DATE, String)

interface DatabaseOptions {
  readonly url: string
  /** Schema of the service, first on the search path. */
  readonly schema: string
  readonly poolSize?: number
  /** Told of connections that break while idle. */
  readonly onError?: (error: Error) => void
}

/** Opens a pool; it connects when first used. */
export function openDatabase(options: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolSize ?? 10,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    // Queries here are short: starting parallel workers costs more than they save.
    options: `-c search_path=${options.schema},public -c TimeZone=UTC -c max_parallel_workers_per_gather=0`,
    types,
  })
  pool.on('error', (error) => options.onError?.(error))
  // A connection that breaks while nobody asks it anything must not end the process, not even in the moment between its
  // hand-over and the first query; that query reports it.
  pool.on('connect', (client) => client.on('error', () => undefined))
  const inTransaction = async <Result>(begin: string, work: (tx: Db) => Promise<Result>): Promise<Result> => {
    const client = await pool.connect().catch(unavailable)
    let broken = false
    try {
      await client.query(limitedBegin(client, begin)).catch(unavailable)
      const result = await work(dbOver(client))
      await client.query('commit').catch(unavailable)
      return result
    } catch (error) {
      await client.query('rollback').catch(() => {
        broken = true
      })
      throw error
    } finally {
      client.release(broken)
    }
  }
  return {
    ...dbOver({ query: (query) => queryOnce(pool, query) }),
    transaction: (work) => inTransaction('begin', work),
    snapshot: (work) => inTransaction('begin isolation level repeatable read read only', work),
    async ping() {
      const timer = AbortSignal.timeout(2_000)
      const late = new Promise<never>((_, reject) => {
        timer.addEventListener('abort', () => reject(new AppError('service.unavailable')))
      })
      await Promise.race([pool.query('select 1').catch(unavailable), late])
    },
    close: () => pool.end(),
  }
}

/** Where a statement goes: a transaction's connection, or any of the pool. */
interface Target {
  query(query: pg.QueryConfig): Promise<pg.QueryResult>
}

async function queryOnce(pool: pg.Pool, query: pg.QueryConfig): Promise<pg.QueryResult> {
  const client = await pool.connect()
  let broken = false
  try {
    await limitStatements(client)
    return await client.query(query)
  } catch (error) {
    broken = !(error instanceof pg.DatabaseError || error instanceof AppError)
    throw error
  } finally {
    client.release(broken)
  }
}

function dbOver(client: Target): Db {
  const rows = async <Row>(query: Sql): Promise<Row[]> => {
    const asked = toQuery(query)
    const span = recordsSpans() ? statementSpan(asked.text) : undefined
    try {
      const result = await client.query(asked).catch(unavailable)
      span?.end()
      return result.rows as Row[]
    } catch (error) {
      span?.end({ failed: true })
      throw error
    }
  }
  return { rows, row: async <Row>(query: Sql) => (await rows<Row>(query))[0] }
}

/** A statement is named by its verb and its first table: `select tasks`. Nothing else of it is told. */
function statementSpan(text: string) {
  const request = currentRequest()
  // What no request asked for is housekeeping.
  if (request === undefined) return undefined
  const verb = /\b(?:select|insert|update|delete)\b/i.exec(text)?.[0].toLowerCase() ?? 'statement'
  const table = /\b(?:from|into|update|join)\s+"?([a-z_]+)/i.exec(text)?.[1]
  return beginSpan('client', table === undefined ? verb : `${verb} ${table}`, request)
}

/** Classes of SQLSTATE that say the server cannot serve, not that the statement is wrong. */
const unavailableClasses = new Set(['08', '53', '57'])

function unavailable(error: unknown): never {
  if (error instanceof AppError) throw error
  // What is not of the server is of the way to it: a connection that was refused, or broke.
  const fromServer = error instanceof pg.DatabaseError
  if (!fromServer || unavailableClasses.has((error.code ?? '').slice(0, 2))) {
    throw new AppError('service.unavailable', 'the database cannot answer now', {
      cause: error,
      retryAfterSeconds: 2,
    })
  }
  throw error
}

/** Did the statement break the constraint of that name? */
export function violates(error: unknown, constraint: string): boolean {
  return error instanceof pg.DatabaseError && error.constraint === constraint
}
