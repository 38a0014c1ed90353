/** The trash, as the server would tell of the same rows. */
import type { TrashItem, TrashTable, trashRoutes } from '@goalixa/contracts/trash'
import { toInstantText } from '@goalixa/domain/calendar'
import { calledOf, trashTables } from '@goalixa/domain/plans/trash'
import type { Row } from '@goalixa/domain/rows'
import { valueOf } from '@goalixa/domain/rows'
import type * as z from 'zod'
import type { ReplicaReader } from '../storage.ts'
import type { Position } from './in-order.ts'
import { comparePositions } from './in-order.ts'
import type { Page } from './pages.ts'
import { pageOf, readCursor } from './pages.ts'

type TrashQuery = z.output<(typeof trashRoutes)['list']['query']>

/** Last removed first. @throws AppError `request.invalid` for a cursor of another list */
export async function listTrash(
  reader: ReplicaReader,
  { limit, cursor, table, name, idTail }: TrashQuery,
): Promise<Page<TrashItem>> {
  const tables = new Set<string>(table ?? trashTables)
  const after = readCursor(cursor, 'number')
  const removedAt = (row: Row) => Math.floor(row.regs['deleted']!.stamp[0] / 1000)
  const tableOf = (row: Row) => row.table as TrashTable
  const position = (row: Row): Position => [removedAt(row), row.id]
  const rows = (await reader.storedRows())
    .map(({ visible, ...row }): Row => ({ ...row, regs: visible }))
    .filter((row) => valueOf(row, 'deleted') === true && tables.has(row.table))
    .filter((row) => name === undefined || calledOf(tableOf(row), row)?.toLowerCase() === name.toLowerCase())
    .filter((row) => idTail === undefined || row.id.endsWith(idTail))
    .filter((row) => after === undefined || comparePositions(position(row), after) < 0)
    .toSorted((a, b) => comparePositions(position(b), position(a)))
  return pageOf(rows.slice(0, limit + 1), limit, position, async (row) => ({
    table: tableOf(row),
    id: row.id,
    name: calledOf(tableOf(row), row),
    removedAt: toInstantText(removedAt(row)),
  }))
}
