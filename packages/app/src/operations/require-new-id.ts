/** A client may make the id of what it creates; it must not name a row that is there, deleted ones included. */
import { AppError } from '@goalixa/contracts/errors'
import type { Db } from '@goalixa/service-kit/db'
import type { StoredTable } from './stored-table.ts'

/** @throws AppError `request.id_taken` */
export async function requireNewId(db: Db, userId: string, table: StoredTable, id: string): Promise<void> {
  if ((await table.read(db, userId, [id])).length > 0) throw new AppError('request.id_taken')
}
