/** Imports into the replica: one intent, however large, that is undone whole. */
import type { ImportFormat, ImportResult } from '@goalixa/contracts/imports'
import { importRows, readImport } from '@goalixa/domain/plans/imports'
import type { NewId } from '@goalixa/domain/plans/view'
import { viewOf } from '@goalixa/replica/queries/view'
import type { Replica } from '@goalixa/replica/replica'
import { writeIntent } from './local-rows.ts'

interface ImportInput {
  readonly format: ImportFormat
  readonly text: string
  readonly dryRun: boolean
  readonly strict: boolean
  readonly partial: boolean
  readonly zone: string
}

/** @throws AppError `import.unreadable`, `import.rows_refused` */
export async function importLocally(
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
