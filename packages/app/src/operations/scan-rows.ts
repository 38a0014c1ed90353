/** Reads a long answer piece by piece, so that neither side has to hold all of it. */
import type { Db } from '@goalixa/service-kit/db'
import type { Sql } from '@goalixa/service-kit/sql'
import { sql } from '@goalixa/service-kit/sql'

const rowsInPiece = 500

/** Within a transaction, one at a time: the cursor has one name. */
export async function* scanRows<Row>(db: Db, query: Sql): AsyncGenerator<Row[], void, undefined> {
  await db.rows(sql`declare scan no scroll cursor for ${query}`)
  for (;;) {
    const rows = await db.rows<Row>(sql`fetch ${{ parts: [String(rowsInPiece)], values: [] }} from scan`)
    if (rows.length > 0) yield rows
    if (rows.length < rowsInPiece) break
  }
  await db.rows(sql`close scan`)
}
