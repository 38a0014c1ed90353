/** The store in a SQLite file: for the terminal. Several processes may use one file. */
import { closeSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { ReplicaStorage } from './storage.ts'
import { damaged, isBusy, newer, toReplicaError } from './sqlite-errors.ts'
import { applicationId, sqliteSteps } from './sqlite-schema.ts'
import { createSqliteReader } from './sqlite-reader.ts'
import { createSqliteWriter } from './sqlite-writer.ts'
import { createStatements } from './sqlite-statements.ts'

export interface SqliteOptions {
  /** A file, made when absent; its folder must exist. `:memory:` for one that lasts as long as it is open. */
  readonly path: string
  /** How long to wait for another process that writes. */
  readonly busyMs?: number
  /** The file grows no further than so many pages of 4 KiB. */
  readonly maxPages?: number
}

/** @throws AppError `replica.newer`, `replica.damaged`, `replica.unwritable` */
export function openSqliteStorage({ path, busyMs = 5_000, maxPages }: SqliteOptions): ReplicaStorage {
  const database = guarded(() => {
    if (path !== ':memory:') makePrivate(path)
    return open(path, busyMs)
  })
  // From here on waiting must not hold the thread: who is waited for may need it.
  database.exec('pragma busy_timeout = 0')
  if (maxPages !== undefined) database.exec(`pragma max_page_count = ${maxPages}`)
  const sql = createStatements(database)
  const reader = createSqliteReader(sql)
  const writer = createSqliteWriter(sql, reader)
  let last: Promise<unknown> = Promise.resolve()
  // One connection holds one transaction: the next begins when the last has ended.
  const transaction = <Result>(begin: string, work: () => Promise<Result>): Promise<Result> => {
    const turn = last.then(async () => {
      try {
        await beginWithin(busyMs, () => sql.run(begin))
        const result = await work()
        sql.run('commit')
        return result
      } catch (error) {
        if (database.isTransaction) database.exec('rollback')
        throw toReplicaError(error)
      }
    })
    last = turn.catch(() => undefined)
    return turn
  }
  return {
    read: (work) => transaction('begin', () => work(reader)),
    write: (work) => transaction('begin immediate', () => work(writer)),
    async close() {
      await last
      if (database.isOpen) guarded(() => database.close())
    },
  }
}

/** What people do all day is nobody else's business: a new file is its owner's alone; those beside it follow it. */
const makePrivate = (path: string): void => closeSync(openSync(path, 'a', 0o600))

function open(path: string, busyMs: number): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: busyMs })
  try {
    // A damaged file fails here at the latest: the header is read.
    const version = pragma(database, 'user_version')
    const isOurs = pragma(database, 'application_id') === applicationId
    if (isOurs && version > sqliteSteps.length) throw newer(version)
    if (!isOurs && isAnothers(database)) throw damaged('the file belongs to another program')
    // FULL: what was answered "done" survives a power cut.
    database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = off')
    if (!isOurs || version < sqliteSteps.length) migrate(database)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** Does it hold something that is not ours? Asked at one moment: another process may just be making it ours. */
function isAnothers(database: DatabaseSync): boolean {
  const found = database
    .prepare(
      `select (select count(*) from sqlite_schema) as count,
              (select application_id from pragma_application_id) as id,
              (select user_version from pragma_user_version) as version`,
    )
    .get() as { count: number; id: number; version: number }
  return found.id !== applicationId && (found.count > 0 || found.version !== 0)
}

/** Two processes may come here at once: the version is read again under the lock. */
function migrate(database: DatabaseSync): void {
  database.exec('begin immediate')
  const version = pragma(database, 'user_version')
  if (isAnothers(database)) throw damaged('the file belongs to another program')
  database.exec(`pragma application_id = ${applicationId}`)
  for (const step of sqliteSteps.slice(version)) database.exec(step)
  database.exec(`pragma user_version = ${sqliteSteps.length}; commit`)
}

const pragma = (database: DatabaseSync, name: string): number =>
  Object.values(database.prepare(`pragma ${name}`).get() ?? { none: 0 })[0] as number

/** Tries until another connection has ended its transaction, at most so long. */
async function beginWithin(busyMs: number, begin: () => void): Promise<void> {
  let until: number | undefined
  for (;;) {
    try {
      begin()
      return
    } catch (error) {
      if (!isBusy(error)) throw error
      // Node loads its clock when it is first read: mostly nobody waits.
      until ??= performance.now() + busyMs
      if (performance.now() >= until) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs))
  }
}
const pollMs = 5

function guarded<Result>(work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    throw toReplicaError(error)
  }
}
