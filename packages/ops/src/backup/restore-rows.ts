/** Puts a backup into a database, reads it back and compares; nothing counts before all of it is equal. */
import { AppError } from '@goalixa/contracts/errors'
import { openRestoring } from '@goalixa/service-kit/dump/restoring'
import type { Restoring } from '@goalixa/service-kit/dump/restoring'
import { End, Header, Part, TableEnd, formatVersion } from './format.ts'
import type { TableStart } from './format.ts'
import { readBackup } from './read-lines.ts'
import type { BackupReader } from './read-lines.ts'
import { createRowSum, summed } from './row-sum.ts'
import type { RowSum } from './row-sum.ts'
import { assertKnown, migrationsFolder, ownSchemas } from './schemas.ts'

interface ComparedTable extends RowSum {
  /** `app.tasks` */
  readonly table: string
}

export interface Restored {
  readonly header: Header
  readonly tables: readonly ComparedTable[]
  readonly rows: number
  /** Schemas that were there, as they are called now. */
  readonly movedAside: readonly string[]
}

interface RestoreOptions {
  readonly text: AsyncIterable<Uint8Array>
  /** The database of each schema. */
  readonly urlOf: (schema: string) => string
  /** What is there is kept, under the name of its schema and this; else the database must have no rows. */
  readonly aside?: string
  /** Told when a table is equal. */
  readonly onTable?: (table: ComparedTable) => void
  readonly signal?: AbortSignal
}

/**
 * @throws AppError `ops.backup_damaged`, `ops.backup_newer`, `ops.backup_target`, `ops.backup_database`,
 * `ops.backup_differs`; then the databases are as before
 */
export async function restoreRows(options: RestoreOptions): Promise<Restored> {
  const { text, urlOf, aside, onTable, signal } = options
  const reader = readBackup(interruptible(text, signal))
  const header = await reader.line(Header)
  if (header.version > formatVersion)
    throw new AppError(
      'ops.backup_newer',
      `the backup has the format ${header.version}, known is ${formatVersion}`,
    )
  await assertKnown(header)
  const urls = [...new Set(header.schemas.map(({ schema }) => urlOf(schema)))]
  const opened: Restoring[] = []
  try {
    for (const url of urls) {
      const schemas = header.schemas.filter(({ schema }) => urlOf(schema) === url)
      const toRestore = schemas.map((one) => ({ ...one, folder: migrationsFolder(one.schema) }))
      opened.push(await openRestoring(url, toRestore, aside))
    }
    const at = (schema: string): Restoring => {
      if (!header.schemas.some((one) => one.schema === schema)) throw other(schema)
      return opened[urls.indexOf(urlOf(schema))]!
    }
    const tables: ComparedTable[] = []
    for (;;) {
      const part = await reader.line(Part)
      if ('end' in part) {
        const wanted: string[] = []
        for (const { schema } of header.schemas)
          for (const { name } of await at(schema).tables(schema)) wanted.push(`${schema}.${name}`)
        assertWhole(part, tables, wanted)
        break
      }
      if ('sequences' in part) {
        for (const state of part.sequences) await at(part.schema).setSequence(part.schema, state)
        await at(part.schema).finish(part.schema)
        continue
      }
      const compared = await restoreTable(at(part.schema), part, reader, signal)
      tables.push(compared)
      onTable?.(compared)
    }
    await reader.end()
    for (const { schema, restored } of ownSchemas)
      if (restored !== undefined && header.schemas.some((one) => one.schema === schema))
        await at(schema).call(schema, restored)
    signal?.throwIfAborted()
    for (const one of opened) await one.commit()
    return {
      header,
      tables,
      rows: tables.reduce((all, { rows }) => all + rows, 0),
      movedAside: opened.flatMap(({ movedAside }) => movedAside),
    }
  } finally {
    for (const one of opened) await one.close()
  }
}

async function restoreTable(
  restoring: Restoring,
  { schema, table, columns }: TableStart,
  reader: BackupReader,
  signal: AbortSignal | undefined,
): Promise<ComparedTable> {
  const shape = (await restoring.tables(schema)).find(({ name }) => name === table)
  if (shape === undefined || shape.columns.join() !== columns.join()) throw other(`${schema}.${table}`)
  let read: RowSum | undefined
  await restoring.load(
    schema,
    shape,
    summed(reader.rows(), (sum) => (read = sum)),
  )
  const written = await reader.line(TableEnd)
  const there = createRowSum()
  for await (const piece of interruptible(restoring.rows(schema, shape), signal)) there.add(piece)
  const found = there.result()
  if (read?.rows !== written.rows || read.checksum !== written.checksum)
    throw new AppError('ops.backup_damaged', `the rows of ${schema}.${table} are not those that were counted`)
  if (found.rows !== written.rows || found.checksum !== written.checksum)
    throw new AppError(
      'ops.backup_differs',
      `${schema}.${table} has ${found.rows} rows where the backup has ${written.rows}${found.rows === written.rows ? ', with other contents' : ''}`,
    )
  return { table: `${schema}.${table}`, ...found }
}

function assertWhole(end: End, tables: readonly ComparedTable[], wanted: readonly string[]): void {
  const rows = tables.reduce((all, one) => all + one.rows, 0)
  const found = new Set(tables.map(({ table }) => table))
  const missing = wanted.filter((name) => !found.has(name))
  if (end.tables !== tables.length || end.rows !== rows || found.size !== tables.length || missing.length > 0)
    throw new AppError('ops.backup_damaged', `tables of the backup are missing: ${missing.join(', ')}`)
}

const other = (name: string) =>
  new AppError('ops.backup_damaged', `the backup has "${name}", which its migrations do not make`)

async function* interruptible<T>(
  pieces: AsyncIterable<T>,
  signal: AbortSignal | undefined,
): AsyncGenerator<T> {
  for await (const piece of pieces) {
    signal?.throwIfAborted()
    yield piece
  }
}
