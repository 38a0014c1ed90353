/** Imports into the replica: one intent, however large, that is undone whole. */
import { importRoutes } from '@goalixa/contracts/imports'
import type { ImportFormat, ImportResult } from '@goalixa/contracts/imports'
import { importRows, readImport } from '@goalixa/domain/plans/imports'
import type { NewId } from '@goalixa/domain/plans/view'
import { viewOf } from '@goalixa/replica/queries/view'
import type { Replica } from '@goalixa/replica/replica'
import type { LocalParts } from './local-rows.ts'
import { writeIntent } from './local-rows.ts'
import { readQuery } from './read-input.ts'
import type { Store } from './store.ts'

interface LocalImportsOptions extends LocalParts {
  /** Told after each. */
  readonly onLargeWrite: () => void
}

export const createLocalImports = ({
  withReplica,
  newId,
  onLargeWrite,
}: LocalImportsOptions): Store['imports'] => ({
  create: async (format, text, given) => {
    const query = readQuery(importRoutes.create.query, given ?? {})
    const result = await withReplica((replica) => importLocally(replica, { format, text, ...query }, newId))
    onLargeWrite()
    return result
  },
})

interface ImportInput {
  readonly format: ImportFormat
  readonly text: string
  readonly dryRun: boolean
  readonly strict: boolean
  readonly partial: boolean
  readonly zone: string
}

/** @throws AppError `import.unreadable`, `import.rows_refused` */
async function importLocally(
  replica: Replica,
  { format, text, dryRun, strict, partial, zone }: ImportInput,
  newId: NewId,
): Promise<ImportResult> {
  const plan = readImport(format, text, { userId: replica.userId, zone, partial, strict })
  const file = { format, dryRun, plan }
  if (dryRun) {
    const discard = { nowMs: replica.now(), patch: () => undefined }
    return replica.read((reader) => importRows(viewOf(reader, replica.userId), discard, file, newId))
  }
  return writeIntent(
    replica,
    `imports.${format}`,
    (view, draft) => importRows(view, draft, file, newId),
    newId,
    {
      mayDivide: true,
    },
  )
}
