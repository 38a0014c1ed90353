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
import { createSparing } from './spare-memory.ts'
import type { Sparing } from './spare-memory.ts'
import type { ImportProgress, Store } from './store.ts'
import type * as z from 'zod'

interface LocalImportsOptions extends LocalParts {
  /** Told after each. */
  readonly onLargeWrite: () => void
}

export const createLocalImports = ({
  withReplica,
  newId,
  onLargeWrite,
}: LocalImportsOptions): Store['imports'] => ({
  create: async (format, text, given, onProgress) => {
    const query = readQuery(importRoutes.create.query, given ?? {})
    const spare = createSparing()
    const input = { format, text, ...query, onProgress, spare }
    const result = await withReplica((replica) => importLocally(replica, input, newId))
    spare.end()
    onLargeWrite()
    return result
  },
})

type ImportInput = z.output<typeof importRoutes.create.query> & {
  readonly format: ImportFormat
  readonly text: string
  readonly onProgress: ImportProgress | undefined
  readonly spare: Sparing
}

/** @throws AppError `import.unreadable`, `import.rows_refused` */
async function importLocally(
  replica: Replica,
  { format, text, dryRun, again, onProgress, spare, ...query }: ImportInput,
  newId: NewId,
): Promise<ImportResult> {
  const told = (step: 'reading' | 'storing') => (rows: number, of?: number) => {
    onProgress?.(step, rows, of)
    spare.rows(rows)
  }
  const plan = readImport(format, text, { userId: replica.userId, ...query, onProgress: told('reading') })
  const file = { format, dryRun, plan, again, zone: query.zone, onDrafted: told('storing') }
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
