/** What can still be read of a damaged SQLite file and exists nowhere else: what was not sent, and what was refused. */
import { DatabaseSync } from 'node:sqlite'
import { AppError } from '@goalixa/contracts/errors'
import type { Operation } from '@goalixa/contracts/sync'
import { Operation as OperationShape } from '@goalixa/contracts/sync'
import type { Registers } from '@goalixa/domain/rows'
import type { RowPatch } from './operations.ts'
import type { ReplicaState } from './replica-state.ts'
import { toReplicaError } from './sqlite-errors.ts'
import type { DeadLetter } from './storage.ts'

export interface Salvage {
  /** Null when it cannot be read whose file it was. */
  readonly userId: string | null
  readonly clientId: string | null
  /** Not known to have reached the server, in order. */
  readonly operations: readonly Operation[]
  /** What waits for rows and is in none of the operations that could be read. */
  readonly patches: readonly RowPatch[]
  readonly deadLetters: readonly DeadLetter[]
}

const nothing: Salvage = { userId: null, clientId: null, operations: [], patches: [], deadLetters: [] }

/** Changes nothing of the file, and throws nothing: what cannot be read is left out. */
export function salvageSqlite(path: string): Salvage {
  const database = attempt(() => new DatabaseSync(path, { readOnly: true, defensive: false }))
  if (database === undefined) return nothing
  try {
    // Otherwise SQLite reads nothing at all of a file that is shorter than its header says.
    attempt(() => database.exec('pragma writable_schema = on'))
    const state = readParsed(database, "select value from meta where key = 'state'", 'value')[0] as
      | Partial<ReplicaState>
      | undefined
    const acked = state?.acked?.n ?? 0
    const operations = bothWays(database, 'select operation from outbox order by n', 'operation')
      .flatMap(operationOf)
      .filter(({ n }) => n > acked)
    return {
      userId: state?.userId ?? null,
      clientId: state?.clientId ?? null,
      operations,
      patches: patchesBeside(database, operations),
      deadLetters: bothWays(database, 'select item from dead_letters order by key', 'item').flatMap(letterOf),
    }
  } finally {
    attempt(() => database.close())
  }
}

/**
 * Is the file whole, as SQLite sees it? One of another program is not.
 * @throws AppError `replica.unwritable` when that cannot be found out
 */
export function isSqliteWhole(path: string): boolean {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(path, { readOnly: true })
    return database.prepare('pragma quick_check').get()?.['quick_check'] === 'ok'
  } catch (error) {
    const known = toReplicaError(error)
    if (known instanceof AppError && known.code === 'replica.unwritable') throw known
    return false
  } finally {
    attempt(() => database?.close())
  }
}

/** A page that cannot be read ends the reading: from the other end there may be more. */
function bothWays(database: DatabaseSync, query: string, column: string): unknown[] {
  const [forwards, isWhole] = read(database, query, column)
  if (isWhole) return forwards.flatMap(parse)
  const [backwards] = read(database, `${query} desc`, column)
  return [...new Set([...forwards, ...backwards.toReversed()])].flatMap(parse)
}

const readParsed = (database: DatabaseSync, query: string, column: string): unknown[] =>
  read(database, query, column)[0].flatMap(parse)

function read(database: DatabaseSync, query: string, column: string): [texts: string[], isWhole: boolean] {
  const texts: string[] = []
  try {
    for (const row of database.prepare(query).iterate()) texts.push(String(row[column]))
    return [texts, true]
  } catch {
    return [texts, false]
  }
}

const parse = (text: string): unknown[] => attempt(() => [JSON.parse(text) as unknown]) ?? []

const operationOf = (given: unknown): Operation[] => {
  const parsed = OperationShape.safeParse(given)
  return parsed.success ? [parsed.data] : []
}

function letterOf(given: unknown): DeadLetter[] {
  const letter = given as DeadLetter
  return operationOf(letter.operation).length === 0 || typeof letter.key !== 'string' ? [] : [letter]
}

/** Rows tell what waits for them, so that an outbox that cannot be read is not all that is lost. */
function patchesBeside(database: DatabaseSync, operations: readonly Operation[]): RowPatch[] {
  const known = new Set(
    operations.flatMap(({ patches }) =>
      patches.flatMap(({ table, id, regs }) =>
        Object.entries(regs).map(([register, { stamp }]) => [table, id, register, ...stamp].join(' ')),
      ),
    ),
  )
  const query =
    "select json_object('table', table_name, 'id', id, 'regs', json(pending)) as patch from rows where pending is not null order by table_name, id"
  return bothWays(database, query, 'patch').flatMap((given) => {
    const { table, id, regs } = given as RowPatch
    const missing = Object.entries(regs).filter(
      ([register, { stamp }]) => !known.has([table, id, register, ...stamp].join(' ')),
    )
    return missing.length === 0 ? [] : [{ table, id, regs: Object.fromEntries(missing) as Registers }]
  })
}

function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
