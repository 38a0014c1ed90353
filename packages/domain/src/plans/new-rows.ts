/** A client may make the id of what it creates; it must not name a row that is there, those in the trash included. */
import { AppError } from '@goalixa/contracts/errors'
import type { TableName } from '../rows.ts'
import type { View } from './view.ts'
import { findRow } from './view.ts'

/** @throws AppError `request.id_taken` */
export async function requireNewId(view: View, table: TableName, id: string): Promise<void> {
  if ((await findRow(view, table, id)) !== undefined) throw new AppError('request.id_taken')
}
