import { AppError } from '@goalixa/contracts/errors'
import type { LabelPatch, NewLabel } from '@goalixa/contracts/labels'
import { createLabel, deleteLabel, updateLabel } from '@goalixa/domain/plans/labels'
import { storedName } from '@goalixa/domain/plans/names'
import type { Db } from '@goalixa/service-kit/db'
import type { Actor, Operations } from '../operations/operations.service.ts'
import type { ViewOf } from '../operations/sql-view.ts'
import { NamePosition, pageOf, readCursor } from '../page-cursor.ts'
import type { LabelFilter } from './labels.repository.ts'
import { findLabel, labelNames, listLabels } from './labels.repository.ts'

interface LabelQuery extends LabelFilter {
  readonly limit: number
  readonly cursor?: string | undefined
}

interface LabelsOptions {
  readonly database: Db
  readonly operations: Operations
  readonly viewOf: ViewOf
  readonly newId: () => string
}

export function createLabelsService({ database, operations, viewOf, newId }: LabelsOptions) {
  const get = async (db: Db, userId: string, id: string) => {
    const label = await findLabel(db, userId, id)
    if (label === undefined) throw new AppError('labels.not_found')
    return label
  }
  const listFrom = async (db: Db, userId: string, { limit, cursor, name, ...rest }: LabelQuery) => {
    const filter = { ...rest, name: name === undefined ? undefined : storedName(name) }
    const rows = await listLabels(db, userId, filter, readCursor(cursor, NamePosition), limit + 1)
    return pageOf(
      rows,
      limit,
      (row) => [row.name, row.id],
      (row) => row,
    )
  }
  return {
    names: labelNames,
    get: (userId: string, id: string) => get(database, userId, id),

    list: (userId: string, query: LabelQuery) => listFrom(database, userId, query),
    listFrom,

    create: (actor: Actor, input: NewLabel) =>
      operations.write(actor, 'labels.create', async (tx, draft) => {
        const id = await createLabel(viewOf(tx, actor.userId), draft, input, newId)
        return (after) => get(after, actor.userId, id)
      }),

    update: (actor: Actor, id: string, patch: LabelPatch) =>
      operations.write(actor, 'labels.update', async (tx, draft) => {
        await updateLabel(viewOf(tx, actor.userId), draft, id, patch)
        return (after) => get(after, actor.userId, id)
      }),

    delete: (actor: Actor, id: string) =>
      operations.write(actor, 'labels.delete', async (tx, draft) => {
        await deleteLabel(viewOf(tx, actor.userId), draft, id)
        return async () => undefined
      }),
  }
}
export type LabelsService = ReturnType<typeof createLabelsService>
