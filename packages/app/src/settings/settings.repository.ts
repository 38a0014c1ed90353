import type { Settings } from '@goalixa/contracts/settings'
import type { Db } from '@goalixa/service-kit/db'
import { sql } from '@goalixa/service-kit/sql'
import { single, storedTable } from '../operations/stored-table.ts'

export const settingsTable = storedTable({
  name: 'settings',
  table: 'settings',
  registers: { zone: single('zone', 'text'), weekStart: single('week_start', 'smallint', 1) },
})

export const findSettings = (db: Db, userId: string): Promise<Settings | undefined> =>
  db.row(
    sql`select zone, week_start as "weekStart" from settings where user_id = ${userId} and id = ${userId}`,
  )
