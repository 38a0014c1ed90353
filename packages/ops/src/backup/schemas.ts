/** The schemas of Goalixa, and where their migrations are. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { migrationsIn } from '@goalixa/service-kit/migrate'
import { AppError } from '@goalixa/contracts/errors'
import type { Header } from './format.ts'

interface OwnSchema {
  readonly schema: string
  /** A function of the schema that is told of a restore. */
  readonly restored?: string
}

export const ownSchemas: readonly OwnSchema[] = [
  { schema: 'auth' },
  // Devices must learn that the database was set back: each gets a new epoch, and gives back what was lost.
  { schema: 'app', restored: 'sync_restored' },
]

/** In the repository, in an image and in the installed command alike. */
export function migrationsFolder(schema: string, from: string = import.meta.dirname): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'packages', schema, 'migrations')
    if (existsSync(candidate)) return candidate
    if (folder === dirname(folder)) throw new Error(`the migrations of ${schema} are not there`)
  }
}

/** @throws AppError `ops.backup_newer` when this version does not know a migration, `ops.backup_damaged` for another schema */
export async function assertKnown({ schemas }: Pick<Header, 'schemas'>): Promise<void> {
  for (const { schema, migrations } of schemas) {
    if (!ownSchemas.some((own) => own.schema === schema))
      throw new AppError('ops.backup_damaged', `the backup has a schema "${schema}" that is not of Goalixa`)
    const known = await migrationsIn(migrationsFolder(schema))
    for (const { name, checksum } of migrations) {
      const own = known.find((one) => one.name === name)
      if (own === undefined)
        throw new AppError(
          'ops.backup_newer',
          `the backup has the migration ${schema}/${name}, which is not known here`,
        )
      if (own.checksum !== checksum)
        throw new AppError(
          'ops.backup_newer',
          `the migration ${schema}/${name} of the backup is another one here`,
        )
    }
  }
}
