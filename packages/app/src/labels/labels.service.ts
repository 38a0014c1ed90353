import { AppError } from '@goalixa/contracts/errors'
import type { LabelPatch, NewLabel } from '@goalixa/contracts/labels'
import type { Db } from '@goalixa/service-kit/db'
import type { Actor, Operations } from '../operations/operations.service.ts'
import { requireNewId } from '../operations/require-new-id.ts'
import { createUniqueNames, storedName } from '../operations/unique-names.ts'
import { NamePosition, pageOf, readCursor } from '../page-cursor.ts'
import type { LabelFilter } from './labels.repository.ts'
import { findLabel, findLabelsByName, labelNames, labelsTable, listLabels } from './labels.repository.ts'

interface LabelQuery extends LabelFilter {
  readonly limit: number
  readonly cursor?: string | undefined
}

interface LabelsOptions {
  readonly database: Db
  readonly operations: Operations
  readonly newId: () => string
}

export function createLabelsService({ database, operations, newId }: LabelsOptions) {
  const get = async (db: Db, userId: string, id: string) => {
    const label = await findLabel(db, userId, id)
    if (label === undefined) throw new AppError('labels.not_found')
    return label
  }
  const names = createUniqueNames({ table: 'labels', noun: 'label', find: findLabelsByName, newId })
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
    idsFor: names.idsFor,
    knownIds: names.knownIds,
    requireIds: names.requireIds,
    names: labelNames,
    get: (userId: string, id: string) => get(database, userId, id),

    list: (userId: string, query: LabelQuery) => listFrom(database, userId, query),
    listFrom,

    create: (actor: Actor, input: NewLabel) =>
      operations.write(actor, 'labels.create', async (tx, draft) => {
        const { id = newId(), ...fields } = input
        await requireNewId(tx, actor.userId, labelsTable, id)
        await names.requireFree(tx, actor.userId, fields.name)
        draft.patch('labels', id, { createdAt: Math.floor(draft.nowMs / 1000), ...fields })
        return (after) => get(after, actor.userId, id)
      }),

    update: (actor: Actor, id: string, patch: LabelPatch) =>
      operations.write(actor, 'labels.update', async (tx, draft) => {
        await get(tx, actor.userId, id)
        if (patch.name !== undefined) await names.requireFree(tx, actor.userId, patch.name, id)
        draft.patch('labels', id, patch)
        return (after) => get(after, actor.userId, id)
      }),

    delete: (actor: Actor, id: string) =>
      operations.write(actor, 'labels.delete', async (tx, draft) => {
        await get(tx, actor.userId, id)
        draft.patch('labels', id, { deleted: true })
        return async () => undefined
      }),
  }
}
export type LabelsService = ReturnType<typeof createLabelsService>
