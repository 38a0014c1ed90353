/** Pages of lists, with the cursors that the server gives. */
import { AppError } from '@goalixa/contracts/errors'
import type { Position } from './in-order.ts'

export interface Page<Item> {
  items: Item[]
  nextCursor: string | null
}

/** @throws AppError `request.invalid` for what {@link pageOf} did not make */
export function readCursor(cursor: string | undefined, kind: 'string' | 'number'): Position | undefined {
  if (cursor === undefined) return undefined
  const position = parsed(cursor)
  if (Array.isArray(position) && position.length === 2) {
    const [first, id] = position as unknown[]
    if (typeof first === kind && typeof id === 'string') return [first as string | number, id]
  }
  const message = 'this cursor did not come from this list'
  throw new AppError('request.invalid', `query.cursor: ${message}`, {
    fields: [{ path: 'query.cursor', message }],
  })
}

/** A page of rows that were asked for with one more than `limit`. */
export async function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  positionOf: (row: Row) => Position,
  toItem: (row: Row) => Promise<Item>,
): Promise<Page<Item>> {
  const kept = rows.slice(0, limit)
  const last = kept.at(-1)
  const items: Item[] = []
  for (const row of kept) items.push(await toItem(row))
  return { items, nextCursor: rows.length > limit && last !== undefined ? written(positionOf(last)) : null }
}

const written = (position: Position): string =>
  new TextEncoder().encode(JSON.stringify(position)).toBase64({ alphabet: 'base64url', omitPadding: true })

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(Uint8Array.fromBase64(cursor, { alphabet: 'base64url' })))
  } catch {
    return undefined
  }
}
