import type { TrashTable } from '@goalixa/contracts/trash'
import { fromInstantText } from '@goalixa/domain/calendar'
import { restoreRow } from '@goalixa/domain/plans/trash'
import type { Db } from '@goalixa/service-kit/db'
import type { Actor, Operations } from '../operations/operations.service.ts'
import type { ViewOf } from '../operations/sql-view.ts'
import { TimePosition, pageOf, readCursor } from '../page-cursor.ts'
import type { TrashFilter } from './trash.repository.ts'
import { listTrash } from './trash.repository.ts'

interface TrashOptions {
  readonly database: Db
  readonly operations: Operations
  readonly viewOf: ViewOf
}
interface TrashQuery extends TrashFilter {
  readonly limit: number
  readonly cursor?: string | undefined
}

export function createTrashService({ database, operations, viewOf }: TrashOptions) {
  return {
    list: async (userId: string, { limit, cursor, ...filter }: TrashQuery) => {
      const rows = await listTrash(database, userId, filter, readCursor(cursor, TimePosition), limit + 1)
      return pageOf(
        rows,
        limit,
        (row) => [fromInstantText(row.removedAt), row.id],
        (row) => row,
      )
    },

    restore: (actor: Actor, table: TrashTable, id: string) =>
      operations.write(actor, 'trash.restore', async (tx, draft) => {
        const restored = await restoreRow(viewOf(tx, actor.userId), draft, table, id)
        return async () => restored
      }),
  }
}
export type TrashService = ReturnType<typeof createTrashService>
