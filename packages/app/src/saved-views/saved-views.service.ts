import { AppError } from '@goalixa/contracts/errors'
import type { NewSavedView, SavedViewPatch } from '@goalixa/contracts/saved-views'
import { storedName } from '@goalixa/domain/plans/names'
import { createSavedView, deleteSavedView, updateSavedView } from '@goalixa/domain/plans/saved-views'
import type { Db } from '@goalixa/service-kit/db'
import type { Actor, Operations } from '../operations/operations.service.ts'
import type { ViewOf } from '../operations/sql-view.ts'
import { NamePosition, pageOf, readCursor } from '../page-cursor.ts'
import type { SavedViewFilter } from './saved-views.repository.ts'
import { findSavedView, listSavedViews } from './saved-views.repository.ts'

interface SavedViewQuery extends SavedViewFilter {
  readonly limit: number
  readonly cursor?: string | undefined
}

interface SavedViewsOptions {
  readonly database: Db
  readonly operations: Operations
  readonly viewOf: ViewOf
  readonly newId: () => string
}

export function createSavedViewsService({ database, operations, viewOf, newId }: SavedViewsOptions) {
  const get = async (db: Db, userId: string, id: string) => {
    const saved = await findSavedView(db, userId, id)
    if (saved === undefined) throw new AppError('saved_views.not_found')
    return saved
  }
  const listFrom = async (db: Db, userId: string, { limit, cursor, name, ...rest }: SavedViewQuery) => {
    const filter = { ...rest, name: name === undefined ? undefined : storedName(name) }
    const rows = await listSavedViews(db, userId, filter, readCursor(cursor, NamePosition), limit + 1)
    return pageOf(
      rows,
      limit,
      (row) => [row.name, row.id],
      (row) => row,
    )
  }
  return {
    get: (userId: string, id: string) => get(database, userId, id),

    list: (userId: string, query: SavedViewQuery) => listFrom(database, userId, query),
    listFrom,

    create: (actor: Actor, input: NewSavedView) =>
      operations.write(actor, 'savedViews.create', async (tx, draft) => {
        const id = await createSavedView(viewOf(tx, actor.userId), draft, input, newId)
        return (after) => get(after, actor.userId, id)
      }),

    update: (actor: Actor, id: string, patch: SavedViewPatch) =>
      operations.write(actor, 'savedViews.update', async (tx, draft) => {
        await updateSavedView(viewOf(tx, actor.userId), draft, id, patch)
        return (after) => get(after, actor.userId, id)
      }),

    delete: (actor: Actor, id: string) =>
      operations.write(actor, 'savedViews.delete', async (tx, draft) => {
        await deleteSavedView(viewOf(tx, actor.userId), draft, id)
        return async () => undefined
      }),
  }
}
export type SavedViewsService = ReturnType<typeof createSavedViewsService>
