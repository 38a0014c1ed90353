/** The text of a backup, from snapshots of the databases. */
import type { Snapshot } from '@goalixa/service-kit/dump/snapshot'
import { endOfRows, formatVersion, lineOf } from './format.ts'
import type { End, Header, TableStart } from './format.ts'
import { summed } from './row-sum.ts'
import type { RowSum } from './row-sum.ts'

interface BackupTextOptions {
  /** Each with its schemas. */
  readonly snapshots: readonly Snapshot[]
  readonly files: Header['files']
  readonly madeAt: Date
  /** Told when a table was read. */
  readonly onTable?: (table: TableStart, sum: RowSum) => void
}

export async function* backupText(options: BackupTextOptions): AsyncGenerator<Buffer, End> {
  const { snapshots, files, madeAt, onTable } = options
  const header: Header = {
    format: 'goalixa-backup',
    version: formatVersion,
    madeAt: madeAt.toISOString(),
    serverVersion: snapshots[0]!.serverVersion,
    schemas: snapshots.flatMap(({ schemas }) =>
      schemas.map(({ schema, migrations }) => ({ schema, migrations: [...migrations] })),
    ),
    files,
  }
  yield lineOf(header)
  let [tables, rows] = [0, 0]
  for (const snapshot of snapshots)
    for (const { schema, tables: shapes } of snapshot.schemas) {
      for (const shape of shapes) {
        const start = { schema, table: shape.name, columns: [...shape.columns] }
        yield lineOf(start)
        let sum: RowSum | undefined
        yield* summed(snapshot.rows(schema, shape), (found) => (sum = found))
        yield Buffer.from(endOfRows)
        yield lineOf(sum!)
        tables++
        rows += sum!.rows
        onTable?.(start, sum!)
      }
      yield lineOf({ schema, sequences: await snapshot.sequences(schema) })
    }
  const end: End = { end: true, tables, rows }
  yield lineOf(end)
  return end
}
