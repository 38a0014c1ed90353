/** Saved views by name, with the filters, order and cursors of the server's route. */
import { AppError } from '@goalixa/contracts/errors'
import type { SavedView, SavedViewKind, savedViewRoutes } from '@goalixa/contracts/saved-views'
import { toInstantText } from '@goalixa/domain/calendar'
import { storedName } from '@goalixa/domain/plans/names'
import { isLive, said } from '@goalixa/domain/plans/view'
import type { Row } from '@goalixa/domain/rows'
import type * as z from 'zod'
import type { ReplicaReader } from '../storage.ts'
import type { Position } from './in-order.ts'
import { comparePositions } from './in-order.ts'
import type { Page } from './pages.ts'
import { pageOf, readCursor } from './pages.ts'
import { createdOf, updatedOf } from './shapes.ts'
import { findRow } from './view.ts'

export type SavedViewQuery = z.output<(typeof savedViewRoutes)['list']['query']>

/** By name. @throws AppError `request.invalid` for a cursor of another list */
export async function listSavedViews(
  reader: ReplicaReader,
  { limit, cursor, kind, name, idTail }: SavedViewQuery,
): Promise<Page<SavedView>> {
  const after = readCursor(cursor, 'string')
  const candidates =
    idTail === undefined ? await reader.rowsOf('savedViews') : await reader.rowsByIdTail('savedViews', idTail)
  const rows = candidates
    .filter(isLive)
    .filter((row) => idTail === undefined || row.id.endsWith(idTail))
    .filter((row) => kind === undefined || said(row, 'kind') === kind)
    .filter((row) => name === undefined || said(row, 'name') === storedName(name))
    .filter((row) => after === undefined || comparePositions(positionOf(row), after) > 0)
    .toSorted((a, b) => comparePositions(positionOf(a), positionOf(b)))
  return pageOf(rows.slice(0, limit + 1), limit, positionOf, async (row) => toSavedView(row))
}

/** @throws AppError `saved_views.not_found` */
export async function getSavedView(reader: ReplicaReader, id: string): Promise<SavedView> {
  const row = await findRow(reader, 'savedViews', id)
  if (!isLive(row)) throw new AppError('saved_views.not_found')
  return toSavedView(row)
}

const positionOf = (row: Row): Position => [said(row, 'name') as string, row.id]

const toSavedView = (row: Row): SavedView => ({
  id: row.id,
  name: said(row, 'name') as string,
  kind: said(row, 'kind') as SavedViewKind,
  query: said(row, 'query') as string,
  createdAt: toInstantText(createdOf(row)),
  updatedAt: toInstantText(updatedOf(row)),
})
