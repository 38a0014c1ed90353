/** Imports: what another tool exported becomes one operation, so it is applied whole, and undone whole. */
import type { ImportFormat, ImportResult, importRoutes } from '@goalixa/contracts/imports'
import type { RouteInput } from '@goalixa/contracts/route'
import { importRows, readImport } from '@goalixa/domain/plans/imports'
import type { Draft } from '@goalixa/domain/plans/view'
import type { Database, Db } from '@goalixa/service-kit/db'
import type { Actor, Operations } from '../operations/operations.service.ts'
import type { ViewOf } from '../operations/sql-view.ts'

interface ImportsOptions {
  readonly database: Database
  readonly operations: Operations
  readonly viewOf: ViewOf
  readonly now: () => number
  readonly newId: () => string
}

type ImportOptions = RouteInput<typeof importRoutes.create>['query']

export function createImportsService({ database, operations, viewOf, now, newId }: ImportsOptions) {
  return {
    /** @throws AppError `import.unreadable`; `import.rows_refused` with `strict` when a row cannot be read */
    async create(
      actor: Actor,
      format: ImportFormat,
      text: string,
      { dryRun, again, ...options }: ImportOptions,
    ): Promise<ImportResult> {
      const { userId } = actor
      const plan = readImport(format, text, { userId, ...options })
      const run = (tx: Db, draft: Draft) =>
        importRows(viewOf(tx, userId), draft, { format, dryRun, plan, again, zone: options.zone }, newId)
      if (dryRun) return database.snapshot((tx) => run(tx, { nowMs: now(), patch: () => undefined }))
      return operations.write(actor, `imports.${format}`, async (tx, draft) => {
        const result = await run(tx, draft)
        return async () => result
      })
    },
  }
}
export type ImportsService = ReturnType<typeof createImportsService>
