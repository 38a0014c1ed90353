/** Cursors of lists: where the next page begins, opaque to callers. */
import * as z from 'zod'
import { AppError } from '@goalixa/contracts/errors'
import { Text } from '@goalixa/contracts/primitives'

/** Where a list by name stands. */
export const NamePosition = z.tuple([Text(1000), z.uuid()])

/** Where a list by time stands: epoch seconds up to the year 9999, and the id. */
export const TimePosition = z.tuple([z.int().min(-1e11).max(2.6e11), z.uuid()])

/** Where the history stands: the sequence number that an operation ended at, its client and number. */
export const HistoryPosition = z.tuple([z.int().min(0), Text(64), z.int().min(0)])

/** Reads a cursor that {@link pageOf} made. @throws AppError `request.invalid` */
export function readCursor<Shape extends z.ZodType>(
  cursor: string | undefined,
  shape: Shape,
): z.output<Shape> | undefined {
  if (cursor === undefined) return undefined
  try {
    return shape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
  } catch (cause) {
    const message = 'this cursor did not come from this list'
    throw new AppError('request.invalid', `query.cursor: ${message}`, {
      cause,
      fields: [{ path: 'query.cursor', message }],
    })
  }
}

/** A page of rows that were asked for with one more than `limit`; `position` says where a row stands. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  position: (row: Row) => unknown,
  toItem: (row: Row) => Item,
): { items: Item[]; nextCursor: string | null } {
  const kept = rows.slice(0, limit)
  const last = kept.at(-1)
  const more = rows.length > limit && last !== undefined
  return {
    items: kept.map(toItem),
    nextCursor: more ? Buffer.from(JSON.stringify(position(last))).toString('base64url') : null,
  }
}
